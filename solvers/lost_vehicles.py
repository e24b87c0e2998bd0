"""An earlier plan made ready for a problem in which vehicles are lost: spare ones take over, if there are any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace

from solvers.plan import Duty, Plan
from solvers.problem import Problem

Vehicle = tuple[str, int]
"""Fleet and number."""


def without_vehicles(plan: Plan, problem: Problem, lost: Collection[Vehicle]) -> Plan:
    """The plan with the work of lost vehicles given to spare ones of their fleets, at the same times.

    ``problem`` counts the vehicles that are left; they have the numbers from 0 on, so that the last ones may get the
    numbers of lost ones. Where no vehicle is to spare the duty is dropped; whoever rides it has to be planned anew.
    """
    if not lost:
        return plan
    free = _spare(plan, problem, lost)
    counts = {fleet.id: fleet.count for fleet in problem.fleets}
    placed: dict[str, Duty | None] = {}
    for duty in sorted(plan.duties, key=lambda one: (one.fleet, one.vehicle) in lost):  # the unharmed come first
        if (duty.fleet, duty.vehicle) not in lost and duty.vehicle < counts.get(duty.fleet, 0):
            placed[duty.id] = duty
        else:
            number = next(free[duty.fleet], None)
            placed[duty.id] = None if number is None else replace(duty, vehicle=number)
    return replace(plan, duties=tuple(one for duty in plan.duties if (one := placed[duty.id]) is not None))


def _spare(plan: Plan, problem: Problem, lost: Collection[Vehicle]) -> dict[str, Iterator[int]]:
    """The numbers that nobody has who goes on."""
    kept: dict[str, set[int]] = defaultdict(set)
    for duty in plan.duties:
        if (duty.fleet, duty.vehicle) not in lost:
            kept[duty.fleet].add(duty.vehicle)
    free = {fleet.id: iter(sorted(set(range(fleet.count)) - kept[fleet.id])) for fleet in problem.fleets}
    return defaultdict(lambda: iter(()), free)
