import uuid

import django.contrib.postgres.fields
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
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("walk", "On foot"),
                            ("cycle", "By bicycle or tricycle"),
                            ("ride", "By own means or local bus"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "place_kinds",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None),
                ),
                ("reach_m", models.PositiveIntegerField()),
                ("kmh", models.FloatField()),
                ("extra_s", models.PositiveIntegerField(default=0)),
                ("detour", models.FloatField(default=1.4)),
                ("nearest", models.PositiveSmallIntegerField(default=3)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("means__in", ["walk", "cycle", "ride"])),
                        name="accessrule_means",
                        violation_error_message="means are walk, cycle or ride",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("detour__gte", 1), ("kmh__gt", 0), ("nearest__gte", 1), ("reach_m__gte", 1)
                        ),
                        name="accessrule_positive",
                        violation_error_message="speed, reach and the number of places are above 0, the detour is at least 1",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place_kinds__len__gt", 0)),
                        name="accessrule_kinds",
                        violation_error_message="an access rule names at least one kind of place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("title", models.CharField(blank=True, default="", max_length=200)),
                ("title_en", models.CharField(blank=True, default="", max_length=200)),
                ("currency", models.CharField(max_length=50)),
                ("horizon_start", models.DateTimeField()),
                ("horizon_end", models.DateTimeField()),
                ("utc_offset_s", models.IntegerField()),
                ("travel", models.JSONField()),
                ("rules", models.JSONField()),
                ("meta", models.JSONField(blank=True, null=True)),
                ("horizon_meta", models.JSONField(blank=True, null=True)),
                ("unserved_cost_first", models.FloatField(default=5000)),
                ("unserved_cost_more", models.FloatField(default=2500)),
                ("priority_factor", models.FloatField(default=1.6)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaigns",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("horizon_end__gte", models.F("horizon_start"))),
                        name="campaign_horizon",
                        violation_error_message="the horizon ends after it starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("utc_offset_s__gt", -86400), ("utc_offset_s__lt", 86400)),
                        name="campaign_utc_offset",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("priority_factor__gt", 0), ("unserved_cost_first__gte", 0), ("unserved_cost_more__gte", 0)
                        ),
                        name="campaign_unserved_costs",
                        violation_error_message="costs of staying at home are not negative, the factor is above 0",
                    ),
                ],
                "indexes": [models.Index(fields=["bureau", "-created_at"], name="campaign_newest")],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_campaignevent" ("bureau_id", "created_at", "created_by_id", "currency", "horizon_end", "horizon_meta", "horizon_start", "id", "meta", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority_factor", "rules", "title", "title_en", "travel", "unserved_cost_first", "unserved_cost_more", "updated_at", "utc_offset_s", "version") SELECT new_values."bureau_id", new_values."created_at", new_values."created_by_id", new_values."currency", new_values."horizon_end", new_values."horizon_meta", new_values."horizon_start", new_values."id", new_values."meta", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."priority_factor", new_values."rules", new_values."title", new_values."title_en", new_values."travel", new_values."unserved_cost_first", new_values."unserved_cost_more", new_values."updated_at", new_values."utc_offset_s", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="1b5c222aca07eb8b502e20f11a325889611d0dc6",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5522d",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="campaigns_campaign",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_campaignevent" ("bureau_id", "created_at", "created_by_id", "currency", "horizon_end", "horizon_meta", "horizon_start", "id", "meta", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority_factor", "rules", "title", "title_en", "travel", "unserved_cost_first", "unserved_cost_more", "updated_at", "utc_offset_s", "version") SELECT new_values."bureau_id", new_values."created_at", new_values."created_by_id", new_values."currency", new_values."horizon_end", new_values."horizon_meta", new_values."horizon_start", new_values."id", new_values."meta", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."priority_factor", new_values."rules", new_values."title", new_values."title_en", new_values."travel", new_values."unserved_cost_first", new_values."unserved_cost_more", new_values."updated_at", new_values."utc_offset_s", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="248b7aff2e54cdecaaa998a42567a1007ac199f7",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f2afa",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="campaigns_campaign",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_campaignevent" ("bureau_id", "created_at", "created_by_id", "currency", "horizon_end", "horizon_meta", "horizon_start", "id", "meta", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority_factor", "rules", "title", "title_en", "travel", "unserved_cost_first", "unserved_cost_more", "updated_at", "utc_offset_s", "version") SELECT old_values."bureau_id", old_values."created_at", old_values."created_by_id", old_values."currency", old_values."horizon_end", old_values."horizon_meta", old_values."horizon_start", old_values."id", old_values."meta", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."priority_factor", old_values."rules", old_values."title", old_values."title_en", old_values."travel", old_values."unserved_cost_first", old_values."unserved_cost_more", old_values."updated_at", old_values."utc_offset_s", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="2fb2771d706e2404f4902b30030f7eb70310b9a2",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_4123f",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="campaigns_campaign",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessRuleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("walk", "On foot"),
                            ("cycle", "By bicycle or tricycle"),
                            ("ride", "By own means or local bus"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "place_kinds",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None),
                ),
                ("reach_m", models.PositiveIntegerField()),
                ("kmh", models.FloatField()),
                ("extra_s", models.PositiveIntegerField(default=0)),
                ("detour", models.FloatField(default=1.4)),
                ("nearest", models.PositiveSmallIntegerField(default=3)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="campaigns.accessrule",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="accessrule",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="access_rules", to="campaigns.campaign"
            ),
        ),
        migrations.CreateModel(
            name="CampaignEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("title", models.CharField(blank=True, default="", max_length=200)),
                ("title_en", models.CharField(blank=True, default="", max_length=200)),
                ("currency", models.CharField(max_length=50)),
                ("horizon_start", models.DateTimeField()),
                ("horizon_end", models.DateTimeField()),
                ("utc_offset_s", models.IntegerField()),
                ("travel", models.JSONField()),
                ("rules", models.JSONField()),
                ("meta", models.JSONField(blank=True, null=True)),
                ("horizon_meta", models.JSONField(blank=True, null=True)),
                ("unserved_cost_first", models.FloatField(default=5000)),
                ("unserved_cost_more", models.FloatField(default=2500)),
                ("priority_factor", models.FloatField(default=1.6)),
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
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
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
                        to="campaigns.campaign",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("desk", "Service desk"),
                            ("liaison", "Liaison officer at the destination"),
                            ("organisation", "Contact of an organisation"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", scheduler.crypto.SealedText()),
                ("phone", scheduler.crypto.SealedText()),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="campaigns.campaign"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["desk", "liaison", "organisation"])),
                        name="contact_role",
                        violation_error_message="this is no role of a contact",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_contactevent" ("campaign_id", "created_at", "id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") SELECT new_values."campaign_id", new_values."created_at", new_values."id", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."role" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="9c08ee98152e22a1aae55837894636b0b0b9e746",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_60fb5",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="campaigns_contact",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_contactevent" ("campaign_id", "created_at", "id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") SELECT new_values."campaign_id", new_values."created_at", new_values."id", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."role" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."campaign_id" IS DISTINCT FROM (new_values."campaign_id") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="d63e4a9f5e2af5c49744ab7ead325fca23900fac",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_71369",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="campaigns_contact",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_contactevent" ("campaign_id", "created_at", "id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") SELECT old_values."campaign_id", old_values."created_at", old_values."id", old_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."role" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="9a12fa9b593ae9299ad0be2013056252d556e173",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_02c2e",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="campaigns_contact",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("desk", "Service desk"),
                            ("liaison", "Liaison officer at the destination"),
                            ("organisation", "Contact of an organisation"),
                        ],
                        max_length=20,
                    ),
                ),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
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
                    "organisation",
                    models.ForeignKey(
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
                        to="campaigns.contact",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participations",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participations",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "organisation"), name="participation_once")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_participationevent" ("campaign_id", "created_at", "id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."campaign_id", new_values."created_at", new_values."id", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="18460ebbf72dc835e87f1d5ddedad2bfb8d5f20f",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5f5fd",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="campaigns_participation",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_participationevent" ("campaign_id", "created_at", "id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."campaign_id", new_values."created_at", new_values."id", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="c8a33cc92527bb9a6f80a3959b6acaaf1666b8b4",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6d754",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="campaigns_participation",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_participationevent" ("campaign_id", "created_at", "id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."campaign_id", old_values."created_at", old_values."id", old_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="aff33b5917d4ed7c60939bb3a7bfc12c0f157295",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_1670b",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="campaigns_participation",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ParticipationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("created_at", models.DateTimeField(default=scheduler.clock.now, editable=False)),
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
                    "organisation",
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
                        to="campaigns.participation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="accessrule",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_accessruleevent" ("campaign_id", "detour", "extra_s", "id", "kmh", "means", "nearest", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_kinds", "reach_m") SELECT new_values."campaign_id", new_values."detour", new_values."extra_s", new_values."id", new_values."kmh", new_values."means", new_values."nearest", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."place_kinds", new_values."reach_m" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="bf6f4a0a40cea3243e59248e46b161798696a5f9",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cd1a4",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="campaigns_accessrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="accessrule",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_accessruleevent" ("campaign_id", "detour", "extra_s", "id", "kmh", "means", "nearest", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_kinds", "reach_m") SELECT new_values."campaign_id", new_values."detour", new_values."extra_s", new_values."id", new_values."kmh", new_values."means", new_values."nearest", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."place_kinds", new_values."reach_m" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="449582bad19944329716180bac08f3968eb0ec98",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4af21",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="campaigns_accessrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="accessrule",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_accessruleevent" ("campaign_id", "detour", "extra_s", "id", "kmh", "means", "nearest", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_kinds", "reach_m") SELECT old_values."campaign_id", old_values."detour", old_values."extra_s", old_values."id", old_values."kmh", old_values."means", old_values."nearest", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."place_kinds", old_values."reach_m" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="f9f7993ce03bb107af4d9b2f328257e8b0d728b1",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6b187",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="campaigns_accessrule",
                    when="AFTER",
                ),
            ),
        ),
        *rls.make_campaign_functions(),
        *rls.enable_rls_audited(
            "campaigns_campaign",
            read="id = any ((select menlu_campaigns_seen() || menlu_campaigns_joined())::uuid[])",
            write=rls.both(rls.own("bureau_id"), rls.COORDINATOR),
        ),
        *rls.enable_rls_audited(
            "campaigns_participation", read=rls.either(rls.SEEN, rls.own("organisation_id")), write=rls.LED
        ),
        *rls.enable_rls_audited(
            "campaigns_contact",
            read=rls.either(rls.SEEN, rls.own("organisation_id"), rls.both(rls.JOINED, "organisation_id is null")),
            write=rls.either(rls.LED, rls.both(rls.JOINED, rls.own("organisation_id"), rls.CARRIER)),
        ),
        *rls.enable_rls_audited("campaigns_accessrule", read=rls.SEEN, write=rls.LED),
        rls.allow("organisations_organisation", "menlu_known", using=rls.known("id")),
    ]
