"""Employers answer person by person, and what they said holds as long as the same people come alike."""

from __future__ import annotations

from uuid import UUID

import pytest

from scheduler.answers.models import Ask
from scheduler.answers.selectors import person_decisions
from scheduler.campaigns.models import Campaign
from scheduler.errors import Invalid
from scheduler.intake.models import IntakeConfirmation, IntakeSlot
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import Member
from scheduler.plans.confirmations import intake_confirm
from scheduler.plans.models import Plan
from scheduler.plans.persons import NotTaken
from tests.cast import Cast
from tests.scheduler.telling.scene import only_the_walker, same, told


def worker_of(campaign: Campaign, party: str) -> UUID:
    with acting_as_system():
        return Member.objects.filter(campaign=campaign, request__code=party).order_by("position")[0].worker_id


def confirm(cast: Cast, plan: Plan, *not_taken: NotTaken) -> IntakeConfirmation:
    with cast.employer.acting():
        slot = IntakeSlot.objects.get(campaign=cast.campaign, code="s1")
        state = "partial" if not_taken else "confirmed"
        return intake_confirm(plan=plan, slot=slot, state=state, by=cast.employer.user, not_taken=not_taken)


def test_an_employer_takes_all_but_some_whom_it_names_with_reasons(campaign: Campaign, cast: Cast) -> None:
    plan, worker = told(cast), worker_of(campaign, "p1")
    said = confirm(cast, plan, NotTaken(party="p1", worker=worker, reason="岗位已满"))
    assert (said.planned, said.accepted, said.reason) == (5, 4, "岗位已满")
    said = confirm(cast, plan, NotTaken(party="p2", worker=None, reason="无障碍宿舍不足"))
    assert (said.accepted, said.reason) == (2, "无障碍宿舍不足")
    with cast.employer.acting():
        decisions = person_decisions(campaign=campaign, plan_number=1)[said.slot_id]
        assert [(one.request.code, one.worker_id) for one in decisions] == [("p2", None)]
    with acting_as_system():
        assert Ask.objects.get(slot=said.slot).answered_at is not None


def test_whoever_is_named_has_to_be_among_those_who_come(campaign: Campaign, cast: Cast) -> None:
    plan, worker = told(cast), worker_of(campaign, "p1")
    for wrong, why in (
        (NotTaken(party="p3", worker=None, reason="x"), "brings no party 'p3'"),
        (NotTaken(party="p2", worker=worker, reason="x"), "is not of party 'p2'"),
        (NotTaken(party="p1", worker=None, reason=" "), "reason is missing"),
    ):
        with pytest.raises(Invalid, match=why):
            confirm(cast, plan, wrong)
    twice = NotTaken(party="p1", worker=worker, reason="x")
    with pytest.raises(Invalid, match="twice"):
        confirm(cast, plan, twice, NotTaken(party="p1", worker=None, reason="y"))


def test_an_answer_holds_for_a_later_version_that_brings_the_same_people(campaign: Campaign, cast: Cast) -> None:
    worker = worker_of(campaign, "p1")
    confirm(cast, told(cast), NotTaken(party="p1", worker=worker, reason="岗位已满"))
    told(cast, same)
    with acting_as_system():
        assert IntakeConfirmation.objects.get(plan_number=2, slot__code="s1").accepted == 4
    told(cast, only_the_walker)
    with acting_as_system():
        assert not IntakeConfirmation.objects.filter(plan_number=3).exists()
