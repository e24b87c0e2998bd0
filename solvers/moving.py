"""What it is worth not to move people who were told: a price for each, higher the sooner they leave."""

from __future__ import annotations

from collections.abc import Mapping

from solvers.plan import AccessLeg, Plan

NEAR_S = 72 * 3600
"""From so long before its departure on, moving a party becomes dearer."""


def move_costs(plan: Plan, *, now: int, person: float, late_factor: float) -> Mapping[str, float]:
    """The price a person of moving each party that travels in ``plan``.

    Parameters
    ----------
    now
        The moment, in seconds since the epoch.
    person
        The price where the departure is three days away or more.
    late_factor
        By how many times that price it rises until the departure, evenly: 3 makes it four times as high in the end.
    """
    return {
        one.party: person * (1.0 + late_factor * _nearness(one.legs[0].depart - now))
        for one in plan.itineraries
        if one.legs and isinstance(one.legs[0], AccessLeg)
    }


def _nearness(left_s: int) -> float:
    """0 where there is time, 1 at departure and after it."""
    return min(1.0, max(0.0, 1.0 - left_s / NEAR_S))
