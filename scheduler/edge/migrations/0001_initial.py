import django.db.models.deletion
from django.db import migrations, models

import scheduler.crypto
from scheduler.organisations import policies as rls


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("subject", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("tries", models.PositiveIntegerField()),
            ],
            options={"verbose_name_plural": "tallies"},
        ),
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=255)),
                (
                    "fingerprint",
                    models.CharField(help_text="keyed hash of who asked, the path and the body", max_length=64),
                ),
                ("status", models.PositiveSmallIntegerField()),
                ("headers", models.JSONField()),
                ("body", scheduler.crypto.SealedText()),
                ("created_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organisation", "key"), name="keptanswer_key_once")],
                "indexes": [models.Index(fields=["organisation", "created_at"], name="keptanswer_oldest")],
            },
        ),
        *rls.enable_rls("edge_keptanswer", read=rls.own("organisation_id"), write=rls.own("organisation_id")),
        *rls.enable_rls("edge_tally", read="true", write="true"),
    ]
