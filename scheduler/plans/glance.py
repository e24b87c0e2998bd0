"""A campaign at a glance: its figures, and what still misses before a run can start, in a handful of queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.fleet.models import Fleet, Service
from scheduler.intake.models import Gate, IntakeSlot
from scheduler.people.models import BoardingOption, Choice, DepartureRequest
from scheduler.people.states import PLANNABLE_STATES, RequestState
from scheduler.places.models import Place
from scheduler.plans.models import Itinerary, PlanState
from scheduler.travel.models import Alert


class Lack(StrEnum):
    """What can miss, in the order in which it is best mended."""

    PLACES = "places"
    POINTS = "points"
    SLOTS = "slots"
    CARRIERS = "carriers"
    SEATS = "seats"
    OPTIONS = "options"
    REQUESTS = "requests"
    DRAFTS = "drafts"
    BOARDING = "boarding"
    CHOICES = "choices"
    UNWISHED = "unwished"
    CONTACTS = "contacts"


STOPS = frozenset({Lack.PLACES, Lack.POINTS, Lack.SLOTS, Lack.CARRIERS, Lack.REQUESTS})
"""Without these a run cannot start, or plans nobody."""
WIDTH = 4
"""Figures that a table has at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """Something that misses; ``count`` things lack it (0: there is none at all)."""

    lack: Lack
    count: int = 0

    @property
    def stops(self) -> bool:
        """Whether a run is of no use before it is mended."""
        return self.lack in STOPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """A campaign in figures; ``people`` and ``parties`` by state, seats of all vehicles and services together."""

    people: Mapping[str, int]
    parties: Mapping[str, int]
    slots: int
    places_in_slots: int
    planned: int
    vehicles: int
    vehicle_seats: int
    services: int
    service_seats: int
    alerts: int
    lacking: tuple[Lacking, ...] = field(default=())

    @property
    def asking(self) -> int:
        """People who want to go, whatever came of it since."""
        return sum(n for state, n in self.people.items() if state not in (RequestState.DRAFT, RequestState.WITHDRAWN))

    @property
    def places_free(self) -> int:
        """Places that the plan in force leaves."""
        return max(0, self.places_in_slots - self.planned)

    def reached(self, *states: RequestState) -> int:
        """People who are in one of the states."""
        return sum(self.people.get(state, 0) for state in states)


def campaign_glance(*, campaign: Campaign) -> Glance:
    """The figures of a campaign, as far as the asker may see what they count."""
    states = _by_state(campaign)
    totals = _totals(campaign)
    return Glance(
        people={state: row["people"] for state, row in states.items()},
        parties={state: row["parties"] for state, row in states.items()},
        slots=totals["slots"],
        places_in_slots=totals["capacity"],
        planned=totals["planned"],
        vehicles=totals["vehicles"],
        vehicle_seats=totals["vehicle_seats"],
        services=totals["services"],
        service_seats=totals["service_seats"],
        alerts=totals["alerts"],
        lacking=tuple(_lacking(campaign, states, totals)),
    )


def _by_state(campaign: Campaign) -> dict[str, dict[str, Any]]:
    """How many parties and people are in each state, and how many parties lack what."""
    requests = DepartureRequest.objects.filter(campaign=campaign).order_by()
    has = {
        "has_choice": Exists(Choice.objects.filter(request=OuterRef("pk"))),
        "has_boarding": Exists(BoardingOption.objects.filter(request=OuterRef("pk"))),
    }
    rows = requests.annotate(**has).values("state")
    counted = rows.annotate(
        parties=Count("pk"),
        people=Sum("size"),
        no_choice=Count("pk", filter=Q(has_choice=False)),
        no_boarding=Count("pk", filter=Q(has_boarding=False)),
    )
    return {row["state"]: dict(row) for row in counted}


def _totals(campaign: Campaign) -> dict[str, int]:
    """What is offered, and what of it is amiss: one query, a part of it a table."""
    parts = _parts(campaign)
    asked = [_padded(k, rows, tuple(figures.values())) for k, (rows, figures) in enumerate(parts)]
    totals = {name: 0 for _, figures in parts for name in figures}
    for part, *found in asked[0].union(*asked[1:], all=True):
        totals |= {name: int(figure or 0) for name, figure in zip(parts[part][1], found, strict=False)}
    return totals


def _parts(campaign: Campaign) -> Sequence[tuple[QuerySet[Any], Mapping[str, Any]]]:
    """Rows of the campaign, and what is counted of them."""
    late = Q(booked_at__isnull=True, hold_until__lt=clock.now())
    wished = Choice.objects.filter(slot=OuterRef("pk"), request__state__in=PLANNABLE_STATES)
    received = Gate.objects.filter(place=OuterRef("gate"))
    slots = {
        "slots": Count("pk"),
        "capacity": Sum("capacity"),
        "unwished": Count("pk", filter=~Exists(wished)),
        "without_contact": Count("pk", filter=~Exists(received)),
    }
    fleets = {
        "vehicles": Sum("count", filter=~late),
        "vehicle_seats": Sum(F("count") * F("seats"), filter=~late),
        "seatless_fleets": Count("pk", filter=Q(seats=0) | Q(count=0)),
        "late_fleets": Count("pk", filter=late),
    }
    services = {
        "services": Count("pk", filter=~late),
        "service_seats": Sum("seats", filter=~late),
        "seatless_services": Count("pk", filter=Q(seats=0)),
        "late_services": Count("pk", filter=late),
    }
    places = {"places": Count("pk"), "pointless": Count("pk", filter=Q(point__isnull=True))}
    planned = Itinerary.objects.filter(plan__campaign=campaign, plan__state=PlanState.PUBLISHED)
    return (
        (IntakeSlot.objects.filter(campaign=campaign).values("campaign"), slots),
        (Fleet.objects.filter(campaign=campaign).values("campaign"), fleets),
        (Service.objects.filter(campaign=campaign).values("campaign"), services),
        (Place.objects.filter(campaign=campaign).values("campaign"), places),
        (Alert.objects.filter(campaign=campaign, closed_at__isnull=True).values("campaign"), {"alerts": Count("pk")}),
        (planned.values("plan"), {"planned": Sum("request__size")}),
    )


def _padded(part: int, rows: QuerySet[Any], figures: Sequence[Any]) -> QuerySet[Any, tuple[Any, ...]]:
    """The figures of a part behind its number, as many as every part has."""
    filled = [*figures, *[Value(0)] * (WIDTH - len(figures))]
    named = {f"n{k}": figure for k, figure in enumerate(filled)}
    counted: QuerySet[Any, tuple[Any, ...]] = rows.order_by().annotate(part=Value(part), **named)
    return counted.values_list("part", *named)


def _lacking(
    campaign: Campaign, states: Mapping[str, Mapping[str, Any]], totals: Mapping[str, int]
) -> Iterator[Lacking]:
    """What misses, in the order of :class:`Lack`."""
    asking = [states[state] for state in PLANNABLE_STATES if state in states]
    drafts = states.get(RequestState.DRAFT, {}).get("parties", 0)
    counts_roads = campaign.travel.get("kind") != "matrix"
    found = {
        Lack.PLACES: None if totals["places"] else 0,
        Lack.POINTS: totals["pointless"] if counts_roads else None,
        Lack.SLOTS: None if totals["slots"] else 0,
        Lack.CARRIERS: None if totals["vehicles"] + totals["services"] else 0,
        Lack.SEATS: totals["seatless_fleets"] + totals["seatless_services"],
        Lack.OPTIONS: totals["late_fleets"] + totals["late_services"],
        Lack.REQUESTS: None if asking else 0,
        Lack.DRAFTS: drafts,
        Lack.BOARDING: sum(row["no_boarding"] for row in asking),
        Lack.CHOICES: sum(row["no_choice"] for row in asking),
        Lack.UNWISHED: totals["unwished"] if asking else None,
        Lack.CONTACTS: totals["without_contact"],
    }
    whole = (Lack.PLACES, Lack.SLOTS, Lack.CARRIERS, Lack.REQUESTS)
    for lack, count in found.items():
        if count is not None and (count or lack in whole):
            yield Lacking(lack=lack, count=count)
