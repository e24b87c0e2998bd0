import uuid

import django.contrib.gis.db.models.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import scheduler.clock
import scheduler.crypto
from scheduler.organisations import policies as rls
from scheduler.people.functions import boarding_functions


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("campaigns", "0001_initial"),
        ("intake", "0001_initial"),
        ("organisations", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DepartureRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=200)),
                ("position", models.PositiveIntegerField(default=0)),
                ("meta", models.JSONField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("size", models.PositiveBigIntegerField()),
                ("wheelchairs", models.PositiveBigIntegerField(default=0)),
                ("ready_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                (
                    "home",
                    django.contrib.gis.db.models.fields.PointField(blank=True, geography=True, null=True, srid=4326),
                ),
                ("town", models.CharField(blank=True, default="", max_length=100)),
                ("priority", models.PositiveSmallIntegerField(default=0)),
                ("unserved_cost", models.FloatField()),
                ("wishes", models.JSONField(blank=True, default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("verified", "Verified"),
                            ("planned", "Planned"),
                            ("told", "Told"),
                            ("confirmed", "Confirmed"),
                            ("boarded", "Boarded"),
                            ("arrived", "Arrived"),
                            ("settled", "Settled"),
                            ("withdrawn", "Withdrawn"),
                            ("no_show", "Did not appear"),
                            ("returned", "Returned"),
                        ],
                        default="submitted",
                        max_length=20,
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="campaigns.campaign",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "code"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "code"),
                        name="departurerequest_code_once",
                        violation_error_message="something of this code exists in the campaign",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True), name="departurerequest_code_given"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 1), ("wheelchairs__lte", models.F("size"))),
                        name="departurerequest_size",
                        violation_error_message="a party has at least one person, and not more wheelchairs than people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "submitted",
                                    "verified",
                                    "planned",
                                    "told",
                                    "confirmed",
                                    "boarded",
                                    "arrived",
                                    "settled",
                                    "withdrawn",
                                    "no_show",
                                    "returned",
                                ],
                            )
                        ),
                        name="departurerequest_state",
                        violation_error_message="this is no state of a departure request",
                    ),
                ],
                "indexes": [models.Index(fields=["campaign", "state", "position"], name="departurerequest_by_state")],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_departurerequestevent" ("campaign_id", "code", "created_at", "due_at", "home", "id", "meta", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "priority", "ready_at", "size", "state", "town", "unserved_cost", "updated_at", "version", "wheelchairs", "wishes") SELECT new_values."campaign_id", new_values."code", new_values."created_at", new_values."due_at", new_values."home", new_values."id", new_values."meta", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."position", new_values."priority", new_values."ready_at", new_values."size", new_values."state", new_values."town", new_values."unserved_cost", new_values."updated_at", new_values."version", new_values."wheelchairs", new_values."wishes" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="066a77255ef85ea6523c6bc36cffc544564dddf8",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_70fee",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="people_departurerequest",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_departurerequestevent" ("campaign_id", "code", "created_at", "due_at", "home", "id", "meta", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "priority", "ready_at", "size", "state", "town", "unserved_cost", "updated_at", "version", "wheelchairs", "wishes") SELECT new_values."campaign_id", new_values."code", new_values."created_at", new_values."due_at", new_values."home", new_values."id", new_values."meta", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."position", new_values."priority", new_values."ready_at", new_values."size", new_values."state", new_values."town", new_values."unserved_cost", new_values."updated_at", new_values."version", new_values."wheelchairs", new_values."wishes" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="c42278e89d44c50ccbc12542ca1cf06650d0dbea",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8921c",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="people_departurerequest",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_departurerequestevent" ("campaign_id", "code", "created_at", "due_at", "home", "id", "meta", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "priority", "ready_at", "size", "state", "town", "unserved_cost", "updated_at", "version", "wheelchairs", "wishes") SELECT old_values."campaign_id", old_values."code", old_values."created_at", old_values."due_at", old_values."home", old_values."id", old_values."meta", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."position", old_values."priority", old_values."ready_at", old_values."size", old_values."state", old_values."town", old_values."unserved_cost", old_values."updated_at", old_values."version", old_values."wheelchairs", old_values."wishes" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="81931c87c2f40f402fbdb16e775c61a3f14c7401",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_18d4d",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="people_departurerequest",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cost", models.FloatField()),
                ("position", models.PositiveIntegerField()),
                ("meta", models.JSONField(blank=True, null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="campaigns.campaign"
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="choices", to="intake.intakeslot"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to="people.departurerequest",
                    ),
                ),
            ],
            options={
                "ordering": ["request", "position"],
                "constraints": [models.UniqueConstraint(fields=("request", "slot"), name="choice_once")],
            },
        ),
        migrations.CreateModel(
            name="BoardingOption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("access_s", models.PositiveBigIntegerField()),
                ("position", models.PositiveIntegerField()),
                ("found", models.BooleanField(default=False)),
                ("meta", models.JSONField(blank=True, null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="campaigns.campaign"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="boarding_options",
                        to="people.departurerequest",
                    ),
                ),
            ],
            options={
                "ordering": ["request", "position"],
                "constraints": [models.UniqueConstraint(fields=("request", "place"), name="boardingoption_once")],
            },
        ),
        migrations.CreateModel(
            name="DepartureRequestEvent",
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
                ("size", models.PositiveBigIntegerField()),
                ("wheelchairs", models.PositiveBigIntegerField(default=0)),
                ("ready_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                (
                    "home",
                    django.contrib.gis.db.models.fields.PointField(blank=True, geography=True, null=True, srid=4326),
                ),
                ("town", models.CharField(blank=True, default="", max_length=100)),
                ("priority", models.PositiveSmallIntegerField(default=0)),
                ("unserved_cost", models.FloatField()),
                ("wishes", models.JSONField(blank=True, default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("verified", "Verified"),
                            ("planned", "Planned"),
                            ("told", "Told"),
                            ("confirmed", "Confirmed"),
                            ("boarded", "Boarded"),
                            ("arrived", "Arrived"),
                            ("settled", "Settled"),
                            ("withdrawn", "Withdrawn"),
                            ("no_show", "Did not appear"),
                            ("returned", "Returned"),
                        ],
                        default="submitted",
                        max_length=20,
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="people.departurerequest",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="campaigns.campaign"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="people.departurerequest",
                    ),
                ),
            ],
            options={
                "ordering": ["request", "position"],
            },
        ),
        migrations.CreateModel(
            name="Worker",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", scheduler.crypto.SealedText()),
                ("phone", scheduler.crypto.SealedText(blank=True, default="")),
                ("id_number_hash", models.CharField(blank=True, max_length=80, null=True)),
                ("birth_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("female", "Female"), ("male", "Male")], default="", max_length=10
                    ),
                ),
                ("town", models.CharField(blank=True, default="", max_length=100)),
                ("registered_poor", models.BooleanField(default=False)),
                ("needs", models.JSONField(blank=True, default=dict)),
                ("skills", models.JSONField(blank=True, default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workers",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "id_number_hash"),
                        name="worker_once",
                        violation_error_message="someone with this ID number is registered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sex__in", ["", "female", "male"])),
                        name="worker_sex",
                        violation_error_message="sex is female, male or empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("birth_year__isnull", True),
                            models.Q(("birth_year__gte", 1900), ("birth_year__lte", 2200)),
                            _connector="OR",
                        ),
                        name="worker_birth_year",
                        violation_error_message="a year of birth lies between 1900 and 2200",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_workerevent" ("birth_year", "bureau_id", "created_at", "id", "needs", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_poor", "sex", "skills", "town", "updated_at", "version") SELECT new_values."birth_year", new_values."bureau_id", new_values."created_at", new_values."id", new_values."needs", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."registered_poor", new_values."sex", new_values."skills", new_values."town", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="33cd4e6639a74c00f9a47d684fc2d8afd82b1e6e",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c33bc",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="people_worker",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_workerevent" ("birth_year", "bureau_id", "created_at", "id", "needs", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_poor", "sex", "skills", "town", "updated_at", "version") SELECT new_values."birth_year", new_values."bureau_id", new_values."created_at", new_values."id", new_values."needs", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."registered_poor", new_values."sex", new_values."skills", new_values."town", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."birth_year" IS DISTINCT FROM (new_values."birth_year") OR old_values."bureau_id" IS DISTINCT FROM (new_values."bureau_id") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."needs" IS DISTINCT FROM (new_values."needs") OR old_values."registered_poor" IS DISTINCT FROM (new_values."registered_poor") OR old_values."sex" IS DISTINCT FROM (new_values."sex") OR old_values."skills" IS DISTINCT FROM (new_values."skills") OR old_values."town" IS DISTINCT FROM (new_values."town") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="0b5d81492c090c6cedba4fa35dbcd6583aab655c",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_cab2a",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="people_worker",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_workerevent" ("birth_year", "bureau_id", "created_at", "id", "needs", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_poor", "sex", "skills", "town", "updated_at", "version") SELECT old_values."birth_year", old_values."bureau_id", old_values."created_at", old_values."id", old_values."needs", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."registered_poor", old_values."sex", old_values."skills", old_values."town", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="d3c86465298ea6ba8263eb34ab5d90d48a1a72b3",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_dce1f",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="people_worker",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MemberEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField(default=0)),
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
                        to="people.member",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.departurerequest",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
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
        migrations.AddField(
            model_name="member",
            name="worker",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="people.worker"
            ),
        ),
        migrations.CreateModel(
            name="WorkerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("birth_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("female", "Female"), ("male", "Male")], default="", max_length=10
                    ),
                ),
                ("town", models.CharField(blank=True, default="", max_length=100)),
                ("registered_poor", models.BooleanField(default=False)),
                ("needs", models.JSONField(blank=True, default=dict)),
                ("skills", models.JSONField(blank=True, default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                (
                    "bureau",
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
                        to="people.worker",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(fields=("request", "worker"), name="member_once"),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                fields=("campaign", "worker"),
                name="member_of_one_party",
                violation_error_message="a worker travels with one party of a campaign",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_memberevent" ("campaign_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "request_id", "worker_id") SELECT new_values."campaign_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."position", new_values."request_id", new_values."worker_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1650f325acc8c81be7710457e9ab231ae62e047d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5c743",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="people_member",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_memberevent" ("campaign_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "request_id", "worker_id") SELECT new_values."campaign_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."position", new_values."request_id", new_values."worker_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="145661a50f4d4baf539d5fd2321887c304a3afa7",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_374cc",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="people_member",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_memberevent" ("campaign_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "request_id", "worker_id") SELECT old_values."campaign_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."position", old_values."request_id", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="fbe4858270b6e341011bcbac6879eaa66face1a8",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_61468",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="people_member",
                    when="AFTER",
                ),
            ),
        ),
        *rls.enable_rls_audited(
            "people_worker",
            read=rls.both(rls.own("bureau_id"), "menlu_role() in ('coordinator', 'auditor')"),
            write=rls.both(rls.own("bureau_id"), rls.COORDINATOR),
        ),
        *rls.enable_rls_audited("people_departurerequest", read=rls.SEEN, write=rls.LED),
        *rls.enable_rls_audited("people_member", read=rls.SEEN, write=rls.LED),
        *rls.enable_rls("people_boardingoption", read=rls.SEEN, write=rls.LED),
        *rls.enable_rls("people_choice", read=rls.SEEN, write=rls.LED),
        *boarding_functions(),
    ]
