import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import scheduler.crypto
from scheduler.organisations import policies as rls


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("campaigns", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(choices=[("departures", "Departures"), ("name_list", "Name List")], max_length=20),
                ),
                ("file_name", models.CharField(max_length=255)),
                ("size_bytes", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("datum", models.CharField(choices=[("wgs84", "wgs84"), ("gcj02", "gcj02")], max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("working", "Working"),
                            ("ready", "Ready"),
                            ("taken", "Taken"),
                            ("failed", "Failed"),
                            ("dropped", "Dropped"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                (
                    "task",
                    models.CharField(choices=[("read", "Read"), ("take_in", "Take In")], default="read", max_length=10),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=0)),
                ("attempts_failed", models.PositiveSmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("queued_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("progress_phase", models.CharField(blank=True, default="", max_length=20)),
                ("progress_done", models.FloatField(default=0.0)),
                ("sheet_name", models.CharField(blank=True, default="", max_length=255)),
                ("columns", models.JSONField(default=list)),
                ("notes", models.JSONField(default=list)),
                ("counts", models.JSONField(default=dict)),
                ("chosen", models.JSONField(blank=True, null=True)),
                ("error", models.JSONField(blank=True, null=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="uploads", to="campaigns.campaign"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ordered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["queued", "working", "ready", "taken", "failed", "dropped"])),
                        name="upload_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["departures", "name_list"])), name="upload_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "working"), ("lease_until__isnull", True), _connector="XOR"),
                        name="upload_working_has_lease",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["campaign", "digest"], name="upload_same_file"),
                    models.Index(fields=["created_at", "id"], name="upload_newest"),
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "working"])),
                        fields=["state"],
                        name="upload_at_work",
                    ),
                    models.Index(fields=["expires_at"], name="upload_expires"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="upload_transitions",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _is_valid_transition BOOLEAN;",
                            func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{queued:working,queued:dropped,working:queued,working:ready,working:taken,working:failed,ready:queued,ready:dropped,failed:dropped}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                            hash="6a51aaf64e2650a2b69922e1ea6334722a3e3cf3",
                            operation="UPDATE",
                            pgid="pgtrigger_upload_transitions_da32e",
                            table="sheets_upload",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sheets_uploadevent" ("attempt", "campaign_id", "counts", "created_by_id", "digest", "id", "kind", "ordered_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "size_bytes", "state", "task") SELECT new_values."attempt", new_values."campaign_id", new_values."counts", new_values."created_by_id", new_values."digest", new_values."id", new_values."kind", new_values."ordered_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."size_bytes", new_values."state", new_values."task" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="39d38cdf2ea3f1be2f9bfc34cc4d2e85cf4fa167",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_7f9b8",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="sheets_upload",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sheets_uploadevent" ("attempt", "campaign_id", "counts", "created_by_id", "digest", "id", "kind", "ordered_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "size_bytes", "state", "task") SELECT new_values."attempt", new_values."campaign_id", new_values."counts", new_values."created_by_id", new_values."digest", new_values."id", new_values."kind", new_values."ordered_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."size_bytes", new_values."state", new_values."task" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."attempt" IS DISTINCT FROM (new_values."attempt") OR old_values."counts" IS DISTINCT FROM (new_values."counts") OR old_values."ordered_by_id" IS DISTINCT FROM (new_values."ordered_by_id") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."task" IS DISTINCT FROM (new_values."task")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="b333fb8273d05c5494a7ee9784f9c4778c048298",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_bf11b",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="sheets_upload",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sheets_uploadevent" ("attempt", "campaign_id", "counts", "created_by_id", "digest", "id", "kind", "ordered_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "size_bytes", "state", "task") SELECT old_values."attempt", old_values."campaign_id", old_values."counts", old_values."created_by_id", old_values."digest", old_values."id", old_values."kind", old_values."ordered_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."size_bytes", old_values."state", old_values."task" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="cbf6c3a4292426ffb722ee6ee55726686ec3c6a9",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_074bb",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="sheets_upload",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UploadEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "kind",
                    models.CharField(choices=[("departures", "Departures"), ("name_list", "Name List")], max_length=20),
                ),
                ("size_bytes", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("working", "Working"),
                            ("ready", "Ready"),
                            ("taken", "Taken"),
                            ("failed", "Failed"),
                            ("dropped", "Dropped"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                (
                    "task",
                    models.CharField(choices=[("read", "Read"), ("take_in", "Take In")], default="read", max_length=10),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
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
                    "created_by",
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
                    "ordered_by",
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
                        to="sheets.upload",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UploadRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("group", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("valid", "Valid"), ("faulty", "Faulty"), ("taken", "Taken")], max_length=10
                    ),
                ),
                ("warned", models.BooleanField(default=False)),
                (
                    "action",
                    models.CharField(choices=[("new", "New"), ("update", "Update"), ("same", "Same")], max_length=10),
                ),
                ("content", scheduler.crypto.SealedText()),
                ("result_id", models.UUIDField(blank=True, null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="campaigns.campaign"
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="sheets.upload"
                    ),
                ),
            ],
            options={
                "ordering": ["upload", "number"],
                "constraints": [models.UniqueConstraint(fields=("upload", "number"), name="uploadrow_once")],
            },
        ),
        migrations.CreateModel(
            name="UploadFile",
            fields=[
                (
                    "upload",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="file",
                        serialize=False,
                        to="sheets.upload",
                    ),
                ),
                ("content", scheduler.crypto.SealedText()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="campaigns.campaign"
                    ),
                ),
            ],
        ),
        *rls.enable_rls_audited("sheets_upload", read=rls.LED, write=rls.LED),
        *rls.enable_rls("sheets_uploadfile", read=rls.LED, write=rls.LED),
        *rls.enable_rls("sheets_uploadrow", read=rls.LED, write=rls.LED),
    ]
