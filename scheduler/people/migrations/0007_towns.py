from django.db import migrations

from scheduler.people.policies import town_functions, town_policies


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0001_initial"),
        ("calls", "0001_initial"),
        ("campaigns", "0002_towns"),
        ("intake", "0002_posts"),
        ("people", "0006_unions"),
        ("places", "0001_initial"),
        ("plans", "0005_states_asked_once"),
    ]

    operations = [*town_functions(), *town_policies()]
