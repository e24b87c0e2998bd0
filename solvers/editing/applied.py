"""A plan with an edit: taken apart, changed, timed, put together. Nothing is judged, and no cost is counted."""

from __future__ import annotations

from solvers.editing import duties, parties
from solvers.editing.closing import closed
from solvers.editing.edits import (
    AddStop,
    DropStop,
    Edit,
    LeaveOut,
    MoveParty,
    ReorderStops,
    ShiftTime,
    SwapCrew,
    SwapVehicle,
)
from solvers.editing.open_plan import OpenPlan
from solvers.editing.timing import time_touched
from solvers.plan import Plan
from solvers.problem import Problem


def applied(problem: Problem, plan: Plan, edit: Edit) -> Plan:
    """The plan with an edit, of a party's moves the exact ones.

    Raises
    ------
    CannotEdit
        The edit makes no sense for this plan.
    """
    opened = OpenPlan(problem, plan)
    _change(opened, edit)
    return closed(opened, time_touched(opened))


def _change(plan: OpenPlan, edit: Edit) -> None:
    match edit:
        case MoveParty():
            parties.move_party(plan, edit)
        case LeaveOut():
            parties.leave_out(plan, edit)
        case SwapVehicle():
            duties.swap_vehicle(plan, edit)
        case SwapCrew():
            duties.swap_crew(plan, edit)
        case AddStop():
            duties.add_stop(plan, edit)
        case DropStop():
            duties.drop_stop(plan, edit)
        case ReorderStops():
            duties.reorder_stops(plan, edit)
        case ShiftTime():
            duties.shift_time(plan, edit)
