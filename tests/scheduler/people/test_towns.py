"""Staff of a town: they enter, verify and speak for people of their own town, and of no other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.gis.geos import Point
from django.db import ProgrammingError, models, transaction

from scheduler.answers.models import Ask
from scheduler.answers.recording import TripSaid, trips_answer
from scheduler.answers.selectors import call_list as trips_to_ask
from scheduler.calls.models import Call
from scheduler.calls.outcomes import Outcome
from scheduler.calls.selectors import call_get, call_list, call_towns
from scheduler.calls.services import call_note, call_request
from scheduler.campaigns.selectors import campaign_list
from scheduler.errors import Invalid, NotFound
from scheduler.fleet.models import Fleet
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.models import Organisation
from scheduler.organisations.tenancy import acting_as_system
from scheduler.papers.slip_rows import cards
from scheduler.people.models import BoardingOption, Choice, DepartureRequest, Member, RequestMove, Worker
from scheduler.people.moves import requests_act
from scheduler.people.selectors import request_get, worker_get
from scheduler.people.services import NewRequest, NewWorker, requests_add, worker_update, workers_add
from scheduler.people.states import Action
from scheduler.plans.models import Duty, Itinerary, Leg, Plan
from scheduler.sheets.states import UploadKind, UploadState
from tests.cast import Cast
from tests.scheduler.people.test_unions import READY
from tests.scheduler.sheets.conftest import Desk
from tests.scheduler.sheets.files import csv_bytes
from tests.towns import EAST, WEST, Towns, make_towns, seen


@pytest.fixture
def towns(cast: Cast) -> Towns:
    return make_towns(cast)


def codes(rows: models.QuerySet[DepartureRequest]) -> list[str]:
    return list(rows.order_by("code").values_list("code", flat=True))


def test_each_sees_the_people_of_its_own_town_alone(towns: Towns) -> None:
    with towns.east.acting():
        assert codes(DepartureRequest.objects.all()) == ["p1", "p2"]
        assert [str(worker.name) for worker in Worker.objects.all()] == ["甲"]
        assert [str(call.name) for call in call_list(campaign=towns.cast.campaign)] == ["向阳花"]
        assert [town.name for town in call_towns(campaign=towns.cast.campaign)] == [EAST]
        assert {ask.request.code for ask in Ask.objects.select_related("request") if ask.request} == {"p1"}
        assert set(Itinerary.objects.values_list("request__code", flat=True)) == {"p1", "p2"}
        assert set(Leg.objects.values_list("itinerary__request__code", flat=True)) == {"p1", "p2"}
        assert set(BoardingOption.objects.values_list("request__code", flat=True)) == {"p1", "p2"}
        assert set(Choice.objects.values_list("request__code", flat=True)) == {"p1", "p2"}
        assert set(RequestMove.objects.values_list("request__code", flat=True)) == {"p1", "p2"}
        assert Member.objects.count() == 1
        assert set(IntakeSlot.objects.values_list("code", flat=True)) == {"s1", "s3"}, "to choose from"
        assert not Duty.objects.exists()
        assert not Fleet.objects.exists()
        assert set(Organisation.objects.values_list("code", flat=True)) == {"chengdong", "qianjiang"}
        assert seen()["PersonDecision"] == 0, "slots may be seen, not whom employers turn away"
    with towns.west.acting():
        assert codes(DepartureRequest.objects.all()) == ["p3"]
        assert [str(worker.name) for worker in Worker.objects.all()] == ["乙"]
    with towns.uninvited.acting():
        assert seen() == dict.fromkeys(seen(), 0)
        assert not campaign_list().exists()


@pytest.mark.parametrize("model", [Worker, DepartureRequest, Member, BoardingOption, Choice, Call])
def test_nothing_of_another_town_can_be_changed_or_taken_away(towns: Towns, model: type[models.Model]) -> None:
    with acting_as_system():
        before = model._default_manager.count()
    with towns.west.acting():
        own = model._default_manager.count()
        field = model._meta.pk.name
        assert model._default_manager.update(**{field: models.F(field)}) == own < before
        with acting_as_system():
            others = list(model._default_manager.values_list("pk", flat=True))
        assert model._default_manager.filter(pk__in=others).count() == own


def test_nobody_is_put_into_another_town_or_taken_from_it(towns: Towns) -> None:
    with acting_as_system():
        of_west = DepartureRequest.objects.get(campaign=towns.cast.campaign, code="p3")
        stranger = Worker.objects.get(town=WEST)
    campaign = towns.cast.campaign
    with towns.east.acting():
        own, slot = DepartureRequest.objects.get(code="p2"), IntakeSlot.objects.get(code="s1")
        for refused in (
            lambda: Worker.objects.update(town=WEST),
            lambda: DepartureRequest.objects.update(town=WEST),
            lambda: Worker.objects.create(bureau=campaign.bureau, name="丁", town=WEST),
            lambda: Worker.objects.create(bureau=towns.cast.other_campaign.bureau, name="丁", town=EAST),
            lambda: Choice.objects.create(campaign=campaign, request=of_west, slot=slot, cost=0, position=9),
            lambda: Member.objects.create(campaign=campaign, request=own, worker=stranger),
        ):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                refused()
        with pytest.raises(NotFound):
            request_get(request_id=of_west.id)
        with pytest.raises(NotFound):
            worker_get(worker_id=stranger.id)


def test_people_and_requests_that_they_enter_are_of_their_town(towns: Towns) -> None:
    campaign = towns.cast.campaign
    with towns.east.acting():
        worker = workers_add(bureau=campaign.bureau, workers=[NewWorker(name="丁", needs={"wheelchair": True})]).only()
        assert worker.town == EAST
        new = NewRequest(code="t1", ready_at=READY, members=(worker.id,), home=(108.1, 29.5), choices=(("s3", 0.0),))
        row = request_get(request_id=requests_add(campaign=campaign, requests=[new]).only().id)
        assert (row.town, row.wheelchairs) == (EAST, 1)
        assert [option.place.code for option in row.boarding_options.all()] == ["home-t1"], "the door, for a wheelchair"
        with pytest.raises(Invalid, match="城西街道 is not your town: 城东街道"):
            workers_add(bureau=campaign.bureau, workers=[NewWorker(name="戊", town=WEST)]).only()
        with pytest.raises(Invalid, match="not your town"):
            worker_update(worker=worker, version=None, changes={"town": WEST})
        with acting_as_system():
            stranger = Worker.objects.get(town=WEST).id
        with pytest.raises(Invalid, match="no worker"):
            requests_add(campaign=campaign, requests=[replace(new, code="t2", members=(stranger,))]).only()
    with towns.cast.coordinator.acting():
        assert Point(108.1, 29.5).equals_exact(row.boarding_options.get().place.point, 1e-6)


def test_what_they_do_for_somebody_says_who_did_it(towns: Towns) -> None:
    campaign, user = towns.cast.campaign, towns.east.user
    with towns.east.acting():
        new = NewRequest(code="t1", ready_at=READY, size=1, boarding=(("bp-1", 600),))
        requests_add(campaign=campaign, requests=[new]).only()
        done = requests_act(campaign=campaign, codes=["t1", "p3"], action=Action.VERIFY, by=user)
        assert [moved.outcome for _, moved in done] == ["moved", "refused"]
        said = [TripSaid(party=code, says_yes=code == "p1", reason="来过电话") for code in ("p1", "p3")]
        assert [outcome.state for outcome in trips_answer(campaign=campaign, rows=said, by=user)] == ["confirmed", None]
        assert [one.request.code for one in trips_to_ask(campaign=campaign)] == []
        confirmed = RequestMove.objects.filter(request__code="p1").order_by("id").last()
        assert confirmed is not None
        assert (confirmed.to_state, confirmed.by_id, confirmed.why) == ("confirmed", user.id, "来过电话")
    with towns.west.acting():
        assert [one.request.code for one in trips_to_ask(campaign=campaign)] == ["p3"], "no telephone: to be visited"


def test_they_work_through_the_name_list_of_their_town(towns: Towns) -> None:
    with acting_as_system():
        other = Call.objects.get(town=WEST).id
    with towns.east.acting():
        call = call_list(campaign=towns.cast.campaign).get()
        call = call_note(call=call, version=call.version, outcome=Outcome.WANTS_TO_GO, by=towns.east.user)
        assert (call.called_by, call.tries) == (towns.east.user, 1)
        asked = NewRequest(code="c1", ready_at=READY, boarding=(("bp-1", 600),))
        call = call_request(call=call, request=asked, person=NewWorker(name=""), by=towns.east.user)
        assert call.request is not None
        assert (call.request.code, call.request.town, str(call.worker and call.worker.name)) == ("c1", EAST, "向阳花")
        with pytest.raises(NotFound):
            call_get(call_id=other)


def test_a_sheet_of_theirs_takes_in_their_town(towns: Towns) -> None:
    desk = Desk(cast=towns.cast, sender=towns.east)
    heads = ["姓名", "手机", "乡镇", "可出发时间", "上车点"]
    rows = [["丁", "11100000601", "", "2027-02-20", "bp-1"], ["戊", "11100000602", WEST, "2027-02-20", "bp-1"]]
    upload = desk.send(csv_bytes([heads, *rows]))
    assert desk.faults(upload) == {3: [("town", "not_your_town")]}
    assert desk.take_in(upload).counts["taken"] == 1
    with towns.east.acting():
        assert DepartureRequest.objects.filter(state="submitted").get().town == EAST
    assert Desk(cast=towns.cast).read(upload).state == UploadState.READY, "the bureau sees it too"
    with pytest.raises(Exception, match="sent in by"):
        desk.send(b"x,y\n1,2\n", kind=UploadKind.NAME_LIST)


def test_they_print_the_slips_of_their_people(towns: Towns) -> None:
    with towns.east.acting():
        plan = Plan.objects.select_related("campaign__bureau").get()
        found = cards(plan=plan, language="zh")
    assert [(card.party, card.name) for card in found] == [("p1", "甲"), ("p2", None)]
    assert [len(card.rides) for card in found] == [3, 3], "what carries them is on it, though others' business"
