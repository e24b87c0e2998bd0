"""Documents -> dataclasses."""

from __future__ import annotations

from pydantic import ValidationError

from solvers.documents.checking import check_problem
from solvers.documents.faults import first_fault, only_unknown_words
from solvers.documents.plan_shape import (
    AccessLegShape,
    DutyLegShape,
    DutyShape,
    ItineraryShape,
    LegShape,
    PlanShape,
    StopShape,
)
from solvers.documents.problem_shape import (
    DriverHoursShape,
    FleetShape,
    HaversineShape,
    LocationShape,
    MatrixShape,
    PartyShape,
    ProblemShape,
    RulesShape,
    ServiceShape,
    SlotShape,
)
from solvers.plan import (
    AccessLeg,
    Cost,
    Drive,
    Duty,
    DutyLeg,
    InvalidPlan,
    Itinerary,
    Leg,
    Plan,
    ServiceLeg,
    Stop,
    Unserved,
)
from solvers.problem import (
    Boarding,
    Choice,
    Crew,
    DriverHours,
    Fleet,
    Haversine,
    InvalidProblem,
    Json,
    Location,
    Matrix,
    MinDrivers,
    Night,
    NightStop,
    Party,
    Problem,
    Rules,
    Service,
    Slot,
    Tier,
    Travel,
)


class UnknownWord(InvalidPlan):
    """A plan that can be read but for a reason or a mode that is none of the format's: it is not feasible."""


def read_problem(document: Json) -> Problem:
    """A parsed problem document -> the problem, checked.

    Raises
    ------
    InvalidProblem
        With the place in the document and what is wrong there.
    """
    try:
        shape = ProblemShape.model_validate(document)
    except ValidationError as error:
        raise InvalidProblem(*first_fault(error, document)) from None
    problem = _problem(shape)
    check_problem(problem)
    return problem


def read_plan(document: Json) -> Plan:
    """A parsed plan document -> the plan, as it is: whether it is feasible is the judge's to say.

    Raises
    ------
    InvalidPlan
        With the place in the document and what is wrong there; an UnknownWord where that is all.
    """
    try:
        shape = PlanShape.model_validate(document)
    except ValidationError as error:
        fault = UnknownWord if only_unknown_words(error) else InvalidPlan
        raise fault(*first_fault(error, document)) from None
    first: dict[str, int] = {}
    for i, duty in enumerate(shape.duties):
        if (before := first.setdefault(duty.id, i)) != i:
            raise InvalidPlan(f"duties[{i}].id", f"{duty.id!r} is the id of duties[{before}] too")
    return _plan(shape)


def _problem(shape: ProblemShape) -> Problem:
    offset = shape.horizon.start.utcoffset()
    return Problem(
        name=shape.name,
        currency=shape.currency,
        horizon=(int(shape.horizon.start.timestamp()), shape.horizon.end),
        utc_offset_s=int(offset.total_seconds()) if offset else 0,
        travel=_travel(shape.travel),
        locations=tuple(map(_location, shape.locations)),
        parties=tuple(map(_party, shape.parties)),
        slots=tuple(map(_slot, shape.slots)),
        fleets=tuple(map(_fleet, shape.fleets)),
        services=tuple(map(_service, shape.services)),
        rules=_rules(shape.rules),
        meta=shape.meta,
        horizon_meta=shape.horizon.meta,
    )


def _travel(shape: HaversineShape | MatrixShape) -> Travel:
    if isinstance(shape, HaversineShape):
        tiers = tuple(Tier(kmh=t.kmh, upto_m=t.upto_m, meta=t.meta) for t in shape.tiers)
        return Haversine(detour=shape.detour, tiers=tiers, meta=shape.meta)
    return Matrix(locations=shape.locations, distance_m=shape.distance_m, duration_s=shape.duration_s, meta=shape.meta)


def _location(shape: LocationShape) -> Location:
    return Location(
        id=shape.id,
        kind=shape.kind,
        lon=shape.lon,
        lat=shape.lat,
        name=shape.name,
        hours=shape.hours,
        meta=shape.meta,
    )


def _party(shape: PartyShape) -> Party:
    return Party(
        id=shape.id,
        size=shape.size,
        wheelchairs=shape.wheelchairs,
        ready=shape.ready,
        due=shape.due,
        boarding=tuple(Boarding(at=b.at, access_s=b.access_s, meta=b.meta) for b in shape.boarding),
        choices=tuple(Choice(slot=c.slot, cost=c.cost, meta=c.meta) for c in shape.choices),
        unserved_cost=shape.unserved_cost,
        meta=shape.meta,
    )


def _slot(shape: SlotShape) -> Slot:
    return Slot(
        id=shape.id,
        gate=shape.gate,
        capacity=shape.capacity,
        min_headcount=shape.min_headcount,
        windows=shape.windows,
        meta=shape.meta,
    )


def _fleet(shape: FleetShape) -> Fleet:
    return Fleet(
        id=shape.id,
        count=shape.count,
        seats=shape.seats,
        wheelchair_spaces=shape.wheelchair_spaces,
        crews=tuple(Crew(drivers=c.drivers, cost=c.cost, seats=c.seats, meta=c.meta) for c in shape.crews),
        start=shape.start,
        end=shape.end,
        available=shape.available,
        cost_fixed=shape.cost_fixed,
        cost_per_km=shape.cost_per_km,
        cost_per_hour=shape.cost_per_hour,
        slots=shape.slots,
        meta=shape.meta,
    )


def _service(shape: ServiceShape) -> Service:
    return Service(
        id=shape.id,
        mode=shape.mode,
        origin=shape.origin,
        destination=shape.destination,
        depart=shape.depart,
        arrive=shape.arrive,
        seats=shape.seats,
        wheelchair_spaces=shape.wheelchair_spaces,
        cost_fixed=shape.cost_fixed,
        cost_per_seat=shape.cost_per_seat,
        min_load=shape.min_load,
        check_in_s=shape.check_in_s,
        exit_s=shape.exit_s,
        group=shape.group,
        meta=shape.meta,
    )


def _rules(shape: RulesShape) -> Rules:
    return Rules(
        stop_fixed_s=shape.stop_fixed_s,
        stop_per_person_s=shape.stop_per_person_s,
        transfer_s=shape.transfer_s,
        max_journey_s=shape.max_journey_s,
        max_load_factor=shape.max_load_factor,
        escort_seats=shape.escort_seats,
        time_cost_per_hour=shape.time_cost_per_hour,
        driver_hours=_driver_hours(shape.driver_hours) if shape.driver_hours else None,
        meta=shape.meta,
    )


def _driver_hours(shape: DriverHoursShape) -> DriverHours:
    least, night, stop = shape.min_drivers, shape.night, shape.night_stop
    return DriverHours(
        max_continuous_drive_s=shape.max_continuous_drive_s,
        min_break_s=shape.min_break_s,
        swap_s=shape.swap_s,
        max_drive_24h_s=shape.max_drive_24h_s,
        max_drive_7d_s=shape.max_drive_7d_s,
        min_drivers=MinDrivers(over_m=least.over_m, drivers=least.drivers, meta=least.meta) if least else None,
        night=Night(span=(night.start, night.end), max_continuous_drive_s=night.max_continuous_drive_s, meta=night.meta)
        if night
        else None,
        night_stop=NightStop(span=(stop.start, stop.end), over_m=stop.over_m, meta=stop.meta) if stop else None,
        meta=shape.meta,
    )


def _plan(shape: PlanShape) -> Plan:
    cost = shape.cost
    return Plan(
        problem=shape.problem,
        duties=tuple(map(_duty, shape.duties)),
        itineraries=tuple(map(_itinerary, shape.itineraries)),
        unserved=tuple(Unserved(party=u.party, reason=u.reason, detail=u.detail, meta=u.meta) for u in shape.unserved),
        cost=Cost(
            total=cost.total,
            duties=cost.duties,
            services=cost.services,
            choices=cost.choices,
            time=cost.time,
            unserved=cost.unserved,
            meta=cost.meta,
        ),
        bound=shape.bound,
        meta=shape.meta,
    )


def _duty(shape: DutyShape) -> Duty:
    return Duty(
        id=shape.id,
        fleet=shape.fleet,
        vehicle=shape.vehicle,
        crew=shape.crew,
        stops=tuple(map(_stop, shape.stops)),
        drives=tuple(Drive(leg=d.leg, driver=d.driver, start=d.start, end=d.end, meta=d.meta) for d in shape.drives),
        meta=shape.meta,
    )


def _stop(shape: StopShape) -> Stop:
    return Stop(
        at=shape.at,
        arrive=shape.arrive,
        start=shape.start,
        depart=shape.depart,
        board=shape.board,
        alight=shape.alight,
        meta=shape.meta,
    )


def _itinerary(shape: ItineraryShape) -> Itinerary:
    return Itinerary(party=shape.party, slot=shape.slot, legs=tuple(map(_leg, shape.legs)), meta=shape.meta)


def _leg(shape: LegShape) -> Leg:
    if isinstance(shape, AccessLegShape):
        return AccessLeg(to=shape.to, depart=shape.depart, arrive=shape.arrive, meta=shape.meta)
    if isinstance(shape, DutyLegShape):
        return DutyLeg(duty=shape.duty, from_stop=shape.from_stop, to_stop=shape.to_stop, meta=shape.meta)
    return ServiceLeg(service=shape.service, meta=shape.meta)
