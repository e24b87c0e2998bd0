from django.db import migrations

from scheduler.organisations import policies as rls


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial"), ("organisations", "0003_towns")]

    operations = [*rls.let_towns_join()]
