"""Proposing choices to the requests of a campaign."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scheduler import clock
from scheduler.errors import Conflict, Invalid, StaleVersion
from scheduler.fleet.models import Fleet
from scheduler.intake.models import IntakeSlot
from scheduler.intake.services import NewJobPost, job_posts_add
from scheduler.matching.rules import USUAL, Mode
from scheduler.matching.selectors import proposal_of, proposals, rules_get
from scheduler.matching.services import Result, choices_propose, rules_set
from scheduler.people.models import Choice, DepartureRequest
from scheduler.people.selectors import request_get
from scheduler.people.services import NewRequest, NewWorker, requests_add, workers_add
from scheduler.people.states import RequestState
from tests.builders import ok_small
from tests.cast import Cast

READY = clock.moment(ok_small().horizon[0])


def ask(cast: Cast, code: str, *people: dict[str, Any], **more: Any) -> UUID:
    """A request of the campaign, of these workers."""
    workers = [NewWorker(name="向阳花", **one) for one in people]
    rows = workers_add(bureau=cast.coordinator.organisation, workers=workers).rows
    members = tuple(row.id for row in rows if row)
    new = NewRequest(code=code, ready_at=READY, members=members, boarding=(), **more)
    return requests_add(campaign=cast.campaign, requests=[new]).only().id


def post(cast: Cast, **post: Any) -> None:
    """The job behind slot s1."""
    new = NewJobPost(code="post-1", title="焊工", title_en="Welder", headcount=6, **post)
    with cast.employer.acting():
        row = job_posts_add(campaign=cast.campaign, employer=cast.employer.organisation, posts=[new]).only()
        IntakeSlot.objects.filter(campaign=cast.campaign, code="s1").update(job_post=row)


def chosen(request: UUID) -> list[tuple[str, float]]:
    return list(Choice.objects.filter(request_id=request).order_by("position").values_list("slot__code", "cost"))


def test_choices_are_proposed_each_with_its_why_and_again_when_things_have_changed(cast: Cast) -> None:
    post(cast, skills=("焊接",), pay_from=4000.0, pay_to=5000.0)
    with cast.coordinator.acting():
        request = ask(cast, "new", {"skills": ("焊接",), "wishes": {"pay_from": 5500, "jobs": ["焊工"]}})
        (applied,) = choices_propose(campaign=cast.campaign, requests=[request])
        assert applied.result is Result.PROPOSED
        assert chosen(request) == [("s3", 0.0), ("s1", 45.45)]
        why = Choice.objects.get(request_id=request, slot__code="s1").meta["matched"]
        assert why["zh"] == "具备所需技能：焊接；符合意向工种：焊工；月薪4000–5000，低于期望的5500"
        assert why["en"].endswith("pays 4000–5000 a month, less than the 5500 wished")
        rules_set(campaign=cast.campaign, rules={"pay": "must"}, version=0)
        choices_propose(campaign=cast.campaign, requests=[request])
        assert chosen(request) == [("s3", 0.0)]
        assert request_get(request_id=request).version == 3


def test_why_not_is_told_of_every_slot_that_is_not_offered(cast: Cast) -> None:
    post(cast, skills=("焊接",), age_to=45)
    with cast.coordinator.acting():
        request = ask(cast, "new", {"skills": ("电工",), "birth_year": 1970}, {"skills": ("焊接",)}, size=4)
        found = proposal_of(request=request_get(request_id=request))
        assert found.offered == ()
        assert {
            one.opening.code: {finding.rule.value for finding in one.found if finding.stops} for one in found.ruled_out
        } == {"s1": {"skills", "age"}, "s3": {"capacity"}}
        (applied,) = choices_propose(campaign=cast.campaign, requests=[request])
        assert applied.result is Result.NOTHING_SUITS


def test_choices_by_hand_stay_unless_it_is_said_that_they_go(cast: Cast) -> None:
    with cast.coordinator.acting():
        request = ask(cast, "new", {}, choices=(("s3", 7.0),))
        (applied,) = choices_propose(campaign=cast.campaign, requests=[request])
        assert (applied.result, chosen(request)) == (Result.BY_HAND, [("s3", 7.0)])
        choices_propose(campaign=cast.campaign, requests=[request], over_those_by_hand=True)
        assert chosen(request) == [("s1", 0.0), ("s3", 0.0)]


def test_what_a_request_wishes_goes_before_what_its_people_wish_but_for_whom_they_avoid(cast: Cast) -> None:
    post(cast)
    avoiding = {"wishes": {"jobs": ["焊工"], "not_employers": ["jiamu"]}}
    with cast.coordinator.acting():
        request = ask(cast, "new", {"wishes": {"jobs": ["厨师"]}}, wishes={"jobs": ["焊工"]})
        assert proposal_of(request=request_get(request_id=request)).offered[0].found[0].case.value == "job_fits"
        request = ask(cast, "other", avoiding, wishes={"jobs": ["焊工"]})
        assert [one.opening.code for one in proposal_of(request=request_get(request_id=request)).offered] == ["s3"]


def test_parties_that_go_together_are_matched_together_even_where_one_is_asked_about(cast: Cast) -> None:
    with cast.coordinator.acting():
        one, two = ask(cast, "n1", {}, together="kin"), ask(cast, "n2", {}, {}, {}, {}, together="kin")
        applied = choices_propose(campaign=cast.campaign, requests=[one])
        assert len(applied) == 2
        assert chosen(one) == chosen(two) == [("s1", 0.0)]
        assert "n2" in Choice.objects.get(request_id=one).meta["matched"]["en"]


def test_who_was_promised_a_trip_or_wants_none_is_not_matched(cast: Cast) -> None:
    with cast.coordinator.acting():
        everyone = DepartureRequest.objects.filter(campaign=cast.campaign)
        everyone.filter(code="p1").update(state=RequestState.PLANNED)
        everyone.filter(code="p2").update(state=RequestState.WITHDRAWN)
        assert [one.seeker.code for one in proposals(campaign=cast.campaign)] == ["p3", "p4", "p5"]
        with pytest.raises(Conflict, match="'p1' is planned"):
            proposal_of(request=everyone.get(code="p1"))


def test_the_rules_are_the_usual_ones_until_a_bureau_sets_its_own(cast: Cast) -> None:
    with cast.coordinator.acting():
        assert (rules_get(campaign=cast.campaign).rules, rules_get(campaign=cast.campaign).version) == (USUAL, 0)
        assert rules_set(campaign=cast.campaign, rules={"skills": "wish"}, version=0).version == 1
        held = rules_set(campaign=cast.campaign, rules={"jobs": "must", "needs_at_work": ["sight"]}, version=1)
        assert (held.rules.skills, held.rules.jobs, held.version) == (Mode.MUST, Mode.MUST, 2)
        for wrong in ({"skills": "maybe"}, {"colour": 1}, {"most": 0}):
            with pytest.raises(Invalid):
                rules_set(campaign=cast.campaign, rules=wrong, version=2)
        with pytest.raises(StaleVersion):
            rules_set(campaign=cast.campaign, rules={}, version=1)
    with cast.employer.acting():
        assert rules_get(campaign=cast.campaign).version == 0


def test_the_number_of_queries_does_not_grow_with_the_campaign(cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            choices_propose(campaign=cast.campaign)
        return len(caught)

    with cast.coordinator.acting():
        before = queries()
        for code in "abcdef":
            ask(cast, code, {}, {})
        assert queries() == before < 20
        assert Fleet.objects.exists()
