"""Versions of a plan beside each other, publishing one, and the answers that come in."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from scheduler.answers.models import Ask, AskKind
from scheduler.campaigns.models import Campaign
from scheduler.intake.models import IntakeConfirmation
from scheduler.manning.models import Manning
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import Message, MessageState, Trouble
from scheduler.people.models import DepartureRequest
from scheduler.plans.models import Approval, ChangeReport, Duty, Plan
from scheduler.plans.stops import stop_changes
from scheduler.telling.foreseeing import plan_foresee
from scheduler.telling.preview import telling_preview
from scheduler.telling.services import plan_tell
from tests.builders import ok_small_plan
from tests.cast import Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in
from tests.scheduler.replanning.scene import draft_of, only_p3, problem_of
from tests.scheduler.telling.conftest import campaign, clock
from tests.scheduler.telling.scene import later, publish, told

__all__ = ["campaign", "clock"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def office(campaign: Campaign, cast: Cast, client: Client) -> Client:
    sign_in(client, cast.coordinator)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def both(campaign: Campaign, cast: Cast) -> tuple[Plan, Plan]:
    """A plan that everyone was told of, and a draft with the van ten minutes later."""
    before = told(cast)
    return before, draft_of(cast.campaign, cast.coordinator, later(problem_of(cast)), base=before)


def page(client: Client, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_versions_stand_beside_the_one_before(cast: Cast, office: Client, both: tuple[Plan, Plan]) -> None:
    shown = page(office, f"/campaigns/{cast.campaign.id}/plans")
    assert "planned anew from 1" in shown
    assert "Compare with 1" in shown
    assert cast.coordinator.user.name in shown
    assert "6 <small>/ 9</small>" in shown
    assert "plan 2" not in page(office, f"/campaigns/{cast.campaign.id}/plans?state=published").split("<table>")[1]


def test_two_plans_are_compared_by_people_and_by_stops(office: Client, both: tuple[Plan, Plan]) -> None:
    before, draft = both
    address = f"/plans/{before.id}/compare/{draft.id}"
    people = page(office, address)
    assert "At another time only" in people
    assert '<th scope="row" class="when">p1</th>' in people
    assert "Nothing fits" in page(office, f"{address}?kind=left")
    stops = page(office, f"{address}?show=stops&kind=time")
    assert stops.count("At another time</span>") >= 3
    with acting_as_system():
        changed = stop_changes(before=before, plan=draft)
    assert {(one.place, one.later_s) for one in changed} == {("bp-1", 120), ("bp-2", 120), ("hub-1", 120)}


def test_the_map_and_the_list_tell_the_same(office: Client, both: tuple[Plan, Plan]) -> None:
    before, draft = both
    drawn = json.loads(office.get(f"/plans/{before.id}/compare/{draft.id}/map.json").content)
    assert {one["place"] for one in drawn["stops"]} == {"bp-1", "bp-2", "hub-1"}
    assert drawn["places"]["bp-1"]["boards"]
    assert drawn["moves"] == []
    file = office.get(f"/plans/{before.id}/compare/{draft.id}/list.xlsx")
    assert file.headers["Content-Disposition"] == 'attachment; filename="changes-1-2.xlsx"'
    assert load_workbook(BytesIO(file.content)).sheetnames[1] == "Parties"
    assert office.get(f"/plans/{before.id}/compare/{draft.id}/list.csv").content.startswith(b"\xef\xbb\xbf")
    assert office.get(f"/plans/{before.id}/compare/{draft.id}/list.exe").status_code == 404


def test_what_is_counted_of_two_runs_is_kept(cast: Cast, office: Client, both: tuple[Plan, Plan]) -> None:
    other = draft_of(cast.campaign, cast.coordinator, ok_small_plan(problem_of(cast)))
    address = f"/plans/{both[1].id}/compare/{other.id}"
    assert "Counting what changes" in page(office, address)
    assert "At another time only" in page(office, f"{address}?now=1")
    assert "Counting what changes" not in page(office, address)
    with acting_as_system():
        assert ChangeReport.objects.filter(before=both[1], plan=other).count() == 1


def test_a_preview_tells_what_would_be_sent_and_sends_nothing(cast: Cast, office: Client) -> None:
    draft = draft_of(cast.campaign, cast.coordinator, ok_small_plan(problem_of(cast)))
    with cast.coordinator.acting():
        foreseen = telling_preview(plan=draft)
    address = f"/plans/{draft.id}/publish?part=telling"
    assert "Writing the messages" in page(office, address)
    plan_foresee(plan_id=draft.id)
    shown = page(office, address)
    assert f"{foreseen.messages} messages would go out" in shown
    assert f"{foreseen.unreachable} people have no telephone" in shown
    with acting_as_system():
        assert not Message.objects.exists()
        assert not Ask.objects.exists()
    office.post(f"/plans/{draft.id}/publish")
    assert plan_tell(plan_id=draft.id) is not None
    with acting_as_system():
        sent = Message.objects.count()
        texts = set(Message.objects.values_list("channel", "language", "template"))
    assert sent == foreseen.messages
    assert texts == {(one.channel, one.language, one.template) for one in foreseen.postings}


def test_publishing_is_one_button_for_coordinators(cast: Cast, office: Client, client: Client) -> None:
    draft = draft_of(cast.campaign, cast.coordinator, ok_small_plan(problem_of(cast)))
    assert "It breaks no rule" in page(office, f"/plans/{draft.id}/publish?part=check")
    sign_in(client, cast.bureau_auditor)
    assert "and tell everyone" not in page(client, f"/plans/{draft.id}/publish?part=check")
    assert client.post(f"/plans/{draft.id}/publish").status_code == 403
    sign_in(client, cast.coordinator)
    published = client.post(f"/plans/{draft.id}/publish", follow=True).content.decode()
    assert "Plan 1 is published" in published
    assert "The messages are being written" in published
    again = client.post(f"/plans/{draft.id}/publish", follow=True).content.decode()
    assert "The plan was not published" in again


def test_somebody_answers_for_every_promise_that_is_broken(cast: Cast, office: Client, both: tuple[Plan, Plan]) -> None:
    draft = draft_of(cast.campaign, cast.coordinator, only_p3(problem_of(cast)), base=both[0])
    address = f"/plans/{draft.id}/publish"
    shown = page(office, f"{address}?part=check")
    assert "Nobody answers yet for 2 parties (5 people)" in shown
    assert "and tell everyone" not in shown
    assert "nobody answers yet" in office.post(address, follow=True).content.decode()
    refused = office.post(f"/plans/{draft.id}/approve", {"ids": ["p1"], "reason": " "})
    assert refused.status_code == 422
    assert 'value="p1" checked' in refused.content.decode()
    office.post(f"/plans/{draft.id}/approve", {"ids": ["p1", "p2"], "reason": "the coach burnt out"})
    with acting_as_system():
        given = {(one.request.code, one.reason, one.approved_by_id) for one in Approval.objects.filter(plan=draft)}
    assert given == {(party, "the coach burnt out", cast.coordinator.user.id) for party in ("p1", "p2")}
    assert "Plan 3 is published" in office.post(address, follow=True).content.decode()


def test_a_plan_that_no_longer_holds_says_so(cast: Cast, office: Client) -> None:
    draft = draft_of(cast.campaign, cast.coordinator, ok_small_plan(problem_of(cast)))
    with acting_as_system():
        DepartureRequest.objects.filter(campaign=cast.campaign, code="p1").update(size=9)
    shown = page(office, f"/plans/{draft.id}/publish?part=check")
    assert "The plan does not hold" in shown
    assert "and tell everyone" not in shown


def test_answers_are_counted_and_noted_in_ones_name(cast: Cast, office: Client, clock: time_machine.Traveller) -> None:
    plan = told(cast)
    assert "0 of 4 have answered" in page(office, f"/plans/{plan.id}/publish")
    address = f"/plans/{plan.id}/answers/workers"
    assert "through staff" in page(office, f"{address}?answer=staff")
    refused = office.post(address, {"ids": ["p2"], "says": "no", "reason": ""})
    assert (refused.status_code, "Say why they do not come." in refused.content.decode()) == (422, True)
    noted = office.post(address, {"ids": ["p1"], "says": "yes", "reason": ""}, follow=True).content.decode()
    assert "Noted for 1 parties" in noted
    with acting_as_system():
        said = Ask.objects.filter(kind=AskKind.TRIP, request__code="p1")
        assert {(one.says_yes, one.way, one.answered_by_id) for one in said} == {
            (True, "staff", cast.coordinator.user.id)
        }
        assert DepartureRequest.objects.get(campaign=cast.campaign, code="p1").state == "confirmed"
    clock.shift(timedelta(days=2, hours=1))
    sign_in(office, cast.coordinator)
    assert "p2" in page(office, f"{address}?answer=overdue")
    assert "Overdue" in page(office, f"/plans/{plan.id}/publish")


def test_employers_and_operators_are_answered_for(cast: Cast, office: Client) -> None:
    plan = told(cast)
    with acting_as_system():
        slot = DepartureRequest.objects.get(campaign=cast.campaign, code="p1").itineraries.get(plan=plan).slot
        van = Duty.objects.get(plan=plan, fleet__code="van")
    address = f"/plans/{plan.id}/answers/employers"
    assert "jiamu" in page(office, address) or "甲木" in page(office, address)
    half = office.post(f"{address}/{slot.id}", {"state": "partial", "accepted": "", "reason": "beds"})
    assert half.status_code == 422
    assert 'value="beds"' in half.content.decode()
    office.post(f"{address}/{slot.id}", {"state": "partial", "accepted": "4", "reason": "beds"})
    address = f"/plans/{plan.id}/answers/operators"
    wrong = office.post(f"{address}/{van.id}", {"state": "accepted", "plate": "渝H00001", "drivers": "nobody"})
    assert (wrong.status_code, "no driver nobody" in wrong.content.decode()) == (422, True)
    office.post(f"{address}/{van.id}", {"state": "refused", "reason": "no driver that day"})
    with acting_as_system():
        answer = IntakeConfirmation.objects.get(slot=slot, plan_number=plan.number)
        manning = Manning.objects.get(duty=van)
    assert (answer.accepted, answer.decided_by_id) == (4, cast.coordinator.user.id)
    assert (manning.state, manning.reason) == ("refused", "no driver that day")
    assert "no driver that day" in page(office, f"{address}?answer=no")


def test_what_could_not_be_sent_is_sent_again(cast: Cast, office: Client) -> None:
    plan = told(cast)
    with acting_as_system():
        dead = Message.objects.filter(channel="sms")[0]
        Message.objects.filter(id=dead.id).update(state=MessageState.DEAD, trouble=Trouble.REFUSED)
    assert "1 message could not be sent" in page(office, f"/plans/{plan.id}/publish")
    shown = page(office, f"/plans/{plan.id}/messages?state=dead")
    assert "correct it, then send again" in shown
    sent = office.post(f"/plans/{plan.id}/messages", {"ids": [str(dead.id), "x"]}, follow=True)
    assert "1 messages are sent again" in sent.content.decode()
    with acting_as_system():
        assert Message.objects.get(id=dead.id).state == MessageState.WAITING


PLAN_PAGES = (
    "publish",
    "publish?part=check",
    "publish?part=telling",
    "answers/workers",
    "answers/employers",
    "answers/operators",
    "messages",
)


def test_elsewhere_there_is_no_such_plan(cast: Cast, office: Client, both: tuple[Plan, Plan]) -> None:
    sign_in(office, cast.other_coordinator)
    for one in PLAN_PAGES:
        page(office, f"/plans/{both[0].id}/{one}", status=404)
    page(office, f"/plans/{both[0].id}/compare/{both[1].id}", status=404)
    page(office, f"/plans/{both[0].id}/compare/{both[1].id}/list.csv", status=404)
    assert office.post(f"/plans/{both[1].id}/publish").status_code == 404
    assert office.post(f"/plans/{both[1].id}/approve", {"ids": ["p1"], "reason": "x"}).status_code == 404


@pytest.mark.parametrize("who", ["employer", "operator", "driver"])
def test_the_bureaus_pages_are_not_for_others(cast: Cast, office: Client, who: str) -> None:
    plan = publish(cast)
    sign_in(office, getattr(cast, who))
    page(office, f"/plans/{plan.id}/publish", status=403)
    page(office, f"/plans/{plan.id}/answers/workers", status=403)


def test_the_pages_cost_few_queries(cast: Cast, office: Client, both: tuple[Plan, Plan]) -> None:
    before, draft = both
    addresses = [f"/campaigns/{cast.campaign.id}/plans", f"/plans/{before.id}/compare/{draft.id}"]
    addresses += [f"/plans/{before.id}/{one}" for one in PLAN_PAGES if "part" not in one]
    addresses.append(f"/plans/{draft.id}/publish")
    costs = {address: queries_of(office, address) for address in addresses}
    assert {address: cost for address, cost in costs.items() if cost > MOST_QUERIES} == {}
