import uuid

import django.contrib.gis.db.models.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import scheduler.clock
import scheduler.crypto
from scheduler.organisations import policies as rls


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("campaigns", "0001_initial"),
        ("organisations", "0001_initial"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Gate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("contact_name", scheduler.crypto.SealedText(blank=True, default="")),
                ("contact_phone", scheduler.crypto.SealedText(blank=True, default="")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="gates", to="campaigns.campaign"
                    ),
                ),
                (
                    "place",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="gate", to="places.place"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="IntakeConfirmation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("plan_number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("confirmed", "Confirmed"),
                            ("partial", "Confirmed in part"),
                            ("declined", "Declined"),
                        ],
                        max_length=20,
                    ),
                ),
                ("planned", models.PositiveIntegerField()),
                ("accepted", models.PositiveIntegerField()),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
                ("decided_at", models.DateTimeField(default=scheduler.clock.now)),
                ("version", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="intake_confirmations",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-plan_number", "slot"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted", models.F("planned")), ("state", "confirmed")),
                            models.Q(("accepted__gt", 0), ("accepted__lt", models.F("planned")), ("state", "partial")),
                            models.Q(("accepted", 0), ("state", "declined")),
                            _connector="OR",
                        ),
                        name="intakeconfirmation_adds_up",
                        violation_error_message="confirmed is all, in part is some, declined is nobody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "confirmed"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="intakeconfirmation_has_reason",
                        violation_error_message="taking in fewer than come needs a reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakeSlot",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=200)),
                ("position", models.PositiveIntegerField(default=0)),
                ("meta", models.JSONField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("capacity", models.PositiveBigIntegerField()),
                ("min_headcount", models.PositiveBigIntegerField(default=0)),
                ("windows", models.JSONField()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intake_slots",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "gate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="intake_slots", to="places.place"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "code"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "code"),
                        name="intakeslot_code_once",
                        violation_error_message="something of this code exists in the campaign",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True), name="intakeslot_code_given"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakeConfirmationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("plan_number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("confirmed", "Confirmed"),
                            ("partial", "Confirmed in part"),
                            ("declined", "Declined"),
                        ],
                        max_length=20,
                    ),
                ),
                ("planned", models.PositiveIntegerField()),
                ("accepted", models.PositiveIntegerField()),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
                ("decided_at", models.DateTimeField(default=scheduler.clock.now)),
                ("version", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="intake.intakeconfirmation",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="intake.intakeslot",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="intakeconfirmation",
            name="slot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="confirmations", to="intake.intakeslot"
            ),
        ),
        migrations.CreateModel(
            name="JobPost",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=200)),
                ("position", models.PositiveIntegerField(default=0)),
                ("meta", models.JSONField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("title", models.CharField(max_length=200)),
                ("title_en", models.CharField(blank=True, default="", max_length=200)),
                ("workshop", models.CharField(blank=True, default="", max_length=200)),
                ("skills", models.JSONField(blank=True, default=list)),
                ("headcount", models.PositiveIntegerField()),
                ("pay_from", models.FloatField(blank=True, null=True)),
                ("pay_to", models.FloatField(blank=True, null=True)),
                ("sends_vehicle", models.BooleanField(default=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="job_posts",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "code"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "code"),
                        name="jobpost_code_once",
                        violation_error_message="something of this code exists in the campaign",
                    ),
                    models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="jobpost_code_given"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pay_from__isnull", True),
                            ("pay_to__isnull", True),
                            ("pay_to__gte", models.F("pay_from")),
                            _connector="OR",
                        ),
                        name="jobpost_pay",
                        violation_error_message="pay goes from less to more",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakeSlotEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("code", models.CharField(max_length=200)),
                ("position", models.PositiveIntegerField(default=0)),
                ("meta", models.JSONField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("capacity", models.PositiveBigIntegerField()),
                ("min_headcount", models.PositiveBigIntegerField(default=0)),
                ("windows", models.JSONField()),
                (
                    "campaign",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "gate",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="intake.intakeslot",
                    ),
                ),
                (
                    "job_post",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="intake.jobpost",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="intakeslot",
            name="job_post",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="intake_slots",
                to="intake.jobpost",
            ),
        ),
        migrations.CreateModel(
            name="Plant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, default="", max_length=200)),
                ("city", models.CharField(blank=True, default="", max_length=100)),
                ("address", models.CharField(blank=True, default="", max_length=300)),
                (
                    "point",
                    django.contrib.gis.db.models.fields.PointField(blank=True, geography=True, null=True, srid=4326),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plants",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["employer", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("employer", "code"),
                        name="plant_code_once",
                        violation_error_message="the employer has a plant of this code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True), models.Q(("name", ""), _negated=True)
                        ),
                        name="plant_named",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "intake_plantevent" ("address", "city", "code", "created_at", "employer_id", "id", "name", "name_en", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "point", "updated_at", "version") SELECT new_values."address", new_values."city", new_values."code", new_values."created_at", new_values."employer_id", new_values."id", new_values."name", new_values."name_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."point", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="037b7336954b65813ceaec9602176c7f2462368f",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_61cd7",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="intake_plant",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "intake_plantevent" ("address", "city", "code", "created_at", "employer_id", "id", "name", "name_en", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "point", "updated_at", "version") SELECT new_values."address", new_values."city", new_values."code", new_values."created_at", new_values."employer_id", new_values."id", new_values."name", new_values."name_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."point", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="a2e010358574e75eb223336469ac9a6559d6f664",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c9180",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="intake_plant",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "intake_plantevent" ("address", "city", "code", "created_at", "employer_id", "id", "name", "name_en", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "point", "updated_at", "version") SELECT old_values."address", old_values."city", old_values."code", old_values."created_at", old_values."employer_id", old_values."id", old_values."name", old_values."name_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."point", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="7374f9fe46e1d3f6ad757c19d27ddc5409973341",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_5b9a3",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="intake_plant",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JobPostEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("code", models.CharField(max_length=200)),
                ("position", models.PositiveIntegerField(default=0)),
                ("meta", models.JSONField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("title", models.CharField(max_length=200)),
                ("title_en", models.CharField(blank=True, default="", max_length=200)),
                ("workshop", models.CharField(blank=True, default="", max_length=200)),
                ("skills", models.JSONField(blank=True, default=list)),
                ("headcount", models.PositiveIntegerField()),
                ("pay_from", models.FloatField(blank=True, null=True)),
                ("pay_to", models.FloatField(blank=True, null=True)),
                ("sends_vehicle", models.BooleanField(default=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="intake.jobpost",
                    ),
                ),
                (
                    "plant",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="intake.plant",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="jobpost",
            name="plant",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="job_posts",
                to="intake.plant",
            ),
        ),
        migrations.CreateModel(
            name="GateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="intake.gate",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "plant",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="intake.plant",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="gate",
            name="plant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="gates", to="intake.plant"
            ),
        ),
        migrations.CreateModel(
            name="PlantEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("code", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, default="", max_length=200)),
                ("city", models.CharField(blank=True, default="", max_length=100)),
                ("address", models.CharField(blank=True, default="", max_length=300)),
                (
                    "point",
                    django.contrib.gis.db.models.fields.PointField(blank=True, geography=True, null=True, srid=4326),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="intake.plant",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="intakeconfirmation",
            constraint=models.UniqueConstraint(fields=("slot", "plan_number"), name="intakeconfirmation_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intakeconfirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "intake_intakeconfirmationevent" ("accepted", "campaign_id", "decided_at", "decided_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_number", "planned", "reason", "slot_id", "state", "updated_at", "version") SELECT new_values."accepted", new_values."campaign_id", new_values."decided_at", new_values."decided_by_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."plan_number", new_values."planned", new_values."reason", new_values."slot_id", new_values."state", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="877763952d0c4ea89e472735a9fbb445d72f154e",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1a3fd",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="intake_intakeconfirmation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intakeconfirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "intake_intakeconfirmationevent" ("accepted", "campaign_id", "decided_at", "decided_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_number", "planned", "reason", "slot_id", "state", "updated_at", "version") SELECT new_values."accepted", new_values."campaign_id", new_values."decided_at", new_values."decided_by_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."plan_number", new_values."planned", new_values."reason", new_values."slot_id", new_values."state", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="eeee177f24bf741f51eb133f46581262c2f3a5c1",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_33dd1",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="intake_intakeconfirmation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intakeconfirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "intake_intakeconfirmationevent" ("accepted", "campaign_id", "decided_at", "decided_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_number", "planned", "reason", "slot_id", "state", "updated_at", "version") SELECT old_values."accepted", old_values."campaign_id", old_values."decided_at", old_values."decided_by_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."plan_number", old_values."planned", old_values."reason", old_values."slot_id", old_values."state", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="c23fad8b58ce36a21572857fbcac867ed82d3487",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3185a",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="intake_intakeconfirmation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intakeslot",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "intake_intakeslotevent" ("campaign_id", "capacity", "code", "created_at", "employer_id", "gate_id", "id", "job_post_id", "meta", "min_headcount", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "updated_at", "version", "windows") SELECT new_values."campaign_id", new_values."capacity", new_values."code", new_values."created_at", new_values."employer_id", new_values."gate_id", new_values."id", new_values."job_post_id", new_values."meta", new_values."min_headcount", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."position", new_values."updated_at", new_values."version", new_values."windows" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a2375e133ee995f9c6535d8436363487c7202367",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5c3e0",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="intake_intakeslot",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intakeslot",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "intake_intakeslotevent" ("campaign_id", "capacity", "code", "created_at", "employer_id", "gate_id", "id", "job_post_id", "meta", "min_headcount", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "updated_at", "version", "windows") SELECT new_values."campaign_id", new_values."capacity", new_values."code", new_values."created_at", new_values."employer_id", new_values."gate_id", new_values."id", new_values."job_post_id", new_values."meta", new_values."min_headcount", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."position", new_values."updated_at", new_values."version", new_values."windows" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d25746db61618eb0d16e8d0d2ee4ab0fa5067e5f",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f639c",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="intake_intakeslot",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intakeslot",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "intake_intakeslotevent" ("campaign_id", "capacity", "code", "created_at", "employer_id", "gate_id", "id", "job_post_id", "meta", "min_headcount", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "updated_at", "version", "windows") SELECT old_values."campaign_id", old_values."capacity", old_values."code", old_values."created_at", old_values."employer_id", old_values."gate_id", old_values."id", old_values."job_post_id", old_values."meta", old_values."min_headcount", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."position", old_values."updated_at", old_values."version", old_values."windows" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="113873ded752adfad868bd777e91364f4d83306e",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8ae8f",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="intake_intakeslot",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jobpost",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "intake_jobpostevent" ("campaign_id", "code", "created_at", "employer_id", "headcount", "id", "meta", "pay_from", "pay_to", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plant_id", "position", "sends_vehicle", "skills", "title", "title_en", "updated_at", "version", "workshop") SELECT new_values."campaign_id", new_values."code", new_values."created_at", new_values."employer_id", new_values."headcount", new_values."id", new_values."meta", new_values."pay_from", new_values."pay_to", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."plant_id", new_values."position", new_values."sends_vehicle", new_values."skills", new_values."title", new_values."title_en", new_values."updated_at", new_values."version", new_values."workshop" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="cea23dcf6e1b21a63f7d87c7ab9c33dfcc80b8a0",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4722b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="intake_jobpost",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jobpost",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "intake_jobpostevent" ("campaign_id", "code", "created_at", "employer_id", "headcount", "id", "meta", "pay_from", "pay_to", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plant_id", "position", "sends_vehicle", "skills", "title", "title_en", "updated_at", "version", "workshop") SELECT new_values."campaign_id", new_values."code", new_values."created_at", new_values."employer_id", new_values."headcount", new_values."id", new_values."meta", new_values."pay_from", new_values."pay_to", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."plant_id", new_values."position", new_values."sends_vehicle", new_values."skills", new_values."title", new_values."title_en", new_values."updated_at", new_values."version", new_values."workshop" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6bc470ba6b623eea7fda7bfd6f87707753faf5a9",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_58211",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="intake_jobpost",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jobpost",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "intake_jobpostevent" ("campaign_id", "code", "created_at", "employer_id", "headcount", "id", "meta", "pay_from", "pay_to", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plant_id", "position", "sends_vehicle", "skills", "title", "title_en", "updated_at", "version", "workshop") SELECT old_values."campaign_id", old_values."code", old_values."created_at", old_values."employer_id", old_values."headcount", old_values."id", old_values."meta", old_values."pay_from", old_values."pay_to", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."plant_id", old_values."position", old_values."sends_vehicle", old_values."skills", old_values."title", old_values."title_en", old_values."updated_at", old_values."version", old_values."workshop" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="58698a5fab15cec6a46c3af6e51191d0e8ba3b34",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fbaba",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="intake_jobpost",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "intake_gateevent" ("campaign_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "plant_id") SELECT new_values."campaign_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."place_id", new_values."plant_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1538b1527e6ee1f05c898ce50694df3ebf1491ff",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e2ed6",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="intake_gate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "intake_gateevent" ("campaign_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "plant_id") SELECT new_values."campaign_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."place_id", new_values."plant_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."campaign_id" IS DISTINCT FROM (new_values."campaign_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."place_id" IS DISTINCT FROM (new_values."place_id") OR old_values."plant_id" IS DISTINCT FROM (new_values."plant_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="035777c12c742f7b4f9581ac6020634abadd4bed",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b3a99",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="intake_gate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "intake_gateevent" ("campaign_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "plant_id") SELECT old_values."campaign_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."place_id", old_values."plant_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="bb3d119133951001179917bc3ec2839aceb58d0d",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_03acc",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="intake_gate",
                    when="AFTER",
                ),
            ),
        ),
        *rls.enable_rls_audited(
            "intake_plant",
            read=rls.either(rls.own("employer_id"), rls.known("employer_id")),
            write=rls.either(
                rls.both(rls.own("employer_id"), rls.EMPLOYER), rls.both(rls.known("employer_id"), rls.COORDINATOR)
            ),
        ),
        *rls.enable_rls_audited(
            "intake_gate",
            read=rls.either(
                rls.SEEN,
                "plant_id in (select id from intake_plant)",
                rls.both(rls.JOINED, "menlu_role() in ('operator', 'driver')"),
            ),
            write=rls.either(rls.LED, rls.both(rls.JOINED, rls.EMPLOYER, "plant_id in (select id from intake_plant)")),
        ),
        *rls.enable_rls_audited(
            "intake_jobpost",
            read=rls.either(rls.SEEN, rls.own("employer_id")),
            write=rls.either(rls.LED, rls.both(rls.JOINED, rls.own("employer_id"), rls.EMPLOYER)),
        ),
        *rls.enable_rls_audited(
            "intake_intakeslot",
            read=rls.either(rls.SEEN, rls.own("employer_id")),
            write=rls.either(rls.LED, rls.both(rls.JOINED, rls.own("employer_id"), rls.EMPLOYER)),
        ),
        *rls.enable_rls_audited(
            "intake_intakeconfirmation",
            read=rls.either(rls.SEEN, "slot_id in (select id from intake_intakeslot)"),
            write=rls.either(
                rls.LED, rls.both(rls.JOINED, rls.EMPLOYER, "slot_id in (select id from intake_intakeslot)")
            ),
        ),
    ]
