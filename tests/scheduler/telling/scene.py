"""``ok_small`` with people in it: p1 is two workers with telephones, one reading English, p2 has one without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from scheduler.campaigns.models import Campaign, Contact, ContactRole
from scheduler.campaigns.selectors import campaign_problem
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import Message
from scheduler.people.models import DepartureRequest, Member, Worker
from scheduler.people.services import NewWorker, workers_add
from scheduler.plans import runs
from scheduler.plans.broken_promises import broken_promises, promises_approve
from scheduler.plans.models import Plan
from scheduler.plans.planning import run_conclude
from scheduler.plans.services import plan_publish, run_start
from scheduler.telling.services import plan_tell, reader_language_set
from solvers.judge import judge
from solvers.plan import Plan as SolvedPlan
from solvers.plan import Reason
from solvers.problem import Problem
from tests.builders import duty, itinerary, ok_small_plan, plan
from tests.cast import Cast

PHONES = {"赵立春": "11100000001", "钱雨水": "11100000002", "孙惊蛰": ""}


def peopled(cast: Cast) -> Campaign:
    """The first bureau's campaign with its workers and a desk to call."""
    with cast.coordinator.acting():
        new = [NewWorker(name=name, phone=phone) for name, phone in PHONES.items()]
        workers = workers_add(bureau=cast.coordinator.organisation, workers=new).rows
        for (party, position), worker in zip([("p1", 0), ("p1", 1), ("p2", 0)], workers, strict=True):
            request = DepartureRequest.objects.get(campaign=cast.campaign, code=party)
            Member.objects.create(campaign=cast.campaign, request=request, worker=worker, position=position)
        Contact.objects.create(campaign=cast.campaign, role=ContactRole.DESK, name="许小暑", phone="11100000501")
        second = workers[1]
        assert isinstance(second, Worker)
        reader_language_set(worker=second, language="en")
    return cast.campaign


def told(cast: Cast, make: Callable[[Problem], SolvedPlan] = ok_small_plan) -> Plan:
    """A plan of the campaign, published and told."""
    published = publish(cast, make)
    assert plan_tell(plan_id=published.id) is not None
    with acting_as_system():
        published.refresh_from_db()
    return published


def publish(cast: Cast, make: Callable[[Problem], SolvedPlan] = ok_small_plan) -> Plan:
    """A plan of the campaign, published."""
    with cast.coordinator.acting():
        run = run_start(campaign=cast.campaign, seconds=5, seed=1, by=cast.coordinator.user)
        problem = campaign_problem(cast.campaign)
    claim = runs.claim(run.id, worker="worker-1")
    assert claim is not None
    solved = make(problem)
    run_conclude(claim=claim, plan=solved, verdict=judge(problem, solved))
    with cast.coordinator.acting():
        plan = Plan.objects.get(run=run)
        if dropped := [one.party for one in broken_promises(plan=plan)]:
            promises_approve(plan=plan, parties=dropped, reason="a test of what follows", by=cast.coordinator.user)
        return plan_publish(plan=plan, by=cast.coordinator.user)


def later(problem: Problem) -> SolvedPlan:
    """The known plan, but the van is at bp-1 ten minutes later; p2 is picked up as before."""
    known = ok_small_plan(problem)
    run = duty(
        problem,
        "d1",
        "van",
        """
        depot-1 05:02
        bp-1    05:12    05:12    05:14:30 +p1
        bp-2    05:24:30 05:24:30 05:27:15 +p2
        hub-1   06:07:15 06:07:15 06:10:30 -p1 -p2
        depot-1 07:10:30
        """,
    )
    return plan(
        problem,
        [run, known.duties[1]],
        [
            itinerary("p1", "s1", "home 04:57 bp-1 05:12", "d1 1 3", "f1", "d2 1 2"),
            itinerary("p2", "s1", "home 05:14:30 bp-2 05:24:30", "d1 2 3", "f1", "d2 1 2"),
            known.itineraries[2],
        ],
        {"p4": Reason.SLOT_CAPACITY, "p5": Reason.NO_CHOICE},
    )


def only_the_walker(problem: Problem) -> SolvedPlan:
    """p3 walks as before, everyone else stays at home."""
    known = ok_small_plan(problem)
    home = dict.fromkeys(["p1", "p2"], Reason.SEARCH)
    return plan(problem, [], [known.itineraries[2]], {**home, "p4": Reason.SLOT_CAPACITY, "p5": Reason.NO_CHOICE})


def same(problem: Problem) -> SolvedPlan:
    """The known plan once more; a second's difference is nobody's business."""
    return replace(ok_small_plan(problem), meta={"again": True})


def messages(**which: object) -> list[Message]:
    """What was posted, in order of recipients."""
    with acting_as_system():
        return list(Message.objects.filter(**which).order_by("created_at", "template", "-language", "key"))
