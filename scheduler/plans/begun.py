"""Journeys that have begun: facts, which the problem of the next plan has to allow for and the plan to repeat.

Whoever is on the road or has arrived stays in the problem. Slots and services that they have a place in cannot fall
short of them any more, whatever an employer or carrier says now; and a service that flew has flown. Who is on the way
to a service that does not run is planned anew from where it is set down: the way there counts as its way from home.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.people.states import UNDER_WAY
from scheduler.plans.models import Itinerary, Leg, Plan, PlanState
from solvers.problem import Boarding, Choice, Party, Problem, Rules, Service, Slot

OF_LEGS = ("place", "service", "from_stop__place", "from_stop__duty__fleet", "to_stop__place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """A part of a journey on a vehicle: on which, where it begins and ends, and when."""

    fleet: str
    vehicle: int
    at: str
    leaves: int
    to: str
    over: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """The journey of a party under way: to which slot, how it left home, and how it goes on."""

    slot: str
    boards: str
    left_home: int
    access_s: int
    rides: tuple[Ride, ...]
    services: tuple[str, ...]

    def ridden(self, now: int) -> tuple[Ride, ...]:
        """The rides that had begun at a moment."""
        return tuple(ride for ride in self.rides if ride.leaves <= now)


def is_under_way(campaign: Campaign) -> bool:
    """Whether somebody of the published plan is under way or has arrived."""
    of_it = Itinerary.objects.filter(campaign=campaign, plan__state=PlanState.PUBLISHED)
    return of_it.filter(request__state__in=UNDER_WAY).exists()


def journeys_begun(campaign: Campaign) -> dict[str, Begun]:
    """The journeys of all who are under way, by the codes of their parties, as the latest plan that has them says."""
    told = Itinerary.objects.filter(
        campaign=campaign,
        request__state__in=UNDER_WAY,
        plan__state__in=[PlanState.PUBLISHED, PlanState.SUPERSEDED],
    )
    return _journeys(told.order_by("request_id", "-plan__number").distinct("request_id"))


def with_begun(problem: Problem, begun: Mapping[str, Begun]) -> Problem:
    """The problem, of which these parties are a part, with what has happened in it."""
    if not begun:
        return problem
    now = clock.seconds(clock.now())
    parties = {party.id: party for party in problem.parties}
    into, on = defaultdict[str, list[Party]](list), defaultdict[str, list[Party]](list)
    for name, one in begun.items():
        into[one.slot].append(parties[name])
        for service in one.services:
            on[service].append(parties[name])
    services = tuple(_service(one, on[one.id], problem.rules, now) for one in problem.services)
    shut = {one.id for one in services if not one.seats and one.depart > now}
    return replace(
        problem,
        parties=tuple(_party(one, begun[one.id], shut, now) if one.id in begun else one for one in problem.parties),
        slots=tuple(_slot(one, into[one.id]) for one in problem.slots),
        services=services,
    )


def begun_otherwise(plan: Plan, begun: Mapping[str, Begun]) -> list[str]:
    """Where a plan has a journey that has begun otherwise than it did: a sentence for each party."""
    now = clock.seconds(clock.now())
    mine = _journeys(Itinerary.objects.filter(plan=plan, request__code__in=begun))
    return [
        f"party {party} is under way by vehicle {was.ridden(now)[-1].vehicle} of {was.ridden(now)[-1].fleet}, and this "
        "plan has it otherwise: start from the published plan"
        for party, was in sorted(begun.items())
        if party in mine and mine[party].boards == was.boards and mine[party].ridden(now) != was.ridden(now)
    ]


def carriers_begun(begun: Mapping[str, Begun]) -> set[tuple[str, str]]:
    """The fleets and services that have begun to carry somebody: their offers were taken."""
    now = clock.seconds(clock.now())
    fleets = {("fleet", ride.fleet) for one in begun.values() for ride in one.ridden(now)}
    return fleets | {("service", name) for one in begun.values() for name in one.services}


def _party(party: Party, begun: Begun, shut: set[str], now: int) -> Party:
    """A party that boards where it did, or where it is set down before a service that does not run."""
    where = Boarding(at=begun.boards, access_s=begun.access_s)
    if shut.intersection(begun.services) and (ridden := begun.ridden(now)):
        where = Boarding(at=ridden[-1].to, access_s=ridden[-1].over - begun.left_home)
    kept = next((one for one in party.boarding if (one.at, one.access_s) == (where.at, where.access_s)), where)
    choices = party.choices
    if all(one.slot != begun.slot for one in choices):
        choices = (*choices, Choice(slot=begun.slot, cost=0.0))
    return replace(party, ready=min(party.ready, begun.left_home), boarding=(kept,), choices=choices)


def _slot(slot: Slot, parties: list[Party]) -> Slot:
    """A slot that takes in at least those who are there or on their way."""
    people = sum(party.size for party in parties)
    if not people:
        return slot
    return replace(slot, capacity=max(slot.capacity, people), min_headcount=min(slot.min_headcount, people))


def _service(service: Service, parties: list[Party], rules: Rules, now: int) -> Service:
    """A service that runs with those who are on their way to it, and had room for them if it has left."""
    people, wheelchairs = sum(party.size for party in parties), sum(party.wheelchairs for party in parties)
    if not people:
        return service
    seats = math.ceil((people + rules.escort_seats) / rules.max_load_factor - 1e-9)
    runs = replace(service, min_load=min(service.min_load, people))
    if service.depart > now:
        return runs
    return replace(runs, seats=max(service.seats, seats), wheelchair_spaces=max(service.wheelchair_spaces, wheelchairs))


def _journeys(itineraries: QuerySet[Itinerary]) -> dict[str, Begun]:
    heads = list(itineraries.select_related("request", "slot"))
    legs: dict[UUID, list[Leg]] = defaultdict(list)
    of_these = Leg.objects.filter(itinerary__in=[head.id for head in heads])
    for leg in of_these.select_related(*OF_LEGS).order_by("position"):
        legs[leg.itinerary_id].append(leg)
    return {head.request.code: _begun(head.slot.code, legs[head.id]) for head in heads}


def _begun(slot: str, legs: list[Leg]) -> Begun:
    first = legs[0]
    assert first.place is not None, "the judge has seen that it opens on foot"
    assert first.departs_at is not None
    assert first.arrives_at is not None
    left = clock.seconds(first.departs_at)
    return Begun(
        slot=slot,
        boards=first.place.code,
        left_home=left,
        access_s=clock.seconds(first.arrives_at) - left,
        rides=tuple(
            Ride(
                fleet=leg.from_stop.duty.fleet.code,
                vehicle=leg.from_stop.duty.vehicle,
                at=leg.from_stop.place.code,
                leaves=clock.seconds(leg.from_stop.departs_at),
                to=leg.to_stop.place.code,
                over=clock.seconds(leg.to_stop.departs_at),
            )
            for leg in legs
            if leg.from_stop and leg.to_stop
        ),
        services=tuple(leg.service.code for leg in legs if leg.service),
    )
