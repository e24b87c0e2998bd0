from django.db import migrations, models

KINDS = [
    ("bureau", "Labour bureau"),
    ("employer", "Employer"),
    ("operator", "Transport operator"),
    ("oversight", "Oversight body"),
    ("town", "Township"),
]
ROLES = [
    ("coordinator", "Coordinator"),
    ("employer", "Employer's staff"),
    ("operator", "Operator's staff"),
    ("driver", "Driver"),
    ("auditor", "Auditor"),
    ("town", "Town staff"),
]


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_accounts")]

    operations = [
        migrations.RemoveConstraint(model_name="membership", name="membership_role"),
        migrations.RemoveConstraint(model_name="organisation", name="organisation_kind"),
        migrations.AlterField(
            model_name="membership", name="role", field=models.CharField(choices=ROLES, max_length=20)
        ),
        migrations.AlterField(
            model_name="membershipevent", name="role", field=models.CharField(choices=ROLES, max_length=20)
        ),
        migrations.AlterField(
            model_name="organisation", name="kind", field=models.CharField(choices=KINDS, max_length=20)
        ),
        migrations.AlterField(
            model_name="organisationevent", name="kind", field=models.CharField(choices=KINDS, max_length=20)
        ),
        migrations.RemoveConstraint(model_name="invitation", name="invitation_role"),
        migrations.AlterField(
            model_name="invitation", name="role", field=models.CharField(choices=ROLES, max_length=20)
        ),
        migrations.AlterField(
            model_name="invitationevent", name="role", field=models.CharField(choices=ROLES, max_length=20)
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", [role for role, _ in ROLES])), name="invitation_role"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", [role for role, _ in ROLES])), name="membership_role"
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", [kind for kind, _ in KINDS])), name="organisation_kind"
            ),
        ),
    ]
