from django.db import migrations

from scheduler.organisations import policies as rls
from scheduler.people.policies import OF_BUREAU, OF_WORKER


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_towns"),
        ("telling", "0002_foreseen"),
    ]

    operations = [
        rls.allow(
            "telling_readerlanguage", "menlu_town", using=rls.both(rls.TOWN, OF_BUREAU, OF_WORKER), command="all"
        ),
    ]
