import uuid

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
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=64)),
                ("town", models.CharField(blank=True, default="", max_length=100)),
                ("name", scheduler.crypto.SealedText()),
                ("phone", scheduler.crypto.SealedText(blank=True, default="")),
                ("id_number_hash", models.CharField(blank=True, default="", max_length=80)),
                ("sex", models.CharField(blank=True, default="", max_length=10)),
                ("birth_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("employer_name", models.CharField(blank=True, default="", max_length=200)),
                ("slots", models.JSONField(blank=True, default=list)),
                ("remark", models.CharField(blank=True, default="", max_length=500)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("to_call", "To be called"),
                            ("reached", "Reached, undecided"),
                            ("wants_to_go", "Wants to go"),
                            ("declined", "Does not want to go"),
                            ("unreachable", "Not reachable"),
                            ("call_again", "Call again"),
                        ],
                        default="to_call",
                        max_length=20,
                    ),
                ),
                ("note", scheduler.crypto.SealedText(blank=True, default="")),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("called_at", models.DateTimeField(blank=True, null=True)),
                ("call_again_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                (
                    "called_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="calls", to="campaigns.campaign"
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.departurerequest",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.worker",
                    ),
                ),
            ],
            options={
                "ordering": ["town", "created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "key"),
                        name="call_once",
                        violation_error_message="this person is on the campaign's list already",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                ["to_call", "reached", "wants_to_go", "declined", "unreachable", "call_again"],
                            )
                        ),
                        name="call_outcome",
                        violation_error_message="this is no outcome of a call",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome", "call_again"), ("call_again_at__isnull", True), _connector="OR"),
                        name="call_again_when",
                        violation_error_message="only who is to be called again has a time for it",
                    ),
                ],
                "indexes": [models.Index(fields=["campaign", "town", "created_at", "id"], name="call_by_town")],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "calls_callevent" ("birth_year", "call_again_at", "called_at", "called_by_id", "campaign_id", "created_at", "employer_id", "employer_name", "id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "request_id", "sex", "slots", "town", "tries", "updated_at", "version", "worker_id") SELECT new_values."birth_year", new_values."call_again_at", new_values."called_at", new_values."called_by_id", new_values."campaign_id", new_values."created_at", new_values."employer_id", new_values."employer_name", new_values."id", new_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."remark", new_values."request_id", new_values."sex", new_values."slots", new_values."town", new_values."tries", new_values."updated_at", new_values."version", new_values."worker_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="2de944d7f21ebc9b029972544147ecc0d762edca",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ffd03",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="calls_call",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "calls_callevent" ("birth_year", "call_again_at", "called_at", "called_by_id", "campaign_id", "created_at", "employer_id", "employer_name", "id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "request_id", "sex", "slots", "town", "tries", "updated_at", "version", "worker_id") SELECT new_values."birth_year", new_values."call_again_at", new_values."called_at", new_values."called_by_id", new_values."campaign_id", new_values."created_at", new_values."employer_id", new_values."employer_name", new_values."id", new_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."remark", new_values."request_id", new_values."sex", new_values."slots", new_values."town", new_values."tries", new_values."updated_at", new_values."version", new_values."worker_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."birth_year" IS DISTINCT FROM (new_values."birth_year") OR old_values."call_again_at" IS DISTINCT FROM (new_values."call_again_at") OR old_values."called_at" IS DISTINCT FROM (new_values."called_at") OR old_values."called_by_id" IS DISTINCT FROM (new_values."called_by_id") OR old_values."campaign_id" IS DISTINCT FROM (new_values."campaign_id") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."employer_id" IS DISTINCT FROM (new_values."employer_id") OR old_values."employer_name" IS DISTINCT FROM (new_values."employer_name") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."outcome" IS DISTINCT FROM (new_values."outcome") OR old_values."remark" IS DISTINCT FROM (new_values."remark") OR old_values."request_id" IS DISTINCT FROM (new_values."request_id") OR old_values."sex" IS DISTINCT FROM (new_values."sex") OR old_values."slots" IS DISTINCT FROM (new_values."slots") OR old_values."town" IS DISTINCT FROM (new_values."town") OR old_values."tries" IS DISTINCT FROM (new_values."tries") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."worker_id" IS DISTINCT FROM (new_values."worker_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="9b28715f3d22503f01642609fe887bab6d999287",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_56a02",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="calls_call",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "calls_callevent" ("birth_year", "call_again_at", "called_at", "called_by_id", "campaign_id", "created_at", "employer_id", "employer_name", "id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "request_id", "sex", "slots", "town", "tries", "updated_at", "version", "worker_id") SELECT old_values."birth_year", old_values."call_again_at", old_values."called_at", old_values."called_by_id", old_values."campaign_id", old_values."created_at", old_values."employer_id", old_values."employer_name", old_values."id", old_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."remark", old_values."request_id", old_values."sex", old_values."slots", old_values."town", old_values."tries", old_values."updated_at", old_values."version", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="bb678f487c881d96a28d5b3e2234e7aa5ed42aae",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_246cd",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="calls_call",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("town", models.CharField(blank=True, default="", max_length=100)),
                ("sex", models.CharField(blank=True, default="", max_length=10)),
                ("birth_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("employer_name", models.CharField(blank=True, default="", max_length=200)),
                ("slots", models.JSONField(blank=True, default=list)),
                ("remark", models.CharField(blank=True, default="", max_length=500)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("to_call", "To be called"),
                            ("reached", "Reached, undecided"),
                            ("wants_to_go", "Wants to go"),
                            ("declined", "Does not want to go"),
                            ("unreachable", "Not reachable"),
                            ("call_again", "Call again"),
                        ],
                        default="to_call",
                        max_length=20,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("called_at", models.DateTimeField(blank=True, null=True)),
                ("call_again_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                (
                    "called_by",
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="calls.call",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.departurerequest",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.worker",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        *rls.enable_rls_audited("calls_call", read=rls.LED, write=rls.LED),
    ]
