"""Edits of a party: it travels otherwise, or stays at home."""

from __future__ import annotations

from solvers.editing.edits import CannotEdit, LeaveOut, MoveParty, Why
from solvers.editing.open_plan import OpenPlan, Seat, Trip
from solvers.editing.seats import take_seat
from solvers.plan import LeftOut
from solvers.problem import Party, Service, Slot


def leave_out(plan: OpenPlan, edit: LeaveOut) -> None:
    """The party stays at home."""
    plan.party(edit.party)
    if edit.party not in plan.trips:
        raise CannotEdit(f"party {edit.party} stays at home already", Why.AT_HOME)
    plan.take_out(edit.party)
    plan.stay_home(edit.party, LeftOut.SAID if edit.why else LeftOut.BY_HAND, edit.why or "left out by hand")


def move_party(plan: OpenPlan, edit: MoveParty) -> None:
    """The party travels exactly so; what is not said of a ride is where the detour is shortest."""
    party = plan.party(edit.party)
    old = plan.trips.get(party.id)
    slot, service = _slot(plan, party, edit, old), _service(plan, edit)
    reach = {one.at: one.access_s for one in party.boarding}
    if edit.boarding is not None and edit.boarding not in reach:
        raise CannotEdit(
            f"party {party.id} boards at {' or '.join(reach) or 'no place'}, not at {edit.boarding}", Why.NO_BOARDING
        )
    target = service.origin if service else _change(plan, edit) or slot.gate
    rides: list[Seat | Service] = []
    if edit.before is None:
        boarding = edit.boarding or target
        if boarding != target or target not in reach:
            raise CannotEdit(
                f"party {party.id} does not get to {target} on foot: say by which duty or fleet (`before`)",
                Why.NO_RIDE,
            )
    else:
        seat = take_seat(plan, edit.before, [edit.boarding] if edit.boarding else list(reach), target)
        rides.append(seat)
        boarding = seat.board.at
    if service is not None:
        rides.append(service)
        rides += _onward(plan, edit, service, slot)
    elif edit.after is not None:
        rides.append(take_seat(plan, edit.after, [target], slot.gate))
    for ride in rides:
        if isinstance(ride, Seat):
            ride.board.board.append(party.id)
            ride.alight.alight.append(party.id)
    plan.left.pop(party.id, None)
    plan.trips[party.id] = Trip(
        party, slot, boarding, reach[boarding], rides, old.was if old is not None else None, touched=True
    )
    if old is not None:
        plan.vacate(old)


def _onward(plan: OpenPlan, edit: MoveParty, service: Service, slot: Slot) -> list[Seat | Service]:
    """The ride from a service to the gate, if there is one to be made."""
    if service.destination == slot.gate:
        return []
    if edit.after is None:
        raise CannotEdit(
            f"service {service.id} ends at {service.destination}, not at the gate {slot.gate}: "
            "say by which duty or fleet to go on (`after`)"
        )
    return [take_seat(plan, edit.after, [service.destination], slot.gate)]


def _change(plan: OpenPlan, edit: MoveParty) -> str | None:
    """Where the party changes from one vehicle to another (None: nowhere)."""
    if edit.after is None or edit.service is not None:
        return None
    if edit.before is None:
        raise CannotEdit("`after` is a ride that goes on from a service or from `before`: name that, or it as `before`")
    if edit.before.duty is not None and edit.before.duty == edit.after.duty:
        raise CannotEdit(f"party {edit.party} cannot change from duty {edit.before.duty} to the same")
    for ride, at in ((edit.before, edit.before.alight), (edit.after, edit.after.board)):
        if ride.duty is not None and at is not None and not at.new:
            return plan.duty(ride.duty).stop(at.stop).at
    raise CannotEdit(
        "say where to change vehicles: the stop at which to leave `before`, or that at which `after` boards"
    )


def _slot(plan: OpenPlan, party: Party, edit: MoveParty, old: Trip | None) -> Slot:
    name = edit.slot or (old.slot.id if old is not None else None)
    choices = [choice.slot for choice in party.choices]
    if name is None or name not in choices:
        raise CannotEdit(
            f"party {party.id} can be placed in the slots of its choices: {', '.join(choices) or 'none'}", Why.NO_CHOICE
        )
    return plan.slots[name]


def _service(plan: OpenPlan, edit: MoveParty) -> Service | None:
    if edit.service is None:
        return None
    if edit.service not in plan.services:
        raise CannotEdit(f"there is no service {edit.service!r} in this campaign")
    return plan.services[edit.service]
