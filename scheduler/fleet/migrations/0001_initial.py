import uuid

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import scheduler.clock
from scheduler.organisations import policies as rls

OF_OWN_FLEET = "fleet_id in (select id from fleet_fleet where operator_id = menlu_organisation())"


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
            name="Crew",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("drivers", models.PositiveBigIntegerField()),
                ("cost", models.FloatField()),
                ("seats", models.PositiveBigIntegerField(default=0)),
                ("meta", models.JSONField(blank=True, null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="campaigns.campaign"
                    ),
                ),
            ],
            options={
                "ordering": ["fleet", "position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("drivers__gte", 1)),
                        name="crew_has_drivers",
                        violation_error_message="a crew has at least one driver",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Fleet",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=200)),
                ("position", models.PositiveIntegerField(default=0)),
                ("meta", models.JSONField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("name", models.CharField(blank=True, default="", max_length=200)),
                ("name_en", models.CharField(blank=True, default="", max_length=200)),
                ("count", models.PositiveBigIntegerField()),
                ("seats", models.PositiveBigIntegerField()),
                ("wheelchair_spaces", models.PositiveBigIntegerField(default=0)),
                ("available_from", models.DateTimeField()),
                ("available_until", models.DateTimeField()),
                ("cost_fixed", models.FloatField()),
                ("cost_per_km", models.FloatField()),
                ("cost_per_hour", models.FloatField()),
                ("exclusive", models.BooleanField(default=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "end",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fleets",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "start",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "ordering": ["position", "code"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "code"),
                        name="fleet_code_once",
                        violation_error_message="something of this code exists in the campaign",
                    ),
                    models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="fleet_code_given"),
                    models.CheckConstraint(
                        condition=models.Q(("available_until__gte", models.F("available_from"))),
                        name="fleet_available",
                        violation_error_message="a fleet is available until a moment after it becomes so",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CrewEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveIntegerField()),
                ("drivers", models.PositiveBigIntegerField()),
                ("cost", models.FloatField()),
                ("seats", models.PositiveBigIntegerField(default=0)),
                ("meta", models.JSONField(blank=True, null=True)),
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
                        to="fleet.crew",
                    ),
                ),
                (
                    "fleet",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="fleet.fleet",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="crew",
            name="fleet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="crews", to="fleet.fleet"
            ),
        ),
        migrations.CreateModel(
            name="FleetEvent",
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
                ("name", models.CharField(blank=True, default="", max_length=200)),
                ("name_en", models.CharField(blank=True, default="", max_length=200)),
                ("count", models.PositiveBigIntegerField()),
                ("seats", models.PositiveBigIntegerField()),
                ("wheelchair_spaces", models.PositiveBigIntegerField(default=0)),
                ("available_from", models.DateTimeField()),
                ("available_until", models.DateTimeField()),
                ("cost_fixed", models.FloatField()),
                ("cost_per_km", models.FloatField()),
                ("cost_per_hour", models.FloatField()),
                ("exclusive", models.BooleanField(default=False)),
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
                    "end",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "operator",
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
                        to="fleet.fleet",
                    ),
                ),
                (
                    "start",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="places.place",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FleetSlot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="campaigns.campaign"
                    ),
                ),
                (
                    "fleet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="slot_rows", to="fleet.fleet"
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="intake.intakeslot"
                    ),
                ),
            ],
            options={
                "ordering": ["fleet", "position"],
                "constraints": [models.UniqueConstraint(fields=("fleet", "position"), name="fleetslot_position_once")],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "fleet_fleetslotevent" ("campaign_id", "fleet_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slot_id") SELECT new_values."campaign_id", new_values."fleet_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."position", new_values."slot_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="8219a11ee0785787d0117d2fdcfcf0b702e1f6df",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_216bf",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="fleet_fleetslot",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "fleet_fleetslotevent" ("campaign_id", "fleet_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slot_id") SELECT new_values."campaign_id", new_values."fleet_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."position", new_values."slot_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="cca16034ff6bf79611445dc4b6484b850127248b",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4f727",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="fleet_fleetslot",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "fleet_fleetslotevent" ("campaign_id", "fleet_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slot_id") SELECT old_values."campaign_id", old_values."fleet_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."position", old_values."slot_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="b8c1786e2e563de0db42f006442298b5ffc44379",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_caa41",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="fleet_fleetslot",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="fleet",
            name="only_slots",
            field=models.ManyToManyField(
                blank=True, related_name="fleets", through="fleet.FleetSlot", to="intake.intakeslot"
            ),
        ),
        migrations.CreateModel(
            name="FleetSlotEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveIntegerField(default=0)),
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
                    "fleet",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="fleet.fleet",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="fleet.fleetslot",
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
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=200)),
                ("position", models.PositiveIntegerField(default=0)),
                ("meta", models.JSONField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("name", models.CharField(blank=True, default="", max_length=200)),
                ("name_en", models.CharField(blank=True, default="", max_length=200)),
                ("mode", models.CharField(max_length=100)),
                ("departs_at", models.DateTimeField()),
                ("arrives_at", models.DateTimeField()),
                ("seats", models.PositiveBigIntegerField()),
                ("wheelchair_spaces", models.PositiveBigIntegerField(default=0)),
                ("cost_fixed", models.FloatField()),
                ("cost_per_seat", models.FloatField()),
                ("min_load", models.PositiveBigIntegerField(default=0)),
                ("check_in_s", models.PositiveBigIntegerField(default=0)),
                ("exit_s", models.PositiveBigIntegerField(default=0)),
                ("group", models.CharField(blank=True, max_length=200, null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "destination",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "ordering": ["position", "code"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "code"),
                        name="service_code_once",
                        violation_error_message="something of this code exists in the campaign",
                    ),
                    models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="service_code_given"),
                    models.CheckConstraint(
                        condition=models.Q(("arrives_at__gte", models.F("departs_at"))),
                        name="service_arrives_later",
                        violation_error_message="a service arrives after it departs",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "fleet_serviceevent" ("arrives_at", "campaign_id", "check_in_s", "code", "cost_fixed", "cost_per_seat", "created_at", "departs_at", "destination_id", "exit_s", "group", "id", "meta", "min_load", "mode", "name", "name_en", "operator_id", "origin_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "seats", "updated_at", "version", "wheelchair_spaces") SELECT new_values."arrives_at", new_values."campaign_id", new_values."check_in_s", new_values."code", new_values."cost_fixed", new_values."cost_per_seat", new_values."created_at", new_values."departs_at", new_values."destination_id", new_values."exit_s", new_values."group", new_values."id", new_values."meta", new_values."min_load", new_values."mode", new_values."name", new_values."name_en", new_values."operator_id", new_values."origin_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."position", new_values."seats", new_values."updated_at", new_values."version", new_values."wheelchair_spaces" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="0ee7e5743e0a2d58f3b8fb2bb8fba1f0e335eeda",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d9da6",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="fleet_service",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "fleet_serviceevent" ("arrives_at", "campaign_id", "check_in_s", "code", "cost_fixed", "cost_per_seat", "created_at", "departs_at", "destination_id", "exit_s", "group", "id", "meta", "min_load", "mode", "name", "name_en", "operator_id", "origin_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "seats", "updated_at", "version", "wheelchair_spaces") SELECT new_values."arrives_at", new_values."campaign_id", new_values."check_in_s", new_values."code", new_values."cost_fixed", new_values."cost_per_seat", new_values."created_at", new_values."departs_at", new_values."destination_id", new_values."exit_s", new_values."group", new_values."id", new_values."meta", new_values."min_load", new_values."mode", new_values."name", new_values."name_en", new_values."operator_id", new_values."origin_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."position", new_values."seats", new_values."updated_at", new_values."version", new_values."wheelchair_spaces" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="751b7e0dd240a004f0c68a369d7b02a842de5483",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_aef83",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="fleet_service",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "fleet_serviceevent" ("arrives_at", "campaign_id", "check_in_s", "code", "cost_fixed", "cost_per_seat", "created_at", "departs_at", "destination_id", "exit_s", "group", "id", "meta", "min_load", "mode", "name", "name_en", "operator_id", "origin_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "seats", "updated_at", "version", "wheelchair_spaces") SELECT old_values."arrives_at", old_values."campaign_id", old_values."check_in_s", old_values."code", old_values."cost_fixed", old_values."cost_per_seat", old_values."created_at", old_values."departs_at", old_values."destination_id", old_values."exit_s", old_values."group", old_values."id", old_values."meta", old_values."min_load", old_values."mode", old_values."name", old_values."name_en", old_values."operator_id", old_values."origin_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."position", old_values."seats", old_values."updated_at", old_values."version", old_values."wheelchair_spaces" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="3f17368594b3a21646c7499cbade1cb861f92fa6",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_0750f",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="fleet_service",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceEvent",
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
                ("name", models.CharField(blank=True, default="", max_length=200)),
                ("name_en", models.CharField(blank=True, default="", max_length=200)),
                ("mode", models.CharField(max_length=100)),
                ("departs_at", models.DateTimeField()),
                ("arrives_at", models.DateTimeField()),
                ("seats", models.PositiveBigIntegerField()),
                ("wheelchair_spaces", models.PositiveBigIntegerField(default=0)),
                ("cost_fixed", models.FloatField()),
                ("cost_per_seat", models.FloatField()),
                ("min_load", models.PositiveBigIntegerField(default=0)),
                ("check_in_s", models.PositiveBigIntegerField(default=0)),
                ("exit_s", models.PositiveBigIntegerField(default=0)),
                ("group", models.CharField(blank=True, max_length=200, null=True)),
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
                    "destination",
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
                    "operator",
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
                    "origin",
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
                        to="fleet.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="crew",
            constraint=models.UniqueConstraint(fields=("fleet", "position"), name="crew_position_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="crew",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "fleet_crewevent" ("campaign_id", "cost", "drivers", "fleet_id", "id", "meta", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "seats") SELECT new_values."campaign_id", new_values."cost", new_values."drivers", new_values."fleet_id", new_values."id", new_values."meta", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."position", new_values."seats" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7690fd727e2d436e41546237536a53724560f213",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d018e",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="fleet_crew",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="crew",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "fleet_crewevent" ("campaign_id", "cost", "drivers", "fleet_id", "id", "meta", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "seats") SELECT new_values."campaign_id", new_values."cost", new_values."drivers", new_values."fleet_id", new_values."id", new_values."meta", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."position", new_values."seats" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="4856661b100136a681feb67e7812c8d02ee3a5ad",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9c6f6",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="fleet_crew",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="crew",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "fleet_crewevent" ("campaign_id", "cost", "drivers", "fleet_id", "id", "meta", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "seats") SELECT old_values."campaign_id", old_values."cost", old_values."drivers", old_values."fleet_id", old_values."id", old_values."meta", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."position", old_values."seats" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="30114fc81e26938f3ef953ffd0d6bcaad86530c6",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_211d0",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="fleet_crew",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fleet",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "fleet_fleetevent" ("available_from", "available_until", "campaign_id", "code", "cost_fixed", "cost_per_hour", "cost_per_km", "count", "created_at", "end_id", "exclusive", "id", "meta", "name", "name_en", "operator_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "seats", "start_id", "updated_at", "version", "wheelchair_spaces") SELECT new_values."available_from", new_values."available_until", new_values."campaign_id", new_values."code", new_values."cost_fixed", new_values."cost_per_hour", new_values."cost_per_km", new_values."count", new_values."created_at", new_values."end_id", new_values."exclusive", new_values."id", new_values."meta", new_values."name", new_values."name_en", new_values."operator_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."position", new_values."seats", new_values."start_id", new_values."updated_at", new_values."version", new_values."wheelchair_spaces" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="98720d23d72aa3ec0fbb256905b2ffed3effcddc",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7a60b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="fleet_fleet",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fleet",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "fleet_fleetevent" ("available_from", "available_until", "campaign_id", "code", "cost_fixed", "cost_per_hour", "cost_per_km", "count", "created_at", "end_id", "exclusive", "id", "meta", "name", "name_en", "operator_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "seats", "start_id", "updated_at", "version", "wheelchair_spaces") SELECT new_values."available_from", new_values."available_until", new_values."campaign_id", new_values."code", new_values."cost_fixed", new_values."cost_per_hour", new_values."cost_per_km", new_values."count", new_values."created_at", new_values."end_id", new_values."exclusive", new_values."id", new_values."meta", new_values."name", new_values."name_en", new_values."operator_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."position", new_values."seats", new_values."start_id", new_values."updated_at", new_values."version", new_values."wheelchair_spaces" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f9f6f6b03fdd59f6e1c3cf25ca45dd6991b55a33",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_692e6",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="fleet_fleet",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fleet",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "fleet_fleetevent" ("available_from", "available_until", "campaign_id", "code", "cost_fixed", "cost_per_hour", "cost_per_km", "count", "created_at", "end_id", "exclusive", "id", "meta", "name", "name_en", "operator_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "seats", "start_id", "updated_at", "version", "wheelchair_spaces") SELECT old_values."available_from", old_values."available_until", old_values."campaign_id", old_values."code", old_values."cost_fixed", old_values."cost_per_hour", old_values."cost_per_km", old_values."count", old_values."created_at", old_values."end_id", old_values."exclusive", old_values."id", old_values."meta", old_values."name", old_values."name_en", old_values."operator_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."position", old_values."seats", old_values."start_id", old_values."updated_at", old_values."version", old_values."wheelchair_spaces" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="24852fbada06c3a4bc285f762e1f464490f119bf",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ed0bd",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="fleet_fleet",
                    when="AFTER",
                ),
            ),
        ),
        *rls.enable_rls_audited(
            "fleet_fleet",
            read=rls.either(rls.SEEN, rls.own("operator_id")),
            write=rls.either(rls.LED, rls.both(rls.JOINED, rls.own("operator_id"), rls.CARRIER)),
        ),
        *rls.enable_rls_audited(
            "fleet_crew",
            read=rls.either(rls.SEEN, OF_OWN_FLEET),
            write=rls.either(rls.LED, rls.both(rls.JOINED, OF_OWN_FLEET, rls.CARRIER)),
        ),
        *rls.enable_rls_audited(
            "fleet_fleetslot",
            read=rls.either(rls.SEEN, OF_OWN_FLEET),
            write=rls.either(rls.LED, rls.both(rls.JOINED, OF_OWN_FLEET, rls.CARRIER)),
        ),
        *rls.enable_rls_audited(
            "fleet_service",
            read=rls.either(rls.SEEN, rls.own("operator_id")),
            write=rls.either(rls.LED, rls.both(rls.JOINED, rls.own("operator_id"), rls.CARRIER)),
        ),
    ]
