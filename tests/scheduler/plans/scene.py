"""A small transfer that everybody here knows by heart: two villages, two factories, one charter flight."""

from __future__ import annotations

from dataclasses import replace

from solvers.plan import (
    AccessLeg,
    Cost,
    Drive,
    Duty,
    DutyLeg,
    Itinerary,
    Plan,
    Reason,
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
    Location,
    Party,
    Problem,
    Rules,
    Service,
    Slot,
    Tier,
)

DAY = 1_803_052_800  # 2027-02-20T00:00:00+08:00
HOUR = 3600

_PLACES = (
    Location(id="depot", kind="depot", lon=108.75, lat=29.50),
    Location(id="wuli", kind="boarding_point", lon=108.77, lat=29.53),
    Location(id="apeng", kind="boarding_point", lon=108.70, lat=29.44),
    Location(id="airport-1", kind="hub", lon=108.83, lat=29.51),
    Location(id="airport-2", kind="hub", lon=119.32, lat=35.41),
    Location(id="mill", kind="gate", lon=108.90, lat=29.60),
    Location(id="yard", kind="gate", lon=119.35, lat=35.42),
)


def small_problem(parties: int = 8) -> Problem:
    """``parties`` parties of one to three people; every second one also takes a job at the mill near by."""
    return Problem(
        name="small",
        currency="CNY",
        horizon=(DAY, DAY + 72 * HOUR),
        utc_offset_s=8 * HOUR,
        travel=Haversine(detour=1.4, tiers=(Tier(kmh=35, upto_m=15_000), Tier(kmh=60))),
        locations=_PLACES,
        parties=tuple(_party(number) for number in range(1, parties + 1)),
        slots=(
            Slot(id="s-mill", gate="mill", capacity=2 * parties, min_headcount=0, windows=((DAY, DAY + 72 * HOUR),)),
            Slot(id="s-yard", gate="yard", capacity=2 * parties, min_headcount=0, windows=((DAY, DAY + 72 * HOUR),)),
        ),
        fleets=(_coaches("coach", "depot", parties), _coaches("shuttle", "airport-2", parties)),
        services=(
            Service(
                id="charter",
                mode="flight",
                origin="airport-1",
                destination="airport-2",
                depart=DAY + 14 * HOUR,
                arrive=DAY + 17 * HOUR,
                seats=180,
                wheelchair_spaces=2,
                cost_fixed=9_000.0,
                cost_per_seat=10.5,
                min_load=0,
                check_in_s=5400,
                exit_s=1800,
                group=None,
            ),
        ),
        rules=Rules(
            stop_fixed_s=120,
            stop_per_person_s=15,
            transfer_s=900,
            max_journey_s=48 * HOUR,
            max_load_factor=1.0,
            escort_seats=1,
            time_cost_per_hour=12.0,
            driver_hours=DriverHours(
                max_continuous_drive_s=4 * HOUR, min_break_s=1200, swap_s=300, max_drive_24h_s=8 * HOUR
            ),
        ),
    )


def rich_plan() -> Plan:
    """A plan with one of everything that the format knows, and every ``meta`` in use; the judge has not seen it."""
    return Plan(
        problem="small",
        duties=(_first_duty(), replace(_first_duty(), id="d-0", vehicle=1, drives=(), meta=None)),
        itineraries=(
            Itinerary(
                party="p2",
                slot="s-yard",
                legs=(
                    AccessLeg(to="wuli", depart=DAY + 5 * HOUR, arrive=DAY + 5 * HOUR + 600, meta={"by": "foot"}),
                    DutyLeg(duty="d-1", from_stop=1, to_stop=2, meta={"seat": "4A"}),
                    ServiceLeg(service="charter", meta={"row": 12}),
                ),
                meta={"told": False},
            ),
            Itinerary(
                party="p1", slot="s-mill", legs=(AccessLeg(to="mill", depart=DAY + HOUR, arrive=DAY + 2 * HOUR),)
            ),
        ),
        unserved=(
            Unserved(party="p4", reason=Reason.NO_SEAT, detail="", meta={"asked": [1, 2.5, None]}),
            Unserved(party="p3", reason=Reason.SEARCH),
        ),
        cost=Cost(
            total=0.1 + 0.2, duties=1e-9, services=1 / 3, choices=0.0, time=12.5, unserved=20_000.0, meta={"v": 1}
        ),
        bound=0.30000000000000004,
        meta={"made_by": {"seed": 7}},
    )


def everyone_at_home(problem: Problem) -> Plan:
    """The plan in which nobody travels: always feasible."""
    cost = float(sum(party.unserved_cost for party in problem.parties))
    return Plan(
        problem=problem.name,
        duties=(),
        itineraries=(),
        unserved=tuple(Unserved(party=party.id, reason=Reason.SEARCH) for party in problem.parties),
        cost=Cost(total=cost, duties=0.0, services=0.0, choices=0.0, time=0.0, unserved=cost),
    )


def one_walks(problem: Problem) -> Plan:
    """Party p1 walks to its job at the mill, the others stay at home: feasible."""
    walker, *others = problem.parties
    unserved = float(sum(party.unserved_cost for party in others))
    access_s = next(boarding.access_s for boarding in walker.boarding if boarding.at == "mill")
    hours = access_s / HOUR
    time = problem.rules.time_cost_per_hour * walker.size * hours
    return Plan(
        problem=problem.name,
        duties=(),
        itineraries=(
            Itinerary(
                party=walker.id,
                slot="s-mill",
                legs=(AccessLeg(to="mill", depart=walker.ready, arrive=walker.ready + access_s),),
            ),
        ),
        unserved=tuple(Unserved(party=party.id, reason=Reason.SEARCH) for party in others),
        cost=Cost(total=time + unserved, duties=0.0, services=0.0, choices=0.0, time=time, unserved=unserved),
    )


def _first_duty() -> Duty:
    def stop(at: str, hour: float, board: tuple[str, ...] = (), alight: tuple[str, ...] = ()) -> Stop:
        start = DAY + int(hour * HOUR)
        return Stop(at=at, arrive=start - 60, start=start, depart=start + 300, board=board, alight=alight)

    return Duty(
        id="d-1",
        fleet="coach",
        vehicle=0,
        crew=1,
        stops=(
            stop("depot", 4),
            replace(stop("wuli", 6, board=("p2", "p1")), meta={"bay": 3}),
            stop("airport-1", 8, alight=("p1", "p2"), board=("p3",)),
        ),
        drives=(
            Drive(leg=1, driver=1, start=DAY + 6 * HOUR + 300, end=DAY + 7 * HOUR, meta={"toll": True}),
            Drive(leg=0, driver=0, start=DAY + 4 * HOUR + 300, end=DAY + 5 * HOUR),
        ),
        meta={"plate": "渝H·00000"},
    )


def _party(number: int) -> Party:
    village = "wuli" if number % 2 else "apeng"
    near = (Boarding(at="mill", access_s=1800),) if number == 1 else ()
    mill = (Choice(slot="s-mill", cost=0.0),) if number % 2 else ()
    return Party(
        id=f"p{number}",
        size=1 + number % 3,
        wheelchairs=0,
        ready=DAY + 5 * HOUR,
        due=None,
        boarding=(Boarding(at=village, access_s=600), *near),
        choices=(*mill, Choice(slot="s-yard", cost=20.0)),
        unserved_cost=20_000.0,
    )


def _coaches(name: str, depot: str, parties: int) -> Fleet:
    return Fleet(
        id=name,
        count=2 + parties // 20,
        seats=49,
        wheelchair_spaces=1,
        crews=(Crew(drivers=1, cost=0.0, seats=0), Crew(drivers=2, cost=600.0, seats=1)),
        start=depot,
        end=depot,
        available=(DAY, DAY + 72 * HOUR),
        cost_fixed=800.0,
        cost_per_km=6.5,
        cost_per_hour=60.0,
        slots=None,
    )
