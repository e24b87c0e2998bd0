"""The share of a plan that a change can concern, as a plan of its own: what is judged there is judged soon.

It has the parties that are taken in or left out, everyone on a vehicle that changes, and everyone in a slot, on a
service or in a group of services that somebody comes to or goes from. Their other vehicles are in it with them alone:
whatever the judge says about those, it says before and after the change.
"""

from __future__ import annotations

from dataclasses import replace

from solvers.freeze import only_with
from solvers.plan import DutyLeg, Itinerary, Plan, ServiceLeg
from solvers.problem import Problem


def share_of(problem: Problem, before: Plan, after: Plan) -> tuple[Problem, Plan, Plan]:
    """The problem and the two plans, of nothing but what is concerned."""
    concerned = _parties(problem, before, after)
    small = replace(problem, parties=tuple(one for one in problem.parties if one.id in concerned))
    return small, _only(before, concerned), _only(after, concerned)


def _changed(before: Plan, after: Plan) -> set[str]:
    """Duties that are otherwise in one of the plans."""
    was, now = {one.id: one for one in before.duties}, {one.id: one for one in after.duties}
    return {name for name in {**was, **now} if was.get(name) != now.get(name)}


def _parties(problem: Problem, before: Plan, after: Plan) -> set[str]:
    was, now = {one.party: one for one in before.itineraries}, {one.party: one for one in after.itineraries}
    moved = {party for party in {**was, **now} if was.get(party) != now.get(party)}
    both = [plan[party] for plan in (was, now) for party in moved if party in plan]
    slots = {one.slot for one in both}
    services = _with_groups(problem, {name for one in both for name in _services(one)})
    duties = _changed(before, after)

    def is_concerned(one: Itinerary) -> bool:
        return one.slot in slots or bool(_services(one) & services) or bool(_duties(one) & duties)

    return moved | {one.party for one in (*before.itineraries, *after.itineraries) if is_concerned(one)}


def _with_groups(problem: Problem, services: set[str]) -> set[str]:
    groups = {one.group for one in problem.services if one.id in services and one.group is not None}
    return services | {one.id for one in problem.services if one.group in groups}


def _only(plan: Plan, parties: set[str]) -> Plan:
    """The plan with some parties only."""
    return replace(
        plan,
        duties=only_with(plan.duties, parties),
        itineraries=tuple(one for one in plan.itineraries if one.party in parties),
        unserved=tuple(one for one in plan.unserved if one.party in parties),
    )


def _services(one: Itinerary) -> set[str]:
    return {leg.service for leg in one.legs if isinstance(leg, ServiceLeg)}


def _duties(one: Itinerary) -> set[str]:
    return {leg.duty for leg in one.legs if isinstance(leg, DutyLeg)}
