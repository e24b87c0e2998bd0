"""Two townships of the first bureau's campaign, each with staff, people, and what hangs on them."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler import clock
from scheduler.answers.asking import Question, ask
from scheduler.answers.models import AskKind, PersonDecision
from scheduler.calls.models import Call
from scheduler.campaigns.services import participation_add
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.roles import OrganisationKind, Role
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest, RequestMove, Worker
from scheduler.people.moves import requests_move
from scheduler.people.services import NewWorker, workers_add
from scheduler.people.states import RequestState
from scheduler.plans.models import Plan, PlanState
from tests.api.stage import published_plan
from tests.builders import at
from tests.cast import Actor, Cast, make_actor, make_organisation

EAST, WEST = "城东街道", "城西街道"


@dataclass(frozen=True, slots=True, kw_only=True)
class Towns:
    """p1 and p2 are at home in the east, p3 in the west; the plan that takes them is published and told."""

    cast: Cast
    east: Actor
    west: Actor
    uninvited: Actor


def make_towns(cast: Cast) -> Towns:
    """Everyone of the class's description, with a worker and a call in each town."""
    kind = OrganisationKind.TOWN
    east, west, far = (
        make_organisation(kind, code, name)
        for code, name in (("chengdong", EAST), ("chengxi", WEST), ("chengnan", "城南街道"))
    )
    with cast.coordinator.acting():
        for town in (east, west):
            participation_add(campaign=cast.campaign, organisation=town)
        plan = Plan.objects.filter(campaign=cast.campaign, state=PlanState.PUBLISHED).first()
    plan = plan or published_plan(cast.campaign, cast.coordinator)
    with acting_as_system():
        rows = {row.code: row for row in DepartureRequest.objects.filter(campaign=cast.campaign)}
        for code, town in (("p1", EAST), ("p2", EAST), ("p3", WEST)):
            DepartureRequest.objects.filter(id=rows[code].id).update(town=town)
        new = [NewWorker(name=name, town=town) for name, town in (("甲", EAST), ("乙", WEST), ("丙", "城南街道"))]
        workers = workers_add(bureau=cast.campaign.bureau, workers=new).rows
        for worker, code in zip(workers, ("p1", "p3"), strict=False):
            assert worker is not None
            rows[code].members.create(campaign=cast.campaign, worker=worker)
        begins = clock.moment(at("05:00"))
        questions = [Question(kind=AskKind.TRIP, begins=begins, request=rows[code].id) for code in ("p1", "p3")]
        ask(campaign=cast.campaign, plan_number=plan.number or 1, questions=questions)
        told = [rows[code].id for code in ("p1", "p2", "p3")]
        requests_move(campaign=cast.campaign, requests=told, to=RequestState.TOLD, by=None)
        PersonDecision.objects.create(
            campaign=cast.campaign,
            slot=IntakeSlot.objects.get(campaign=cast.campaign, code="s1"),
            plan_number=1,
            request=rows["p3"],
            reason="名额已满",
        )
        for name, town in (("向阳花", EAST), ("牵牛花", WEST)):
            Call.objects.create(campaign=cast.campaign, key=name, name=name, town=town, slots=["s1"])
    actors = [make_actor(town, Role.TOWN, "陈清明") for town in (east, west, far)]
    return Towns(cast=cast, east=actors[0], west=actors[1], uninvited=actors[2])


def seen() -> dict[str, int]:
    """How much of what hangs on people the one who acts can see."""
    models = (Worker, DepartureRequest, RequestMove, Call, PersonDecision)
    return {model.__name__: model._default_manager.count() for model in models}
