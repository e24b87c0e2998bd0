from django.db import migrations

from scheduler.plans.policies import policies_by_functions


class Migration(migrations.Migration):
    dependencies = [("plans", "0011_checked"), ("people", "0008_towns_asked_once")]

    operations = policies_by_functions()
