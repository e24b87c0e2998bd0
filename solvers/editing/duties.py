"""Edits of a duty: its vehicle, its crew, its stops, its times."""

from __future__ import annotations

from solvers.editing.edits import AddStop, CannotEdit, DropStop, ReorderStops, ShiftTime, SwapCrew, SwapVehicle, Why
from solvers.editing.open_plan import OpenDuty, OpenPlan, OpenStop, Trip
from solvers.plan import LeftOut
from solvers.problem import Fleet


def swap_vehicle(plan: OpenPlan, edit: SwapVehicle) -> None:
    """Another vehicle does the duty; if it has one, the two are exchanged."""
    duty, fleet = plan.duty(edit.duty), plan.fleet(edit.fleet)
    vehicle = plan.idle_vehicle(fleet) if edit.vehicle is None else edit.vehicle
    if not 0 <= vehicle < fleet.count:
        raise CannotEdit(f"fleet {fleet.id} has no vehicle {vehicle}: its vehicles are 0 to {fleet.count - 1}")
    if (duty.fleet.id, duty.vehicle) == (fleet.id, vehicle):
        raise CannotEdit(f"duty {duty.id} is done by vehicle {vehicle} of {fleet.id} already")
    busy = (one for one in plan.duties.values() if (one.fleet.id, one.vehicle) == (fleet.id, vehicle))
    other = next(busy, None)
    if other is not None:
        _man(plan.duty(other.id), duty.fleet, duty.vehicle)
    _man(duty, fleet, vehicle)


def _man(duty: OpenDuty, fleet: Fleet, vehicle: int) -> None:
    """A vehicle of a fleet takes a duty on: it comes from where that begins and goes to where that ends."""
    if not fleet.crews:
        raise CannotEdit(f"fleet {fleet.id} has no crew")
    if fleet.id != duty.fleet.id:
        drivers = duty.fleet.crews[duty.crew].drivers
        duty.crew = next((i for i, crew in enumerate(fleet.crews) if crew.drivers >= drivers), len(fleet.crews) - 1)
        _set_ends(duty, fleet)
    duty.fleet, duty.vehicle = fleet, vehicle


def _set_ends(duty: OpenDuty, fleet: Fleet) -> None:
    first, last = duty.stops[0], duty.stops[-1]
    if not last.busy and last.at == duty.fleet.end:
        duty.stops.remove(last)
    if not first.busy:
        duty.stops.remove(first)
    if duty.stops[0].at != fleet.start:
        duty.stops.insert(0, OpenStop(fleet.start))
    if fleet.end is not None and duty.stops[-1].at != fleet.end:
        duty.stops.append(OpenStop(fleet.end))


def swap_crew(plan: OpenPlan, edit: SwapCrew) -> None:
    """Another crew mans the duty."""
    duty = plan.duty(edit.duty)
    if not 0 <= edit.crew < len(duty.fleet.crews):
        known = ", ".join(f"{i} ({crew.drivers} drivers)" for i, crew in enumerate(duty.fleet.crews))
        raise CannotEdit(f"fleet {duty.fleet.id} has no crew {edit.crew}: its crews are {known}")
    duty.crew, duty.crew_fixed = edit.crew, True


def add_stop(plan: OpenPlan, edit: AddStop) -> None:
    """The duty passes by a place."""
    duty = plan.duty(edit.duty)
    after = duty.stop(edit.after)
    if edit.at not in plan.places:
        raise CannotEdit(f"there is no place {edit.at!r} in this campaign")
    if after is duty.stops[-1] and after.at == duty.fleet.end:
        raise CannotEdit(f"duty {duty.id} ends at its stop {edit.after}: add the stop before that", Why.ENDS_STAY)
    place = duty.stops.index(after) + 1
    if edit.at in (after.at, *(stop.at for stop in duty.stops[place : place + 1])):
        raise CannotEdit(f"duty {duty.id} stops at {edit.at} there already", Why.STOPS_THERE)
    duty.stops.insert(place, OpenStop(edit.at))


def drop_stop(plan: OpenPlan, edit: DropStop) -> None:
    """The stop is not made; who needs it boards elsewhere on the way, or stays at home."""
    duty = plan.duty(edit.duty)
    stop = duty.stop(edit.stop)
    if stop is duty.stops[0] or (stop is duty.stops[-1] and stop.at == duty.fleet.end and not stop.busy):
        raise CannotEdit(
            f"duty {duty.id} begins and ends where its fleet does: stop {edit.stop} cannot be dropped", Why.ENDS_STAY
        )
    for party in (*stop.alight, *stop.board):
        trip = plan.trips[party]
        if party in stop.alight or not _boards_elsewhere(duty, stop, trip):
            plan.take_out(party)
            dropped = f"stop {edit.stop} of duty {duty.id} at {stop.at} was dropped"
            plan.stay_home(party, LeftOut.STOP_DROPPED, dropped)
    if stop in duty.stops:
        duty.stops.remove(stop)


def _boards_elsewhere(duty: OpenDuty, stop: OpenStop, trip: Trip) -> bool:
    """Have a party board at another stop of the duty, if it begins its journey with it and can get there."""
    seats = trip.seats_on(duty)
    if len(seats) > 1 or trip.rides[0] is not seats[0]:
        return False
    seat = seats[0]
    reach = {one.at: one.access_s for one in trip.party.boarding}
    before = duty.stops[1 : duty.stops.index(seat.alight)]
    found = [other for other in before if other is not stop and other.at in reach]
    if not found:
        return False
    nearest = min(found, key=lambda other: reach[other.at])
    stop.board.remove(trip.party.id)
    nearest.board.append(trip.party.id)
    seat.board, trip.boarding, trip.access_s, trip.touched = nearest, nearest.at, reach[nearest.at], True
    return True


def reorder_stops(plan: OpenPlan, edit: ReorderStops) -> None:
    """The stops are made in another order."""
    duty = plan.duty(edit.duty)
    if sorted(edit.order) != list(range(len(duty.stops))):
        raise CannotEdit(
            f"order lists each stop of duty {duty.id} once: the numbers 0 to {len(duty.stops) - 1} in their new order"
        )
    order = [duty.stops[number] for number in edit.order]
    fixed = [duty.stops[0]] + ([duty.stops[-1]] if duty.stops[-1].at == duty.fleet.end else [])
    if order[0] is not fixed[0] or (len(fixed) > 1 and order[-1] is not fixed[1]):
        raise CannotEdit(
            f"duty {duty.id} begins and ends where its fleet does: those stops stay where they are", Why.ENDS_STAY
        )
    rank = {stop: i for i, stop in enumerate(order)}
    for trip in plan.trips.values():
        for seat in trip.seats_on(duty):
            if rank[seat.board] >= rank[seat.alight]:
                raise CannotEdit(
                    f"party {trip.party.id} would alight before it boards: move that stop of its too", Why.ALIGHTS_FIRST
                )
    duty.stops = order


def shift_time(plan: OpenPlan, edit: ShiftTime) -> None:
    """The duty leaves, or begins a stop, earlier or later."""
    duty = plan.duty(edit.duty)
    was = duty.was
    assert was is not None, "a duty of the plan has times"
    stop = duty.stop(edit.stop) if edit.stop else None  # to shift the first is to shift the departure
    if stop is not None and not stop.busy:
        raise CannotEdit(
            f"nobody boards or alights at stop {edit.stop} of duty {duty.id}: shift another, or the duty",
            Why.NOBODY_THERE,
        )
    sooner = edit.by_s < 0
    duty.leaves = was.stops[0].depart + (edit.by_s if sooner or stop is None else 0)
    if stop is not None and stop.was is not None:
        duty.hold[stop] = stop.was.start + edit.by_s
    if sooner:
        before = duty.stops if stop is None else duty.stops[: duty.stops.index(stop)]
        duty.hurry = {one: one.was.start + edit.by_s for one in before if one.was is not None}
