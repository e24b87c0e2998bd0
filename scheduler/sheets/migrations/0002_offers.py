import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from scheduler.organisations import policies as rls

KINDS = [
    ("departures", "Departures"),
    ("name_list", "Name List"),
    ("slots", "Slots"),
    ("fleets", "Fleets"),
    ("services", "Services"),
]
OWN = rls.both(rls.JOINED, rls.own("organisation_id"), "role = menlu_role()")
OF_OWN = rls.both(
    rls.JOINED, "upload_id in (select id from sheets_upload where organisation_id = menlu_organisation())"
)


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0001_initial"),
        ("organisations", "0001_initial"),
        ("sheets", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="role",
            field=models.CharField(
                choices=[
                    ("coordinator", "Coordinator"),
                    ("employer", "Employer's staff"),
                    ("operator", "Operator's staff"),
                    ("driver", "Driver"),
                    ("auditor", "Auditor"),
                    ("town", "Town staff"),
                ],
                default="coordinator",
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "update sheets_upload u set organisation_id = c.bureau_id from campaigns_campaign c where c.id = u.campaign_id;"
            "set constraints all immediate;",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="upload",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.RemoveConstraint(model_name="upload", name="upload_kind"),
        migrations.AlterField(model_name="upload", name="kind", field=models.CharField(choices=KINDS, max_length=20)),
        migrations.AlterField(
            model_name="uploadevent", name="kind", field=models.CharField(choices=KINDS, max_length=20)
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", [kind for kind, _ in KINDS])), name="upload_kind"
            ),
        ),
        # Who is invited sees, and takes in, what it sent itself.
        rls.allow("sheets_upload", "menlu_own", using=OWN, command="all"),
        rls.allow("sheets_uploadfile", "menlu_own", using=OF_OWN, command="all"),
        rls.allow("sheets_uploadrow", "menlu_own", using=OF_OWN, command="all"),
    ]
