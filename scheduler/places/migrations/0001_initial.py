import uuid

import django.contrib.gis.db.models.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import scheduler.clock
from scheduler.organisations import policies as rls


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("campaigns", "0001_initial"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=200)),
                ("position", models.PositiveIntegerField(default=0)),
                ("meta", models.JSONField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("boarding_point", "Boarding place"),
                            ("home", "Home (door pick-up)"),
                            ("hub", "Hub"),
                            ("gate", "Gate"),
                            ("depot", "Depot"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=500, null=True)),
                ("name_en", models.CharField(blank=True, default="", max_length=500)),
                (
                    "point",
                    django.contrib.gis.db.models.fields.PointField(blank=True, geography=True, null=True, srid=4326),
                ),
                ("opens_s", models.PositiveIntegerField(blank=True, null=True)),
                ("closes_s", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
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
                        name="place_code_once",
                        violation_error_message="something of this code exists in the campaign",
                    ),
                    models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="place_code_given"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["boarding_point", "home", "hub", "gate", "depot"])),
                        name="place_kind",
                        violation_error_message="this is no kind of place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closes_s__isnull", True), ("opens_s__isnull", True)),
                            models.Q(("closes_s__lte", 86400), ("opens_s__lte", 86400)),
                            _connector="OR",
                        ),
                        name="place_hours",
                        violation_error_message="hours are two times of one day",
                    ),
                ],
                "indexes": [models.Index(fields=["campaign", "kind", "position"], name="place_by_kind")],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "places_placeevent" ("campaign_id", "closes_s", "code", "created_at", "id", "kind", "meta", "name", "name_en", "opens_s", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "point", "position", "updated_at", "version") SELECT new_values."campaign_id", new_values."closes_s", new_values."code", new_values."created_at", new_values."id", new_values."kind", new_values."meta", new_values."name", new_values."name_en", new_values."opens_s", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."point", new_values."position", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="64551a59ba24d8c14e320a4abfabc78377ff34a3",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_15623",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="places_place",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "places_placeevent" ("campaign_id", "closes_s", "code", "created_at", "id", "kind", "meta", "name", "name_en", "opens_s", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "point", "position", "updated_at", "version") SELECT new_values."campaign_id", new_values."closes_s", new_values."code", new_values."created_at", new_values."id", new_values."kind", new_values."meta", new_values."name", new_values."name_en", new_values."opens_s", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."point", new_values."position", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f80f53fda08a41ed1acb8f859ff31c1a70fb7975",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_cbec4",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="places_place",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "places_placeevent" ("campaign_id", "closes_s", "code", "created_at", "id", "kind", "meta", "name", "name_en", "opens_s", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "point", "position", "updated_at", "version") SELECT old_values."campaign_id", old_values."closes_s", old_values."code", old_values."created_at", old_values."id", old_values."kind", old_values."meta", old_values."name", old_values."name_en", old_values."opens_s", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."point", old_values."position", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="42540cfdf3d0a9f987e7a0387b931867d3352dfe",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9579c",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="places_place",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceEvent",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("boarding_point", "Boarding place"),
                            ("home", "Home (door pick-up)"),
                            ("hub", "Hub"),
                            ("gate", "Gate"),
                            ("depot", "Depot"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=500, null=True)),
                ("name_en", models.CharField(blank=True, default="", max_length=500)),
                (
                    "point",
                    django.contrib.gis.db.models.fields.PointField(blank=True, geography=True, null=True, srid=4326),
                ),
                ("opens_s", models.PositiveIntegerField(blank=True, null=True)),
                ("closes_s", models.PositiveIntegerField(blank=True, null=True)),
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
                    "owner",
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
                        to="places.place",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        *rls.enable_rls_audited(
            "places_place",
            read=rls.either(rls.SEEN, rls.both(rls.JOINED, "kind <> 'home'")),
            write=rls.either(rls.LED, rls.both(rls.JOINED, rls.own("owner_id"), rls.CARRIER, "kind <> 'home'")),
        ),
    ]
