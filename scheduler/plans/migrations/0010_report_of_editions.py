from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0009_drop_cost"),
    ]

    operations = [
        migrations.AddField(
            model_name="changereport",
            name="edition",
            field=models.PositiveIntegerField(default=1),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="changereport",
            name="before_edition",
            field=models.PositiveIntegerField(default=1),
            preserve_default=False,
        ),
    ]
