"""Editing a plan at a screen: shown, then done; broken rules told; undone; of two editors the second is told."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import override

from scheduler.console.editing.forms import EditForm, fields_of
from scheduler.console.editing.sentences import SENTENCES, rule_words
from scheduler.editing.models import Draft
from scheduler.editing.selectors import lock_list
from scheduler.editing.services import draft_copy
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import Member
from scheduler.people.services import NewWorker, workers_add
from scheduler.plans.models import Plan
from scheduler.plans.selectors import plan_data
from solvers.editing.edits import (
    AddStop,
    At,
    DropStop,
    Edit,
    LeaveOut,
    MoveParty,
    ReorderStops,
    Ride,
    ShiftTime,
    SwapCrew,
    SwapVehicle,
)
from solvers.judge import Rule
from solvers.plan import Plan as PlanData
from tests.api.stage import published_plan
from tests.cast import Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in

HX = {"HX-Request": "true"}
THINGS = ("party&code=p1", "party&code=p4", "duty&code=d1", "duty&code=d1&stop=2", "service&code=f1", "slot&code=s1")
CROWDED = {"kind": "move_party", "party": "p4", "to": "duty:d1"}
"""One more than the slot takes in."""


@pytest.fixture
def draft(cast: Cast, client: Client) -> Plan:
    """A copy of the published plan of ``ok_small``; the coordinator sits in front of it."""
    plan = published_plan(cast.campaign, cast.coordinator)
    sign_in(client, cast.coordinator)
    with cast.coordinator.acting():
        return draft_copy(plan=plan, by=cast.coordinator.user)


def said(plan: Plan) -> PlanData:
    with acting_as_system():
        return plan_data(plan=Plan.objects.get(id=plan.id))


def version_of(plan: Plan) -> int:
    with acting_as_system():
        return Plan.objects.get(id=plan.id).version


def post(client: Client, plan: Plan, address: str, version: int | None = None, **fields: str) -> HttpResponse:
    """What the page's forms send, in English; without ``version`` the draft's present one."""
    seen = version if version is not None else version_of(plan)
    headers = HX | {"Accept-Language": "en"}
    return client.post(f"/plans/{plan.id}/edit/{address}", {"version": seen, **fields}, headers=headers)  # type: ignore[return-value]


def get(client: Client, plan: Plan, path: str = "", **headers: str) -> str:
    response = client.get(f"/plans/{plan.id}/edit{path}", headers={"Accept-Language": "en", **headers})
    assert response.status_code == 200, response.content
    return response.content.decode()


def words_of(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_from_any_plan_a_draft_is_begun_or_gone_on_with(cast: Cast, client: Client) -> None:
    plan = published_plan(cast.campaign, cast.coordinator)
    sign_in(client, cast.coordinator)
    assert "Begin a draft" in get(client, plan)
    begun = client.post(f"/plans/{plan.id}/edit/draft")
    with acting_as_system():
        draft = Draft.objects.select_related("plan").get()
    assert begun.headers["Location"] == f"/plans/{draft.plan_id}/edit"
    assert f"/plans/{draft.plan_id}/edit" in get(client, plan)
    page = get(client, draft.plan)
    assert "Draft 2, from plan 1" in page
    assert "Keeps all rules" in page
    assert f'href="/plans/{draft.plan_id}/publish"' in page


def test_the_page_shows_duties_who_stays_and_what_is_open(draft: Plan, client: Client) -> None:
    page = get(client, draft)
    assert 'id="duty-d1"' in page
    assert "5 / 8" in page
    assert "party:p4" in page
    assert "party:p1" not in page
    opened = get(client, draft, "?open=d1")
    assert "party:p1" in opened
    assert 'data-stop="3"' in opened
    assert "Party p1" in get(client, draft, "?party=p1")
    assert queries_of(client, f"/plans/{draft.id}/edit") <= MOST_QUERIES
    around = get(client, draft, "/around", **HX)
    assert re.search(r'data-drop="slot:s1".*?5 / 6', around, re.DOTALL)
    assert 'data-drop="service:f1"' in around


def test_one_finds_by_party_place_and_person(draft: Plan, cast: Cast, client: Client) -> None:
    with cast.coordinator.acting():
        worker = workers_add(bureau=cast.coordinator.organisation, workers=[NewWorker(name="向阳花")]).only()
        request = draft.itineraries.get(request__code="p2").request
        Member.objects.create(campaign=cast.campaign, request=request, worker=worker)
    for words in ("p2", "bp-2", "向阳", "d1"):
        page = get(client, draft, f"?q={words}")
        assert 'id="duty-d1"' in page, words
    assert 'id="duty-d2"' not in get(client, draft, "?q=bp-2")
    assert "No duty fits" in get(client, draft, "?q=nothing")


def test_a_preview_tells_money_rules_and_others_and_changes_nothing(draft: Plan, client: Client) -> None:
    before = said(draft)
    shown = words_of(post(client, draft, "preview", kind="drop_stop", duty="d1", stop="2"))
    assert "Duty d1: stop 2 dropped" in shown
    assert "Saves 6" in shown
    assert "Party p2: boards elsewhere, leaves" in shown
    assert "Duty d1: leaves 24 min later" in shown
    assert "Breaks no rule" in shown
    assert said(draft) == before


def test_whoever_is_put_on_a_feeder_flies_with_it_and_the_broken_rule_is_told(draft: Plan, client: Client) -> None:
    shown = words_of(post(client, draft, "preview", **CROWDED))
    assert "Slot s1 is given 1 person too many." in shown
    assert "Carry out all the same" in shown
    done = post(client, draft, "make", **CROWDED)
    assert "edited" in done.headers["HX-Trigger"]
    assert "/publish" not in done.content.decode()
    page = words_of(done)
    assert "Cannot be published" in page
    assert "Slot s1 is given 1 person too many." in page
    trip = next(one for one in said(draft).itineraries if one.party == "p4")
    assert [getattr(leg, "duty", getattr(leg, "service", "")) for leg in trip.legs] == ["", "d1", "f1", "d2"]
    with override("zh-hans"):
        chinese = client.get(f"/plans/{draft.id}/edit", headers={"Accept-Language": "zh-hans"}).content.decode()
    assert re.search("接收批次 s1 超出 1 ?人", chinese)


def test_edits_are_undone_redone_and_jumped_to(draft: Plan, client: Client) -> None:
    first = said(draft)
    post(client, draft, "make", kind="leave_out", party="p3")
    second = said(draft)
    post(client, draft, "make", kind="shift_time", duty="d1", by_min="-5")
    third = said(draft)
    assert len({first.cost.total, second.cost.total, third.cost.total}) == 3
    for to, there in (("undo", second), ("undo", first), ("redo", second), ("2", third), ("0", first), ("1", second)):
        assert post(client, draft, "turn", to=to).status_code == 200
        assert said(draft) == there, to
    history = words_of(client.get(f"/plans/{draft.id}/edit/history", headers=HX | {"Accept-Language": "en"}))  # type: ignore[arg-type]
    assert "Duty d1: 5 min earlier undone" in history
    assert "Party p3: left at home as it is now" in history
    assert "许小暑" in history


def test_of_two_editors_the_second_is_told_who_and_keeps_what_was_typed(draft: Plan, client: Client) -> None:
    seen = version_of(draft)
    post(client, draft, "make", seen, kind="leave_out", party="p3")
    after = said(draft)
    for act in ("make", "preview"):
        late = post(client, draft, act, seen, kind="shift_time", duty="d1", by_min="7")
        assert (late.status_code, late.headers["HX-Retarget"]) == (409, "#inspector")
        assert "stale" in late.headers["HX-Trigger"]
        page = late.content.decode()
        assert "许小暑 has done: Party p3: left at home" in page
        assert 'name="by_min" value="7.0"' in page
    assert said(draft) == after
    again = post(client, draft, "preview", kind="shift_time", duty="d1", by_min="7.0")
    assert "leaves 7 min later" in words_of(again)
    assert post(client, draft, "turn", seen, to="undo").status_code == 409
    assert post(client, draft, "discard", seen).status_code == 409


def test_what_is_locked_says_so_and_is_unlocked_there(draft: Plan, cast: Cast, client: Client) -> None:
    assert "Locked" in words_of(post(client, draft, "lock", on="party", code="p3", act="lock", why="已电话确认"))
    refused = post(client, draft, "make", kind="leave_out", party="p3")
    assert refused.status_code == 409
    assert "Party p3 · 许小暑" in words_of(refused)
    assert "已电话确认" in words_of(refused)
    post(client, draft, "lock", on="party", code="p3", act="unlock")
    assert post(client, draft, "make", kind="leave_out", party="p3").status_code == 200
    for on, code in (("duty", "d1"), ("service", "f1"), ("slot", "s1")):
        assert post(client, draft, "lock", on=on, code=code, act="lock").status_code == 200
    with cast.coordinator.acting():
        assert {one.kind for one in lock_list(plan=draft)} == {"duty", "service", "slot"}


def test_best_places_are_taken_with_one_click(draft: Plan, client: Client) -> None:
    post(client, draft, "make", kind="leave_out", party="p3")
    page = get(client, draft, "/best?code=p3", **HX)
    form = page[page.index('class="places"') :]
    fields = dict(re.findall(r'name="(kind|party|slot|boarding|exact)" value="([^"]*)"', form))
    assert fields["slot"] == "s3"
    assert "Saves" in form
    assert post(client, draft, "make", **fields).status_code == 200
    assert "p3" in {one.party for one in said(draft).itineraries}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "shift_time", "duty": "d1"}, "by how many minutes"),
        ({"kind": "reorder_stops", "duty": "d1", "order": "0,x"}, "in which order"),
        ({"kind": "drop_stop", "duty": "d1", "stop": "0"}, "begins and ends where its fleet does"),
        ({"kind": "leave_out", "party": "p5"}, "stays at home already"),
        ({"kind": "move_party", "party": "p5", "to": "duty:d1"}, "slots that suit it"),
        ({"kind": "leave_out", "party": "p9"}, "no party"),
    ],
)
def test_what_makes_no_sense_says_why(draft: Plan, client: Client, fields: dict[str, str], words: str) -> None:
    refused = post(client, draft, "preview", **fields)
    assert refused.status_code == 422
    assert words in words_of(refused)


def test_a_draft_is_discarded_and_without_scripts_everything_works(draft: Plan, client: Client) -> None:
    plain = client.post(f"/plans/{draft.id}/edit/preview", {"kind": "leave_out", "party": "p3", "version": 1})
    assert (plain.status_code, b"<html" in plain.content) == (200, True)
    made = client.post(f"/plans/{draft.id}/edit/make", {"kind": "leave_out", "party": "p3", "version": 1})
    assert made.status_code == 302
    gone = client.post(f"/plans/{draft.id}/edit/discard", {"version": version_of(draft)})
    assert gone.headers["Location"] == f"/plans/{draft.base_id}/edit"
    assert client.get(f"/plans/{draft.id}/edit").status_code == 404


def test_what_the_database_refuses_at_the_last_moment_is_told(
    draft: Plan, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(**_: object) -> Plan:
        raise IntegrityError

    monkeypatch.setattr("scheduler.console.editing.acts.services.draft_copy", refused)
    told = post(client, draft, "draft")
    assert told.status_code == 409
    assert "The present state does not allow this" in words_of(told)


def test_auditors_look_and_others_do_not(draft: Plan, cast: Cast, client: Client) -> None:
    sign_in(client, cast.bureau_auditor)
    page = get(client, draft, "?open=d1")
    assert "draggable" not in page
    assert "data-drop" not in page
    assert "Party p1" in get(client, draft, "/menu?on=party&code=p1", **HX)
    assert post(client, draft, "make", kind="leave_out", party="p3").status_code == 403
    sign_in(client, cast.employer)
    assert client.get(f"/plans/{draft.id}/edit").status_code == 403
    sign_in(client, cast.other_coordinator)
    assert client.get(f"/plans/{draft.id}/edit").status_code == 404


@pytest.mark.parametrize(
    "edit",
    [
        MoveParty(party="p:1", slot="s", before=Ride(duty="d", board=At(stop=1, new=True), alight=At(stop=3))),
        MoveParty(party="p", boarding="b", before=Ride(fleet="f"), service="x", after=Ride(duty="e"), exact=True),
        LeaveOut(party="p", why="w"),
        SwapVehicle(duty="d", fleet="f", vehicle=0),
        SwapCrew(duty="d", crew=0),
        AddStop(duty="d", at="b", after=0),
        DropStop(duty="d", stop=2),
        ReorderStops(duty="d", order=(0, 2, 1)),
        ShiftTime(duty="d", by_s=-300, stop=2),
    ],
    ids=lambda edit: type(edit).__name__,
)
def test_an_edit_survives_the_form_that_confirms_it(edit: Edit) -> None:
    form = EditForm(fields_of(edit), goes_on=lambda _: False)
    assert form.is_valid(), form.errors
    assert form.edit() == edit


def test_every_rule_has_a_sentence_in_both_languages() -> None:
    assert set(SENTENCES) == {rule.value for rule in Rule}
    with override("zh-hans"):
        told = {rule: rule_words(rule.value, "duty d1 stop 2", 90, rule.unit) for rule in Rule}
    assert not [words for words in told.values() if not re.search("[一-鿿]", words)]


def test_menus_name_what_can_be_done(draft: Plan, client: Client) -> None:
    party = get(client, draft, "/menu?on=party&code=p1", **HX)
    assert 'value="duty:d2"' in party
    assert 'value="fleet:van"' in party
    duty = get(client, draft, "/menu?on=duty&code=d1", **HX)
    assert 'value="shuttle:0"' in duty
    stop = get(client, draft, "/menu?on=duty&code=d1&stop=2", **HX)
    assert 'value="0,2,1,3,4"' in stop
    for on, code in (("service", "f1"), ("slot", "s1")):
        assert "party:p2" in get(client, draft, f"/menu?on={on}&code={code}", **HX)
    for part in (*(f"menu?on={thing}" for thing in THINGS), "duty?code=d1"):
        assert queries_of(client, f"/plans/{draft.id}/edit/{part}", **HX) <= MOST_QUERIES, part
    missing = client.get(f"/plans/{draft.id}/edit/menu?on=duty&code=d9", headers=HX)
    assert missing.status_code == 404
