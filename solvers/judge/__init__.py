"""The judge: whether a plan is feasible, by how much it is not, and what it costs.

It knows nothing of how a plan was made: of the other solver modules it imports the data that it judges and
the roads, no more. One function a rule; :data:`solvers.judge.rules.Rule` is the closed list.
"""

from __future__ import annotations

from solvers.judge import driver_law, duties, itineraries, whole
from solvers.judge.case import Case, Journey, Work
from solvers.judge.counting import count_cost
from solvers.judge.rules import Rule
from solvers.judge.verdict import Figures, Verdict, Violation
from solvers.plan import Cost, Plan
from solvers.problem import Problem

__all__ = ["Figures", "Rule", "Verdict", "Violation", "judge"]


def judge(problem: Problem, plan: Plan) -> Verdict:
    """Judge a plan of a problem by every rule of the transfer format.

    Parameters
    ----------
    problem
        A problem that its reader has checked.
    plan
        Any plan, also one that names things which do not exist.
    """
    case = Case(problem, plan)
    violations: list[Violation] = []
    for whole_rule in whole.RULES:
        violations += whole_rule(case)
    journeys = _judge_itineraries(case, violations)
    works = _judge_duties(case, violations)
    cost = count_cost(case, journeys, works)
    for money_rule in whole.MONEY:
        violations += money_rule(case, cost)
    return Verdict(violations=tuple(violations), figures=_figures(case, journeys, works, cost))


def _judge_itineraries(case: Case, violations: list[Violation]) -> list[Journey]:
    """The itineraries that stand for a journey; the others break a rule of names and no other is asked."""
    journeys = []
    for itinerary in case.plan.itineraries:
        if itinerary.party not in case.parties:
            continue
        unnamed = [found for rule in itineraries.NAMES for found in rule(case, itinerary)]
        if unnamed:
            violations += unnamed
            continue
        journeys.append(journey := case.journey(itinerary))
        for rule in itineraries.RULES:
            violations += rule(case, journey)
    return journeys


def _judge_duties(case: Case, violations: list[Violation]) -> list[Work]:
    works = []
    for duty in case.plan.duties:
        unnamed = [found for rule in duties.NAMES for found in rule(case, duty)]
        if unnamed:
            violations += unnamed
            continue
        works.append(work := case.work(duty))
        for rule in duties.RULES:
            violations += rule(case, work)
        if (law := case.rules.driver_hours) is not None:
            for law_rule in driver_law.RULES:
                violations += law_rule(case, work, law)
    return works


def _figures(case: Case, journeys: list[Journey], works: list[Work], cost: Cost) -> Figures:
    return Figures(
        people=sum(p.size for p in case.problem.parties),
        served=sum(j.party.size for j in journeys),
        duties=len(works),
        services=len(case.passengers),
        road_m=sum(w.road_m for w in works),
        longest_journey_s=max((j.arrival - j.access.depart for j in journeys), default=0),
        cost=cost,
        bound=case.plan.bound,
    )
