"""The audit trail: kept by triggers, with who did it, and not to be tampered with."""

import pytest
import structlog
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services import campaign_update
from scheduler.organisations.fields import FIELDS
from scheduler.organisations.tenancy import acting_as_system
from scheduler.organisations.trail import KINDS, columns_of
from scheduler.people.models import Worker
from scheduler.people.services import NewWorker, worker_update, workers_add
from scheduler.places.models import Place
from tests.cast import Cast

CampaignEvent = apps.get_model("campaigns", "CampaignEvent")
PlaceEvent = apps.get_model("places", "PlaceEvent")
WorkerEvent = apps.get_model("people", "WorkerEvent")


def test_every_change_leaves_an_event_with_who_did_it(cast: Cast) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r-1"), cast.coordinator.acting():
        campaign_update(campaign=cast.campaign, version=None, changes={"title": "春"})
        last = CampaignEvent.objects.order_by("-pgh_id").first()
    assert (last.pgh_label, last.title, last.version) == ("update", "春", 2)
    assert last.pgh_context == {
        "user": str(cast.coordinator.user.id),
        "organisation": str(cast.coordinator.organisation.id),
        "role": "coordinator",
        "request_id": "r-1",
    }


def test_inserts_and_deletes_are_kept_even_by_plain_sql(cast: Cast) -> None:
    with cast.coordinator.acting(), connection.cursor() as cursor:
        cursor.execute(
            "delete from people_boardingoption where campaign_id = %s and place_id in"
            " (select id from places_place where code = 'bp-2')",
            [cast.campaign.id],
        )
        cursor.execute("delete from places_place where campaign_id = %s and code = 'bp-2'", [cast.campaign.id])
        events = PlaceEvent.objects.filter(code="bp-2").order_by("pgh_id")
        assert [event.pgh_label for event in events] == ["insert", "delete"]


def test_the_trail_can_be_read_by_those_who_may_see_the_thing(cast: Cast) -> None:
    with cast.coordinator.acting():
        own = PlaceEvent.objects.count()
    with acting_as_system():
        assert 0 < own < PlaceEvent.objects.count()
    assert PlaceEvent.objects.count() == 0


@pytest.mark.parametrize("statement", ["update {} set pgh_label = 'x'", "delete from {}", "truncate {}"])
def test_the_trail_can_be_neither_changed_nor_removed(cast: Cast, statement: str) -> None:
    with acting_as_system(), connection.cursor() as cursor:
        for table in (CampaignEvent._meta.db_table, PlaceEvent._meta.db_table):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(statement.format(table))


def test_the_trail_holds_no_names_numbers_or_secrets(cast: Cast) -> None:
    with cast.coordinator.acting():
        taken = workers_add(
            bureau=cast.coordinator.organisation,
            workers=[NewWorker(name="钱雨水", phone="11100000501", id_number="9" * 18)],
        )
        worker_update(worker=taken.only(), version=None, changes={"town": "濯水镇"})
        assert WorkerEvent.objects.count() == 2
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns where table_name like '%event'"
            " and column_name in ('phone', 'id_number_hash', 'password', 'secret_hash', 'contact_name')"
        )
        assert cursor.fetchall() == []
    assert not {f.name for f in WorkerEvent._meta.fields} & {"name", "phone", "id_number_hash"}


def test_every_column_of_the_trail_has_a_name_and_no_other() -> None:
    assert {name for kind in KINDS for name in columns_of(kind)} == set(FIELDS)


def test_what_is_not_kept_does_not_make_an_event(cast: Cast) -> None:
    with cast.coordinator.acting():
        worker = workers_add(bureau=cast.coordinator.organisation, workers=[NewWorker(name="钱雨水")]).only()
        Worker.objects.filter(pk=worker.pk).update(name="钱谷雨")
        assert WorkerEvent.objects.count() == 1


def test_a_change_that_changes_nothing_makes_no_event(cast: Cast) -> None:
    with cast.coordinator.acting():
        before = CampaignEvent.objects.count()
        Campaign.objects.update(title="")
        Place.objects.filter(code="bp-1").update(name=None)
        assert CampaignEvent.objects.count() == before
