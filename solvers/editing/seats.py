"""A seat on a duty from one place to another: at stops that are there, or at new ones where the detour is shortest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from solvers.editing.edits import At, CannotEdit, Ride, Why
from solvers.editing.open_plan import OpenDuty, OpenPlan, OpenStop, Seat
from solvers.travel import Road


def take_seat(plan: OpenPlan, ride: Ride, sources: Sequence[str], target: str) -> Seat:
    """A seat from one of some places to another; stops that it needs are made."""
    if (ride.duty is None) == (ride.fleet is None):
        raise CannotEdit("a ride names a duty, or a fleet of which an idle vehicle is to come")
    duty = plan.duty(ride.duty) if ride.duty is not None else plan.begin_duty(plan.fleet(ride.fleet or ""))
    source, board, alight = _shortest(plan.road, duty, ride, [one for one in sources if one != target], target)
    anchor, last = duty.stops[board.stop], duty.stops[alight.stop]
    off = _stop(duty, last, target, new=alight.new)  # first, so that one may board right before it
    return Seat(duty, _stop(duty, anchor, source, new=board.new), off)


def _stop(duty: OpenDuty, anchor: OpenStop, at: str, *, new: bool) -> OpenStop:
    if not new:
        return anchor
    made = OpenStop(at)
    duty.stops.insert(duty.stops.index(anchor) + 1, made)
    return made


def _shortest(road: Road, duty: OpenDuty, ride: Ride, sources: Sequence[str], target: str) -> tuple[str, At, At]:
    """The boarding place and the two positions with the shortest detour, among those that the ride allows."""
    offs = list(_positions(duty, target, ride.alight))
    best: tuple[int, str, At, At] | None = None
    for source in sources:
        for on in _positions(duty, source, ride.board):
            for off in offs:
                if (on.stop + on.new / 2, on.new) > (off.stop + off.new / 2, off.new) or (on == off and not on.new):
                    continue
                detour = _detour(road, duty, source, on, target, off)
                if best is None or detour < best[0]:
                    best = detour, source, on, off
    if best is None:
        places = " or ".join(sources) or "any place of its own"
        raise CannotEdit(f"duty {duty.id} cannot take anybody from {places} to {target} at these stops", Why.NO_RIDE)
    return best[1:]


def _positions(duty: OpenDuty, place: str, given: At | None) -> Iterator[At]:
    """Where a duty can stop at a place: where it does, or anew after any stop but its end."""
    if given is not None:
        stop = duty.stop(given.stop)
        if given.new or stop.at == place:
            yield given
        return
    last = len(duty.stops) - 1
    for k, stop in enumerate(duty.stops):
        if stop.at == place:
            yield At(stop=k)
        elif not (k == last and stop.at == duty.fleet.end) and (k == last or duty.stops[k + 1].at != place):
            yield At(stop=k, new=True)


def _detour(road: Road, duty: OpenDuty, source: str, on: At, target: str, off: At) -> int:
    """Seconds of driving that two positions add."""
    if on.new and off.new and on.stop == off.stop:
        return _added(road, duty, on.stop, (source, target))
    return (_added(road, duty, on.stop, (source,)) if on.new else 0) + (
        _added(road, duty, off.stop, (target,)) if off.new else 0
    )


def _added(road: Road, duty: OpenDuty, k: int, places: tuple[str, ...]) -> int:
    way = [duty.stops[k].at, *places, *(stop.at for stop in duty.stops[k + 1 : k + 2])]
    direct = road.leg(way[0], way[-1])[1] if k + 1 < len(duty.stops) else 0
    return sum(road.leg(a, b)[1] for a, b in pairwise(way)) - direct
