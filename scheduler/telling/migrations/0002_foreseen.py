import django.db.models.deletion
from django.db import migrations, models

import scheduler.crypto
from scheduler.organisations import policies as rls


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0001_initial"),
        ("plans", "0002_parts"),
        ("telling", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Foreseen",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="foreseen",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                ("edition", models.PositiveIntegerField()),
                ("document", scheduler.crypto.SealedText(default="")),
                ("ordered_at", models.DateTimeField(null=True)),
                ("written_at", models.DateTimeField(null=True)),
                (
                    "after",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="campaigns.campaign"
                    ),
                ),
            ],
        ),
        *rls.enable_rls("telling_foreseen", read=rls.SEEN),
    ]
