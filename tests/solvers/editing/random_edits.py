"""Any edit that anybody could make of a plan, sound or odd."""

from __future__ import annotations

from random import Random

from solvers.editing.edits import (
    AddStop,
    At,
    DropStop,
    Edit,
    LeaveOut,
    MoveParty,
    ReorderStops,
    Ride,
    ShiftTime,
    SwapCrew,
    SwapVehicle,
)
from solvers.plan import Duty, Plan
from solvers.problem import Problem


def random_edit(problem: Problem, plan: Plan, draw: Random) -> Edit:
    """An edit that may or may not make sense."""
    party = draw.choice(problem.parties)
    fleet = draw.choice(problem.fleets).id
    if not plan.duties or draw.random() < 0.4:
        return draw.choice([LeaveOut(party=party.id), *(_move(problem, plan, draw) for _ in range(4))])
    duty = draw.choice(plan.duties)
    stop = draw.randrange(len(duty.stops))
    return draw.choice([
        SwapVehicle(duty=duty.id, fleet=fleet, vehicle=draw.choice([None, 0, 1])),
        SwapCrew(duty=duty.id, crew=draw.randrange(3)),
        AddStop(duty=duty.id, at=draw.choice(problem.locations).id, after=stop),
        DropStop(duty=duty.id, stop=stop),
        ReorderStops(duty=duty.id, order=_order(duty, draw)),
        ShiftTime(duty=duty.id, by_s=draw.choice([-7200, -600, 60, 900, 90_000])),
        ShiftTime(duty=duty.id, by_s=draw.choice([-1800, -60, 300, 7200]), stop=stop),
    ])  # fmt: skip


def _move(problem: Problem, plan: Plan, draw: Random) -> Edit:
    party = draw.choice(problem.parties)
    slot = draw.choice([None, *(choice.slot for choice in party.choices)])
    service = draw.choice([None, None, *(one.id for one in problem.services)])
    after = _ride(problem, plan, draw) if service is not None and draw.random() < 0.7 else None
    return MoveParty(
        party=party.id,
        slot=slot,
        boarding=draw.choice([None, None, *(one.at for one in party.boarding)]),
        before=draw.choice([None, _ride(problem, plan, draw)]),
        service=service,
        after=after,
        exact=draw.random() < 0.3,
    )


def _ride(problem: Problem, plan: Plan, draw: Random) -> Ride:
    if not plan.duties or draw.random() < 0.3:
        return Ride(fleet=draw.choice(problem.fleets).id)
    duty = draw.choice(plan.duties)
    at = At(stop=draw.randrange(len(duty.stops)), new=True) if draw.random() < 0.2 else None
    return Ride(duty=duty.id, board=at)


def _order(duty: Duty, draw: Random) -> tuple[int, ...]:
    order = list(range(len(duty.stops)))
    if len(order) > 3:
        i = draw.randrange(1, len(order) - 2)
        order[i], order[i + 1] = order[i + 1], order[i]
    return tuple(order)
