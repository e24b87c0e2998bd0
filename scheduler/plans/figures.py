"""A plan in figures: whom it serves, what it costs, how full its vehicles are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from scheduler.campaigns.selectors import campaign_problem
from scheduler.plans import mapping
from scheduler.plans.models import Plan
from scheduler.replanning.selectors import as_driven
from solvers.judge import Figures, judge
from solvers.plan import Duty, Reason, ServiceLeg
from solvers.plan import Plan as SolvedPlan
from solvers.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Who stays at home for one reason."""

    reason: Reason
    parties: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFigures:
    """What the judge counts, and more.

    ``fill`` is the share of the seats of duties and services that is taken where they are fullest (None: no
    vehicle runs); ``cost_per_person`` that of duties and services for each person served (None: nobody is); ``gap``
    the share of the cost that is above the proved bound (None: nothing is proved).
    """

    feasible: bool
    counted: Figures
    fill: float | None
    cost_per_person: float | None
    left: tuple[Left, ...]

    @property
    def gap(self) -> float | None:
        """How much cheaper, at the most, any plan could be."""
        total, bound = self.counted.cost.total, self.counted.bound
        return None if bound is None or total <= 0 else max(0.0, 1 - bound / total)


def plan_figures(*, plan: Plan) -> PlanFigures:
    """The figures of a plan, judged against its campaign as it is now."""
    problem, solved = campaign_problem(plan.campaign), mapping.from_rows(plan)
    return figures_of(*as_driven(campaign=plan.campaign, problem=problem, plan=solved))


def figures_of(problem: Problem, solved: SolvedPlan) -> PlanFigures:
    """The figures of a plan of a problem."""
    verdict = judge(problem, solved)
    carrying = verdict.figures.cost.duties + verdict.figures.cost.services
    return PlanFigures(
        feasible=verdict.feasible,
        counted=verdict.figures,
        fill=_fill(problem, solved),
        cost_per_person=carrying / verdict.figures.served if verdict.figures.served else None,
        left=_left(problem, solved),
    )


def _left(problem: Problem, plan: SolvedPlan) -> tuple[Left, ...]:
    sizes = {party.id: party.size for party in problem.parties}
    parties, people = Counter[Reason](), Counter[Reason]()
    for one in plan.unserved:
        parties[one.reason] += 1
        people[one.reason] += sizes.get(one.party, 0)
    return tuple(Left(reason=reason, parties=n, people=people[reason]) for reason, n in parties.most_common())


def _fill(problem: Problem, plan: SolvedPlan) -> float | None:
    sizes = {party.id: party.size for party in problem.parties}
    vehicles = {fleet.id: fleet.seats for fleet in problem.fleets}
    planes = {service.id: service.seats for service in problem.services}
    aboard = Counter[str]()
    for itinerary in plan.itineraries:
        rides = [leg for leg in itinerary.legs if isinstance(leg, ServiceLeg)]
        aboard.update({leg.service: sizes.get(itinerary.party, 0) for leg in rides})
    seats = sum(vehicles.get(duty.fleet, 0) for duty in plan.duties) + sum(planes.get(name, 0) for name in aboard)
    taken = sum(_most_aboard(duty, sizes) for duty in plan.duties) + sum(aboard.values())
    return taken / seats if seats else None


def _most_aboard(duty: Duty, sizes: dict[str, int]) -> int:
    aboard = most = 0
    for stop in duty.stops:
        aboard += sum(sizes.get(party, 0) for party in stop.board) - sum(sizes.get(party, 0) for party in stop.alight)
        most = max(most, aboard)
    return most
