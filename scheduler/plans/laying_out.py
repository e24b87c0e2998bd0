"""A plan laid out for people to look at: its figures, and everything on it with names, loads and times."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.campaigns.models import Campaign
from scheduler.fleet.models import Fleet
from scheduler.fleet.models import Service as ServiceRow
from scheduler.intake.models import IntakeSlot
from scheduler.places.models import Place
from scheduler.plans.figures import figures_of
from scheduler.plans.models import Plan
from scheduler.plans.seen import DutySeen, Halt, Name, Overview, Ride, ServiceSeen, SlotSeen, Spot, Trip
from scheduler.plans.selectors import plan_in_its_problem
from scheduler.replanning.selectors import as_driven
from solvers.explain.figures import Explained
from solvers.judge.case import Case, Journey, Step, Work
from solvers.plan import DutyLeg, ServiceLeg
from solvers.plan import Plan as SolvedPlan
from solvers.problem import Problem, Service


def lay_out(plan: Plan) -> Overview:
    """Everything on a plan, from its rows and its campaign as they are now."""
    problem, solved = plan_in_its_problem(plan=plan)
    seen = Explained(problem, solved)
    law = problem.rules.driver_hours
    return Overview(
        figures=figures_of(*as_driven(campaign=plan.campaign, problem=problem, plan=solved)),
        slack_s=seen.slack_s(),
        law=law,
        begins=problem.horizon[0],
        ends=problem.horizon[1],
        currency=problem.currency,
        names=_names(plan.campaign),
        spots=_spots(seen, _names_of(Place, plan.campaign)),
        duties=_duties(seen),
        services=_services(seen),
        slots=_slots(seen, plan.campaign),
        trips=tuple(_trip(journey, seen.case.services) for journey in seen.journeys),
        unserved=solved.unserved,
        sizes={party.id: party.size for party in problem.parties},
    )


def trip_of(problem: Problem, plan: SolvedPlan | None, party: str) -> Trip | None:
    """How a party travels by a plan (None: it does not, or there is no plan)."""
    mine = next((one for one in plan.itineraries if one.party == party), None) if plan else None
    if plan is None or mine is None:
        return None
    case = Case(problem, plan)
    return _trip(case.journey(mine), case.services)


def _names(campaign: Campaign) -> dict[str, Name]:
    return _names_of(Place, campaign) | _names_of(Fleet, campaign) | _names_of(ServiceRow, campaign)


def _names_of(model: type[Place | Fleet | ServiceRow], campaign: Campaign) -> dict[str, Name]:
    rows = model.objects.filter(campaign=campaign).values_list("code", "name", "name_en")
    return {code: Name(own, english) for code, own, english in rows if own}


def _spots(seen: Explained, names: dict[str, Name]) -> tuple[Spot, ...]:
    people: dict[str, int] = {}
    for duty in seen.plan.duties:
        people |= {stop.at: people.get(stop.at, 0) for stop in duty.stops}
    for journey in seen.journeys:
        for at in (journey.access.to, journey.slot.gate):
            people[at] = people.get(at, 0) + journey.party.size
        for step in journey.steps:
            people |= {at: people.get(at, 0) for at in (step.origin, step.destination)}
        for after in journey.steps[1:]:
            people[after.origin] = people.get(after.origin, 0) + journey.party.size
    return tuple(
        Spot(code=at, kind=place.kind, name=names.get(at, Name(at)), lon=place.lon, lat=place.lat, people=count)
        for at, count in people.items()
        if (place := seen.case.locations.get(at))
    )


def _duties(seen: Explained) -> tuple[DutySeen, ...]:
    fills = {fill.unit: fill for fill in seen.fills()}
    at_wheel = {one.duty: one.most_24h_s for one in seen.driving()}
    return tuple(
        DutySeen(
            code=code,
            fleet=work.fleet.id,
            carrier=fills[code].carrier,
            drivers=work.crew.drivers,
            people=fills[code].people,
            most=fills[code].most,
            room=fills[code].room,
            km=work.road_m / 1000,
            leaves=work.duty.stops[0].depart,
            ends=work.duty.stops[-1].arrive,
            costs=seen.costs_of(code),
            most_24h_s=at_wheel[code],
            halts=_halts(seen, work),
            drives=work.duty.drives,
        )
        for code, work in seen.works.items()
    )


def _halts(seen: Explained, work: Work) -> tuple[Halt, ...]:
    parties = seen.case.parties
    return tuple(
        Halt(
            at=stop.at,
            arrive=stop.arrive,
            start=stop.start,
            depart=stop.depart,
            board=stop.board,
            alight=stop.alight,
            on=sum(parties[one].size for one in stop.board),
            off=sum(parties[one].size for one in stop.alight),
            load=load,
        )
        for stop, load in zip(work.duty.stops, work.people, strict=True)
    )


def _services(seen: Explained) -> tuple[ServiceSeen, ...]:
    fills = {fill.unit: fill for fill in seen.fills()}
    riding = [(seen.case.services[code], parties) for code, parties in seen.case.passengers.items()]
    return tuple(
        ServiceSeen(
            code=service.id,
            mode=service.mode,
            origin=service.origin,
            destination=service.destination,
            leaves=service.depart,
            ends=service.arrive,
            check_in_s=service.check_in_s,
            people=fills[service.id].people,
            room=fills[service.id].room,
            cost=fills[service.id].cost,
            parties=tuple(party.id for party in parties),
        )
        for service, parties in riding
    )


def _slots(seen: Explained, campaign: Campaign) -> tuple[SlotSeen, ...]:
    rows = IntakeSlot.objects.filter(campaign=campaign, employer__isnull=False)
    employers = {
        code: Name(own, english)
        for code, own, english in rows.values_list("code", "employer__name", "employer__name_en")
    }
    return tuple(
        SlotSeen(
            code=slot.id,
            gate=slot.gate,
            employer=employers.get(slot.id, Name("")),
            capacity=slot.capacity,
            people=seen.case.headcount.get(slot.id, 0),
        )
        for slot in seen.problem.slots
    )


def _trip(journey: Journey, services: Mapping[str, Service]) -> Trip:
    return Trip(
        party=journey.party.id,
        size=journey.party.size,
        wheelchairs=journey.party.wheelchairs,
        slot=journey.slot.id,
        boards_at=journey.access.to,
        leaves=journey.access.depart,
        arrives=journey.arrival,
        access_s=journey.access.arrive - journey.access.depart,
        rides=tuple(_ride(step, services) for step in journey.steps),
    )


def _ride(step: Step, services: Mapping[str, Service]) -> Ride:
    """From where boarding begins, or the service departs, until the party begins to alight."""
    if isinstance(step.leg, DutyLeg):
        unit, stops, leaves = step.leg.duty, (step.leg.from_stop, step.leg.to_stop), step.latest
    else:
        unit, stops, leaves = step.leg.service, (0, 0), services[step.leg.service].depart
    return Ride(
        unit=unit,
        is_service=isinstance(step.leg, ServiceLeg),
        origin=step.origin,
        destination=step.destination,
        leaves=leaves,
        arrives=step.arrival,
        from_stop=stops[0],
        to_stop=stops[1],
    )
