from django.db import migrations, models

import scheduler.clock
from scheduler.organisations import policies as rls


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="RoadPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.CharField(max_length=200)),
                ("a", models.CharField(max_length=24)),
                ("b", models.CharField(max_length=24)),
                ("distance_m", models.PositiveIntegerField()),
                ("duration_s", models.PositiveIntegerField()),
                ("fetched_at", models.DateTimeField(default=scheduler.clock.now)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("provider", "a", "b"), name="roadpair_once")],
            },
        ),
        *rls.enable_rls("roads_roadpair", read=rls.COORDINATOR, write=rls.COORDINATOR),
    ]
