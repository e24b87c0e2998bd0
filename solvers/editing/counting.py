"""How an edit counts stops: as people see them, without the places in between that judges and planner see.

In a plan with such places (:mod:`solvers.driven`) the stops behind them have other numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from solvers.driven import is_between
from solvers.editing.edits import AddStop, DropStop, Edit, MoveParty, ReorderStops, Ride, ShiftTime
from solvers.plan import Plan

Numbers = Mapping[str, Sequence[int]]
"""By duty the numbers of the stops that people see, in turn."""
Recount = Callable[[str | None, int], int]
"""The number of a duty's stop in the other way of counting."""


def with_between(edit: Edit, plan: Plan) -> Edit:
    """An edit of a plan without places in between, for ``plan``, which is that plan with them."""
    numbers = _numbers(plan)
    if isinstance(edit, ReorderStops) and edit.duty in numbers:
        return replace(edit, order=_order(edit.order, numbers[edit.duty]))
    return _recounted(edit, lambda duty, stop: _at(numbers.get(duty or "", ()), stop))


def without_between(edit: MoveParty, plan: Plan) -> MoveParty:
    """An edit of ``plan``, which has places in between, for the plan without them."""
    numbers = _numbers(plan)
    return _moved(edit, lambda duty, stop: sum(number < stop for number in numbers.get(duty or "", range(stop))))


def _numbers(plan: Plan) -> Numbers:
    return {
        duty.id: [k for k, stop in enumerate(duty.stops) if not is_between(stop.at)]
        for duty in plan.duties
        if any(is_between(stop.at) for stop in duty.stops)
    }


def _at(numbers: Sequence[int], stop: int) -> int:
    return numbers[stop] if 0 <= stop < len(numbers) else stop


def _order(order: Sequence[int], numbers: Sequence[int]) -> tuple[int, ...]:
    """An order in which whatever is in between two stops stays behind the first of them."""
    known = [stop for stop in order if 0 <= stop < len(numbers)]
    ends = [*numbers[1:], numbers[-1] + 1]
    return tuple(number for stop in known for number in range(numbers[stop], ends[stop]))


def _recounted(edit: Edit, recount: Recount) -> Edit:
    match edit:
        case MoveParty():
            return _moved(edit, recount)
        case AddStop():
            return replace(edit, after=recount(edit.duty, edit.after))
        case DropStop():
            return replace(edit, stop=recount(edit.duty, edit.stop))
        case ShiftTime(stop=int(stop)):
            return replace(edit, stop=recount(edit.duty, stop))
        case _:
            return edit


def _moved(edit: MoveParty, recount: Recount) -> MoveParty:
    return replace(edit, before=_ride(edit.before, recount), after=_ride(edit.after, recount))


def _ride(ride: Ride | None, recount: Recount) -> Ride | None:
    if ride is None:
        return None
    board, alight = (at and replace(at, stop=recount(ride.duty, at.stop)) for at in (ride.board, ride.alight))
    return replace(ride, board=board, alight=alight)
