"""Duties on the road as a run keeps them: their times as they were and will be, beside those that were planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from solvers.plan import Drive, Duty, Plan

Times = Mapping[str, list[list[int]]]
"""``stops``: arrival, start and departure of each; ``drives``: leg, driver, start and end of each."""
Delays = Mapping[str, Times]
"""By the duty's code."""


def times_of(duty: Duty) -> Times:
    """The times of a duty."""
    return {
        "stops": [[stop.arrive, stop.start, stop.depart] for stop in duty.stops],
        "drives": [[drive.leg, drive.driver, drive.start, drive.end] for drive in duty.drives],
    }


def delayed(plan: Plan, delays: Delays) -> Plan:
    """The plan with the times of the duties that are on the road."""
    duties = tuple(_retimed(duty, delays[duty.id]) if duty.id in delays else duty for duty in plan.duties)
    return replace(plan, duties=duties)


def _retimed(duty: Duty, times: Times) -> Duty:
    stops = tuple(
        replace(stop, arrive=arrive, start=start, depart=depart)
        for stop, (arrive, start, depart) in zip(duty.stops, times["stops"], strict=True)
    )
    drives = tuple(Drive(leg=leg, driver=driver, start=start, end=end) for leg, driver, start, end in times["drives"])
    return replace(duty, stops=stops, drives=drives)
