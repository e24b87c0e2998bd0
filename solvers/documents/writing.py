"""Dataclasses -> documents, with times in the problem's local time."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from solvers.documents.times import clock_text, moment_text
from solvers.plan import AccessLeg, Cost, Duty, DutyLeg, Itinerary, Leg, Plan, Stop, Unserved
from solvers.problem import (
    Crew,
    DriverHours,
    Fleet,
    Haversine,
    Json,
    Location,
    Meta,
    MinDrivers,
    Night,
    NightStop,
    Party,
    Problem,
    Rules,
    Service,
    Slot,
    Span,
    Tier,
    Travel,
)

Document = dict[str, Json]
Text = Callable[[int], str]


def write_problem(problem: Problem) -> Document:
    """A problem -> its document."""
    text = _local(problem)
    start, end = problem.horizon
    return _with_meta(
        problem.meta,
        {
            "format": "transfer-problem/1",
            "name": problem.name,
            "currency": problem.currency,
            "horizon": _with_meta(problem.horizon_meta, {"start": text(start), "end": text(end)}),
            "travel": _travel(problem.travel),
            "locations": [_location(x) for x in problem.locations],
            "parties": [_party(x, text) for x in problem.parties],
            "slots": [_slot(x, text) for x in problem.slots],
            "fleets": [_fleet(x, text) for x in problem.fleets],
            "services": [_service(x, text) for x in problem.services],
            "rules": _rules(problem.rules),
        },
    )


def write_plan(plan: Plan, problem: Problem) -> Document:
    """A plan of a problem -> its document."""
    text = _local(problem)
    return _with_meta(
        plan.meta,
        {
            "format": "transfer-plan/1",
            "problem": plan.problem,
            "duties": [_duty(x, text) for x in plan.duties],
            "itineraries": [_itinerary(x, text) for x in plan.itineraries],
            "unserved": [_unserved(x) for x in plan.unserved],
            "cost": _cost(plan.cost),
            "bound": None if plan.bound is None else _number(plan.bound),
        },
    )


def _local(problem: Problem) -> Text:
    return lambda moment: moment_text(moment, problem.utc_offset_s)


def _with_meta(meta: Meta, document: Document) -> Document:
    return document if meta is None else {**document, "meta": meta}


def _number(value: float) -> float:
    """Money as people write it: 1500 rather than 1500.0."""
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else float(value)


def _spans(spans: Iterable[Span], text: Text) -> list[Json]:
    return [[text(start), text(end)] for start, end in spans]


def _travel(travel: Travel) -> Document:
    if isinstance(travel, Haversine):
        tiers: list[Json] = [_tier(tier) for tier in travel.tiers]
        return _with_meta(travel.meta, {"kind": "haversine", "detour": _number(travel.detour), "tiers": tiers})
    return _with_meta(
        travel.meta,
        {
            "kind": "matrix",
            "locations": list(travel.locations),
            "distance_m": list(map(list, travel.distance_m)),
            "duration_s": list(map(list, travel.duration_s)),
        },
    )


def _tier(tier: Tier) -> Document:
    upto: Document = {} if tier.upto_m is None else {"upto_m": tier.upto_m}
    return _with_meta(tier.meta, {**upto, "kmh": _number(tier.kmh)})


def _location(place: Location) -> Document:
    return _with_meta(
        place.meta,
        {
            "id": place.id,
            "kind": place.kind,
            "lon": place.lon,
            "lat": place.lat,
            "name": place.name,
            "hours": None if place.hours is None else list(map(clock_text, place.hours)),
        },
    )


def _party(party: Party, text: Text) -> Document:
    return _with_meta(
        party.meta,
        {
            "id": party.id,
            "size": party.size,
            "wheelchairs": party.wheelchairs,
            "ready": text(party.ready),
            "due": None if party.due is None else text(party.due),
            "boarding": [_with_meta(b.meta, {"at": b.at, "access_s": b.access_s}) for b in party.boarding],
            "choices": [_with_meta(c.meta, {"slot": c.slot, "cost": _number(c.cost)}) for c in party.choices],
            "unserved_cost": _number(party.unserved_cost),
        },
    )


def _slot(slot: Slot, text: Text) -> Document:
    return _with_meta(
        slot.meta,
        {
            "id": slot.id,
            "gate": slot.gate,
            "capacity": slot.capacity,
            "min_headcount": slot.min_headcount,
            "windows": _spans(slot.windows, text),
        },
    )


def _crew(crew: Crew) -> Document:
    return _with_meta(crew.meta, {"drivers": crew.drivers, "cost": _number(crew.cost), "seats": crew.seats})


def _fleet(fleet: Fleet, text: Text) -> Document:
    return _with_meta(
        fleet.meta,
        {
            "id": fleet.id,
            "count": fleet.count,
            "seats": fleet.seats,
            "wheelchair_spaces": fleet.wheelchair_spaces,
            "crews": [_crew(crew) for crew in fleet.crews],
            "start": fleet.start,
            "end": fleet.end,
            "available": [text(moment) for moment in fleet.available],
            "cost_fixed": _number(fleet.cost_fixed),
            "cost_per_km": _number(fleet.cost_per_km),
            "cost_per_hour": _number(fleet.cost_per_hour),
            "slots": None if fleet.slots is None else list(fleet.slots),
        },
    )


def _service(service: Service, text: Text) -> Document:
    return _with_meta(
        service.meta,
        {
            "id": service.id,
            "mode": service.mode,
            "from": service.origin,
            "to": service.destination,
            "depart": text(service.depart),
            "arrive": text(service.arrive),
            "seats": service.seats,
            "wheelchair_spaces": service.wheelchair_spaces,
            "cost_fixed": _number(service.cost_fixed),
            "cost_per_seat": _number(service.cost_per_seat),
            "min_load": service.min_load,
            "check_in_s": service.check_in_s,
            "exit_s": service.exit_s,
            "group": service.group,
        },
    )


def _rules(rules: Rules) -> Document:
    return _with_meta(
        rules.meta,
        {
            "stop_fixed_s": rules.stop_fixed_s,
            "stop_per_person_s": rules.stop_per_person_s,
            "transfer_s": rules.transfer_s,
            "max_journey_s": rules.max_journey_s,
            "max_load_factor": _number(rules.max_load_factor),
            "escort_seats": rules.escort_seats,
            "time_cost_per_hour": _number(rules.time_cost_per_hour),
            "driver_hours": None if rules.driver_hours is None else _driver_hours(rules.driver_hours),
        },
    )


def _driver_hours(law: DriverHours) -> Document:
    return _with_meta(
        law.meta,
        {
            "max_continuous_drive_s": law.max_continuous_drive_s,
            "min_break_s": law.min_break_s,
            "swap_s": law.swap_s,
            "max_drive_24h_s": law.max_drive_24h_s,
            "max_drive_7d_s": law.max_drive_7d_s,
            "min_drivers": None if law.min_drivers is None else _min_drivers(law.min_drivers),
            "night": None if law.night is None else _night(law.night),
            "night_stop": None if law.night_stop is None else _night_stop(law.night_stop),
        },
    )


def _min_drivers(least: MinDrivers) -> Document:
    return _with_meta(least.meta, {"over_m": least.over_m, "drivers": least.drivers})


def _night(night: Night) -> Document:
    start, end = map(clock_text, night.span)
    limit = night.max_continuous_drive_s
    return _with_meta(night.meta, {"from": start, "to": end, "max_continuous_drive_s": limit})


def _night_stop(stop: NightStop) -> Document:
    start, end = map(clock_text, stop.span)
    return _with_meta(stop.meta, {"from": start, "to": end, "over_m": stop.over_m})


def _duty(duty: Duty, text: Text) -> Document:
    drives: list[Json] = [
        _with_meta(d.meta, {"leg": int(d.leg), "driver": int(d.driver), "start": text(d.start), "end": text(d.end)})
        for d in duty.drives
    ]
    return _with_meta(
        duty.meta,
        {
            "id": duty.id,
            "fleet": duty.fleet,
            "vehicle": int(duty.vehicle),
            "crew": int(duty.crew),
            "stops": [_stop(stop, text) for stop in duty.stops],
            "drives": drives,
        },
    )


def _stop(stop: Stop, text: Text) -> Document:
    return _with_meta(
        stop.meta,
        {
            "at": stop.at,
            "arrive": text(stop.arrive),
            "start": text(stop.start),
            "depart": text(stop.depart),
            "board": list(stop.board),
            "alight": list(stop.alight),
        },
    )


def _itinerary(itinerary: Itinerary, text: Text) -> Document:
    return _with_meta(
        itinerary.meta,
        {
            "party": itinerary.party,
            "slot": itinerary.slot,
            "legs": [_with_meta(leg.meta, _leg(leg, text)) for leg in itinerary.legs],
        },
    )


def _leg(leg: Leg, text: Text) -> Document:
    if isinstance(leg, AccessLeg):
        return {"mode": "access", "to": leg.to, "depart": text(leg.depart), "arrive": text(leg.arrive)}
    if isinstance(leg, DutyLeg):
        return {"mode": "duty", "duty": leg.duty, "from_stop": int(leg.from_stop), "to_stop": int(leg.to_stop)}
    return {"mode": "service", "service": leg.service}


def _unserved(left: Unserved) -> Document:
    detail: Document = {} if left.detail is None else {"detail": left.detail}
    return _with_meta(left.meta, {"party": left.party, "reason": left.reason.value, **detail})


def _cost(cost: Cost) -> Document:
    return _with_meta(
        cost.meta,
        {
            "total": _number(cost.total),
            "duties": _number(cost.duties),
            "services": _number(cost.services),
            "choices": _number(cost.choices),
            "time": _number(cost.time),
            "unserved": _number(cost.unserved),
        },
    )
