"""One duty and those who ride it: what its plan and campaign say of them, without the rest of either.

Four queries, however many ride how far: a leg comes with its itinerary, a stop with its duty, and each with what it
names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, TypedDict, TypeVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from scheduler import clock
from scheduler.campaigns.mapping import bare_problem
from scheduler.campaigns.models import CampaignRow
from scheduler.fleet.mapping import fleet_of, service_of
from scheduler.fleet.models import Fleet, Service
from scheduler.intake.mapping import slot_of
from scheduler.intake.models import IntakeSlot
from scheduler.people.mapping import rider_of
from scheduler.people.models import DepartureRequest
from scheduler.places.mapping import location_of
from scheduler.places.models import Place
from scheduler.plans.models import Drive, Duty, Itinerary, Leg, Stop, StopAction
from solvers import plan as transfer
from solvers.problem import Problem

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    Halt = WithAnnotations[Stop, "Moves"]

Row = TypeVar("Row", bound=CampaignRow)

OF_LEGS = (
    "place",
    "service__origin",
    "service__destination",
    "service__operator",
    "from_stop__duty",
    "to_stop",
    "itinerary__request",
    "itinerary__slot__gate",
    "itinerary__slot__employer",
)
OF_STOPS = ("place", "duty__fleet__operator", "duty__fleet__start", "duty__fleet__end")


class Moves(TypedDict):
    """What is read with a stop: the codes of those who board and alight there, in the plan's order."""

    board: list[str]
    alight: list[str]


@dataclass(frozen=True)
class Riding:
    """The rows: every leg of those who ride ``duty``, and the stops and drives of all duties that these legs take."""

    duty: Duty
    legs: tuple[Leg, ...]
    stops: tuple[Halt, ...]
    drives: tuple[Drive, ...]

    @cached_property
    def requests(self) -> tuple[DepartureRequest, ...]:
        """Those who ride."""
        return _once(leg.itinerary.request for leg in self.legs)

    @cached_property
    def slots(self) -> tuple[IntakeSlot, ...]:
        """Where they are taken in."""
        return _once(leg.itinerary.slot for leg in self.legs)

    @cached_property
    def services(self) -> tuple[Service, ...]:
        """What they take besides."""
        return _once(leg.service for leg in self.legs)

    @cached_property
    def fleets(self) -> tuple[Fleet, ...]:
        """Whose vehicles they ride."""
        return _once(stop.duty.fleet for stop in self.stops)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every place that the others name."""
        by_fleets = [place for fleet in self.fleets for place in (fleet.start, fleet.end)]
        by_services = [place for service in self.services for place in (service.origin, service.destination)]
        gates, on_foot = [slot.gate for slot in self.slots], [leg.place for leg in self.legs]
        return _once([*(stop.place for stop in self.stops), *by_fleets, *by_services, *gates, *on_foot])

    @cached_property
    def riders(self) -> dict[str, UUID]:
        """The ids of those who ride by their codes."""
        return {request.code: request.id for request in self.requests}

    @cached_property
    def problem(self) -> Problem:
        """The campaign with what they need of it; what they might choose instead is left out."""
        codes = {place.id: place.code for place in self.places}
        return replace(
            bare_problem(self.duty.plan.campaign),
            locations=tuple(map(location_of, self.places)),
            parties=tuple(map(rider_of, self.requests)),
            slots=tuple(slot_of(slot, codes) for slot in self.slots),
            fleets=tuple(fleet_of(fleet, fleet.crews.all(), codes, None) for fleet in self.fleets),
            services=tuple(service_of(service, codes) for service in self.services),
        )

    @cached_property
    def plan(self) -> transfer.Plan:
        """Their itineraries and the duties of these, without the plan's costs."""
        drives = defaultdict[UUID, list[Drive]](list)
        for drive in self.drives:
            drives[drive.duty_id].append(drive)
        trips, duties = groupby(self.legs, attrgetter("itinerary")), groupby(self.stops, attrgetter("duty"))
        return transfer.Plan(
            problem=self.duty.plan.problem_name,
            duties=tuple(_duty(duty, stops, drives[duty.id]) for duty, stops in duties),
            itineraries=tuple(_itinerary(trip, legs) for trip, legs in trips),
            unserved=(),
            cost=transfer.Cost(total=0.0, duties=0.0, services=0.0, choices=0.0, time=0.0, unserved=0.0),
        )


def riding_of(duty: Duty) -> Riding:
    """What is said of those who ride a duty. Asked with the system's eyes: it names where they go."""
    riders = StopAction.objects.filter(stop__duty=duty).values("request")
    trips = Itinerary.objects.filter(plan=duty.plan_id, request__in=riders)
    legs = tuple(
        Leg.objects.filter(itinerary__in=trips).select_related(*OF_LEGS).order_by("itinerary__position", "position")
    )
    ridden = {duty.id, *(leg.from_stop.duty_id for leg in legs if leg.from_stop)}
    stops = Stop.objects.filter(duty__in=ridden).select_related(*OF_STOPS).prefetch_related("duty__fleet__crews")
    halts = stops.annotate(board=_moving("board"), alight=_moving("alight"))
    return Riding(
        duty=duty,
        legs=legs,
        stops=tuple(halts.order_by("duty__position", "position")),
        drives=tuple(Drive.objects.filter(duty__in=ridden).order_by("position")),
    )


def _moving(kind: str) -> ArraySubquery:
    moves = StopAction.objects.filter(stop=OuterRef("pk"), kind=kind).order_by("position")
    return ArraySubquery(moves.values("request__code"))


def _once(rows: Iterable[Row | None]) -> tuple[Row, ...]:
    """Each row once, in the order of the campaign."""
    found = {row.pk: row for row in rows if row is not None}
    return tuple(sorted(found.values(), key=attrgetter("position", "code")))


def _duty(duty: Duty, stops: Iterable[Halt], drives: Iterable[Drive]) -> transfer.Duty:
    return transfer.Duty(
        id=duty.code,
        fleet=duty.fleet.code,
        vehicle=duty.vehicle,
        crew=duty.crew,
        stops=tuple(map(_stop, stops)),
        drives=tuple(map(_drive, drives)),
        meta=duty.meta,
    )


def _stop(stop: Halt) -> transfer.Stop:
    return transfer.Stop(
        at=stop.place.code,
        arrive=clock.seconds(stop.arrives_at),
        start=clock.seconds(stop.starts_at),
        depart=clock.seconds(stop.departs_at),
        board=tuple(stop.board),
        alight=tuple(stop.alight),
        meta=stop.meta,
    )


def _drive(drive: Drive) -> transfer.Drive:
    start, end = clock.seconds(drive.starts_at), clock.seconds(drive.ends_at)
    return transfer.Drive(leg=drive.leg, driver=drive.driver, start=start, end=end, meta=drive.meta)


def _itinerary(trip: Itinerary, legs: Iterable[Leg]) -> transfer.Itinerary:
    return transfer.Itinerary(party=trip.request.code, slot=trip.slot.code, legs=tuple(map(_leg, legs)), meta=trip.meta)


def _leg(leg: Leg) -> transfer.Leg:
    if leg.from_stop and leg.to_stop:
        on, off = leg.from_stop.position, leg.to_stop.position
        return transfer.DutyLeg(duty=leg.from_stop.duty.code, from_stop=on, to_stop=off, meta=leg.meta)
    if leg.service:
        return transfer.ServiceLeg(service=leg.service.code, meta=leg.meta)
    if leg.place and leg.departs_at and leg.arrives_at:
        depart, arrive = clock.seconds(leg.departs_at), clock.seconds(leg.arrives_at)
        return transfer.AccessLeg(to=leg.place.code, depart=depart, arrive=arrive, meta=leg.meta)
    raise ValueError(f"leg {leg.id} has not the columns of its mode")
