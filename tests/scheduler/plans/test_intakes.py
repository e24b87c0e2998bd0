"""What employers and carriers see of a published plan, and what employers answer."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db.models.functions import Now

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services import participation_add
from scheduler.errors import Conflict, Invalid
from scheduler.fleet.models import Fleet
from scheduler.intake.models import ConfirmationState, IntakeConfirmation, IntakeSlot
from scheduler.organisations.models import Organisation
from scheduler.organisations.roles import OrganisationKind, Role
from scheduler.organisations.tenancy import acting_as, acting_as_system
from scheduler.people.models import DepartureRequest, Member, Worker
from scheduler.plans.confirmations import intake_confirm
from scheduler.plans.intakes import intake_headcount, intake_list
from scheduler.plans.models import (
    Drive,
    Duty,
    Itinerary,
    Leg,
    Plan,
    PlanRun,
    PlanState,
    Stop,
    StopAction,
    Unserved,
)
from solvers.plan import DutyLeg
from tests.scheduler.plans.scene import DAY, HOUR, rich_plan
from tests.scheduler.plans.test_mapping import kept


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A published plan that brings party p1 to the mill on foot and p2 to the yard by coach d-1."""

    plan: Plan
    mill: Organisation
    yard: Organisation
    coaches: Organisation
    at_mill: IntakeSlot
    at_yard: IntakeSlot


@pytest.fixture
def stage(campaign: Campaign) -> Stage:
    walk, ride = rich_plan().itineraries[1], rich_plan().itineraries[0]
    access, coach, _ = ride.legs
    to_yard = type(ride)(party=ride.party, slot=ride.slot, legs=(access, coach))
    plan = type(rich_plan())(
        problem="small",
        duties=rich_plan().duties,
        itineraries=(to_yard, walk),
        unserved=rich_plan().unserved,
        cost=rich_plan().cost,
    )
    assert isinstance(coach, DutyLeg)
    with acting_as_system():
        mill, yard, coaches = (
            Organisation.objects.create(kind=kind, code=code, name=code)
            for kind, code in (
                (OrganisationKind.EMPLOYER, "mill"),
                (OrganisationKind.EMPLOYER, "yard"),
                (OrganisationKind.OPERATOR, "coaches"),
            )
        )
        for organisation in (mill, yard, coaches):
            participation_add(campaign=campaign, organisation=organisation)
        IntakeSlot.objects.filter(campaign=campaign, code="s-mill").update(employer=mill)
        IntakeSlot.objects.filter(campaign=campaign, code="s-yard").update(employer=yard)
        Fleet.objects.filter(campaign=campaign, code="coach").update(operator=coaches)
        for code in ("p1", "p2"):
            worker = Worker.objects.create(bureau_id=campaign.bureau_id, name=f"worker of {code}")
            request = DepartureRequest.objects.get(campaign=campaign, code=code)
            Member.objects.create(campaign=campaign, request=request, worker=worker)
        row = kept(plan, campaign)
        return Stage(
            plan=row,
            mill=mill,
            yard=yard,
            coaches=coaches,
            at_mill=IntakeSlot.objects.get(campaign=campaign, code="s-mill"),
            at_yard=IntakeSlot.objects.get(campaign=campaign, code="s-yard"),
        )


def put_in_force(plan: Plan) -> None:
    """As publishing does, without asking the judge: this plan is made up."""
    with acting_as_system():
        Plan.objects.filter(id=plan.id).update(state=PlanState.PUBLISHED, published_at=Now())


def seen_by(organisation: Organisation, role: Role) -> dict[str, set[str]]:
    """What an organisation sees of plans and of the people in them."""
    with acting_as(organisation.id, role):
        return {
            "runs": {str(run.id) for run in PlanRun.objects.all()},
            "plans": {str(plan.number) for plan in Plan.objects.all()},
            "duties": {duty.code for duty in Duty.objects.all()},
            "stops": {stop.place.code for stop in Stop.objects.select_related("place")},
            "aboard": {action.request.code for action in StopAction.objects.select_related("request")},
            "drives": {str(drive.leg) for drive in Drive.objects.all()},
            "itineraries": {itinerary.request.code for itinerary in Itinerary.objects.select_related("request")},
            "legs": {leg.mode for leg in Leg.objects.all()},
            "unserved": {left.request.code for left in Unserved.objects.select_related("request")},
            "people": {str(worker.name) for worker in Worker.objects.all()},
        }


NOTHING: dict[str, set[str]] = {
    name: set()
    for name in (
        "runs", "plans", "duties", "stops", "aboard", "drives", "itineraries", "legs", "unserved", "people",
    )
}  # fmt: skip


def test_nobody_invited_sees_anything_of_a_draft(stage: Stage) -> None:
    assert seen_by(stage.mill, Role.EMPLOYER) == NOTHING
    assert seen_by(stage.yard, Role.EMPLOYER) == NOTHING
    assert seen_by(stage.coaches, Role.OPERATOR) == NOTHING


def test_an_employer_sees_who_comes_to_its_own_slots_and_by_what(stage: Stage) -> None:
    put_in_force(stage.plan)
    assert seen_by(stage.mill, Role.EMPLOYER) == {
        **NOTHING, "plans": {"1"}, "itineraries": {"p1"}, "legs": {"access"}, "people": {"worker of p1"},
    }  # fmt: skip
    assert seen_by(stage.yard, Role.EMPLOYER) == {
        **NOTHING,
        "plans": {"1"},
        "duties": {"d-1"},
        "stops": {"depot", "wuli", "airport-1"},
        "itineraries": {"p2"},
        "legs": {"access", "duty"},
        "people": {"worker of p2"},
    }


def test_a_carrier_and_its_drivers_see_their_duties_and_who_is_aboard(stage: Stage) -> None:
    put_in_force(stage.plan)
    for role in (Role.OPERATOR, Role.DRIVER):
        assert seen_by(stage.coaches, role) == {
            **NOTHING,
            "plans": {"1"},
            "duties": {"d-0", "d-1"},
            "stops": {"depot", "wuli", "airport-1"},
            "aboard": {"p1", "p2", "p3"},
            "drives": {"0", "1"},
            "people": {"worker of p1", "worker of p2"},
        }


def test_an_intake_list_says_who_comes_when_and_by_what(stage: Stage) -> None:
    put_in_force(stage.plan)
    with acting_as(stage.yard.id, Role.EMPLOYER):
        (arrival,) = intake_list(plan=stage.plan, slot=stage.at_yard)
        assert arrival.duty is not None
        assert (arrival.duty.code, arrival.duty.fleet.code) == ("d-1", "coach")
        assert arrival.service is None
        assert arrival.arrives_at.timestamp() == DAY + 8 * HOUR
        assert [party.request.code for party in arrival.parties] == ["p2"]
        assert [str(member.name) for member in arrival.parties[0].members] == ["worker of p2"]
        assert arrival.headcount == intake_headcount(plan=stage.plan, slot=stage.at_yard) == 3
    with acting_as(stage.mill.id, Role.EMPLOYER):
        (arrival,) = intake_list(plan=stage.plan, slot=stage.at_mill)
        assert (arrival.duty, arrival.service, arrival.headcount) == (None, None, 2)
        assert intake_list(plan=stage.plan, slot=stage.at_yard) == ()


def test_an_employer_is_not_told_the_name_of_who_refuses_it(stage: Stage) -> None:
    put_in_force(stage.plan)
    with acting_as_system():
        Worker.objects.update(consent_employer=False)
    with acting_as(stage.yard.id, Role.EMPLOYER):
        (arrival,) = intake_list(plan=stage.plan, slot=stage.at_yard)
        assert (arrival.headcount, arrival.parties[0].members) == (3, ())


def test_an_employer_confirms_an_intake_whole_and_twice_is_as_good_as_once(stage: Stage) -> None:
    put_in_force(stage.plan)
    with acting_as(stage.yard.id, Role.EMPLOYER):
        first = intake_confirm(plan=stage.plan, slot=stage.at_yard, state=ConfirmationState.CONFIRMED, by=None)
        again = intake_confirm(plan=stage.plan, slot=stage.at_yard, state=ConfirmationState.CONFIRMED, by=None)
        assert (first.planned, first.accepted, first.plan_number) == (3, 3, 1)
        assert (again.id, again.version, again.decided_at) == (first.id, 1, first.decided_at)


def test_an_employer_may_think_better_of_it(stage: Stage) -> None:
    put_in_force(stage.plan)
    with acting_as(stage.yard.id, Role.EMPLOYER):
        intake_confirm(plan=stage.plan, slot=stage.at_yard, state=ConfirmationState.CONFIRMED, by=None)
        changed = intake_confirm(
            plan=stage.plan,
            slot=stage.at_yard,
            state=ConfirmationState.PARTIAL,
            accepted=2,
            reason="a machine broke",
            by=None,
        )
        assert (changed.accepted, changed.reason, changed.version) == (2, "a machine broke", 2)
        assert IntakeConfirmation.objects.count() == 1


@pytest.mark.parametrize(
    ("state", "accepted", "reason", "where"),
    [
        (ConfirmationState.PARTIAL, None, "full", "accepted"),
        (ConfirmationState.PARTIAL, 0, "full", "accepted"),
        (ConfirmationState.PARTIAL, 3, "full", "accepted"),
        (ConfirmationState.PARTIAL, 2, " ", "reason"),
        (ConfirmationState.DECLINED, 1, "full", "accepted"),
        (ConfirmationState.DECLINED, None, "", "reason"),
        (ConfirmationState.CONFIRMED, 2, "", "accepted"),
    ],
)
def test_an_answer_that_does_not_add_up_says_where(
    stage: Stage, state: ConfirmationState, accepted: int | None, reason: str, where: str
) -> None:
    put_in_force(stage.plan)
    with acting_as(stage.yard.id, Role.EMPLOYER), pytest.raises(Invalid) as caught:
        intake_confirm(plan=stage.plan, slot=stage.at_yard, state=state, accepted=accepted, reason=reason, by=None)
    assert caught.value.where == where


def test_a_draft_is_not_confirmed(stage: Stage, campaign: Campaign) -> None:
    with acting_as(campaign.bureau_id), pytest.raises(Conflict, match="plan 1 is draft"):
        intake_confirm(plan=stage.plan, slot=stage.at_yard, state=ConfirmationState.CONFIRMED, by=None)


def test_an_employer_does_not_answer_for_another(stage: Stage) -> None:
    put_in_force(stage.plan)
    with acting_as(stage.mill.id, Role.EMPLOYER), pytest.raises(Conflict, match="brings nobody to slot s-yard"):
        intake_confirm(plan=stage.plan, slot=stage.at_yard, state=ConfirmationState.CONFIRMED, by=None)
