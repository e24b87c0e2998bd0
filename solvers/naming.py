"""Names of duties that last: whoever was told to look for duty d6 still finds it under that name in the next plan."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from dataclasses import replace

from solvers.plan import DutyLeg, Itinerary, Plan


def named_after(plan: Plan, base: Plan, used: Collection[str] = ()) -> Plan:
    """The plan with the names that its vehicles' duties had in an earlier one; other vehicles' are none of those.

    ``used`` are more names that no other vehicle is to get.
    """
    was = {(duty.fleet, duty.vehicle): duty.id for duty in base.duties}
    taken = {*was.values(), *used}
    free = (name for name in map("d{}".format, itertools.count(1)) if name not in taken)
    names = {duty.id: was.get((duty.fleet, duty.vehicle)) or next(free) for duty in plan.duties}
    if all(old == new for old, new in names.items()):
        return plan
    return replace(
        plan,
        duties=tuple(replace(duty, id=names[duty.id]) for duty in plan.duties),
        itineraries=tuple(_renamed(one, names) for one in plan.itineraries),
    )


def _renamed(one: Itinerary, names: Mapping[str, str]) -> Itinerary:
    legs = (replace(leg, duty=names[leg.duty]) if isinstance(leg, DutyLeg) else leg for leg in one.legs)
    return replace(one, legs=tuple(legs))
