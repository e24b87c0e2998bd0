"""Journeys that have begun: facts, which the problem of the next plan has to allow for and the plan to repeat.

Whoever is on the road or has arrived stays in the problem. Slots and services that they have a place in cannot fall
short of them any more, whatever an employer or carrier says now; and a service that flew has flown. Who misses what
comes next, or comes to a service that does not run, is planned on from where it is set down (:mod:`solvers.onward`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.errors import sentence
from scheduler.people.states import UNDER_WAY
from scheduler.plans.delays import Delays, delayed
from scheduler.plans.models import Itinerary, Leg, PlanState
from solvers.onward import happened
from solvers.plan import Duty, DutyLeg
from solvers.plan import Plan as SolvedPlan
from solvers.problem import Boarding, Choice, Party, Problem, Rules, Service, Slot

OF_LEGS = ("place", "service", "from_stop__duty__fleet")

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OTHERWISE = _(
    "party {party} is under way by vehicle {vehicle} of {fleet}, and this plan has it otherwise: "
    "start from the published plan"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """A party under way by a vehicle, of which a plan does not tell the same."""

    party: str
    vehicle: int
    fleet: str

    @property
    def told(self) -> str | _StrPromise:
        """As a sentence, and what to do; people count vehicles from one."""
        return sentence(OTHERWISE, party=self.party, vehicle=self.vehicle + 1, fleet=self.fleet)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """The journey of a party under way: to which slot, how it left home, and how it goes on.

    ``rides`` pairs fleets with the moments at which their vehicles leave.
    """

    slot: str
    boards: str
    left_home: int
    access_s: int
    rides: tuple[tuple[str, int], ...]
    services: tuple[str, ...]


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
    return replace(
        problem,
        parties=tuple(_party(one, begun[one.id]) if one.id in begun else one for one in problem.parties),
        slots=tuple(_slot(one, into[one.id]) for one in problem.slots),
        services=tuple(_service(one, on[one.id], problem.rules, now) for one in problem.services),
    )


def begun_otherwise(
    plan: SolvedPlan, *, published: SolvedPlan, delays: Delays, problem: Problem, begun: Collection[str]
) -> list[Otherwise]:
    """Where a plan has a journey that has begun otherwise than it did, by party.

    ``delays`` are those of the published plan, by which people may have missed what comes next.
    """
    now, late = clock.seconds(clock.now()), delayed(published, delays)
    old, new = ({duty.id: duty for duty in one.duties} for one in (published, plan))
    mine = {one.party: [leg for leg in one.legs if isinstance(leg, DutyLeg)] for one in plan.itineraries}
    found = []
    for one in late.itineraries:
        rides = happened(problem, late, one, now=now) if one.party in begun and one.party in mine else ()
        if not _repeated(rides, old, mine.get(one.party, ()), new):
            last = old[rides[-1].duty]
            found.append(Otherwise(party=one.party, vehicle=last.vehicle, fleet=last.fleet))
    return found


def carriers_begun(begun: Mapping[str, Begun]) -> set[tuple[str, str]]:
    """The fleets and services that have begun to carry somebody: their offers were taken."""
    now = clock.seconds(clock.now())
    fleets = {("fleet", fleet) for one in begun.values() for fleet, leaves in one.rides if leaves <= now}
    return fleets | {("service", name) for one in begun.values() for name in one.services}


def _repeated(
    rides: Sequence[DutyLeg], old: Mapping[str, Duty], again: Sequence[DutyLeg], new: Mapping[str, Duty]
) -> bool:
    """Whether rides come again by the same vehicles, between the same stops, and none of them sooner."""
    if len(again) < len(rides):
        return False
    pairs = [(_ride(one, old), _ride(other, new)) for one, other in zip(rides, again, strict=False)]
    return all(now[:4] == was[:4] and now[4] >= was[4] for was, now in pairs)


def _ride(leg: DutyLeg, duties: Mapping[str, Duty]) -> tuple[str, int, str, str, int]:
    duty = duties[leg.duty]
    on, off = duty.stops[leg.from_stop], duty.stops[leg.to_stop]
    return duty.fleet, duty.vehicle, on.at, off.at, on.depart


def _party(party: Party, begun: Begun) -> Party:
    """A party that boards where it did."""
    where = Boarding(at=begun.boards, access_s=begun.access_s)
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
            (leg.from_stop.duty.fleet.code, clock.seconds(leg.from_stop.departs_at)) for leg in legs if leg.from_stop
        ),
        services=tuple(leg.service.code for leg in legs if leg.service),
    )
