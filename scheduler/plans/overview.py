"""A campaign at a glance: its figures, and what still misses before a run can start, in a handful of queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

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
class Overview:
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


def campaign_overview(*, campaign: Campaign) -> Overview:
    """The figures of a campaign, as far as the asker may see what they count."""
    states = _by_state(campaign)
    totals = _totals(campaign)
    return Overview(
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
    """What is offered, and what of it is amiss: one query, a subquery a figure."""
    late = Q(booked_at__isnull=True, hold_until__lt=clock.now())
    wished = Choice.objects.filter(slot=OuterRef("pk"), request__state__in=PLANNABLE_STATES)
    slots = IntakeSlot.objects.all()
    figures = {
        "places": _figure(Place.objects.all()),
        "pointless": _figure(Place.objects.filter(point__isnull=True)),
        "slots": _figure(slots),
        "capacity": _figure(slots, Sum("capacity")),
        "unwished": _figure(slots.filter(~Exists(wished))),
        "without_contact": _figure(slots.exclude(Exists(Gate.objects.filter(place=OuterRef("gate"))))),
        "planned": _figure(
            Itinerary.objects.filter(plan__state=PlanState.PUBLISHED), Sum("request__size"), "plan__campaign"
        ),
        "vehicles": _figure(Fleet.objects.exclude(late), Sum("count")),
        "vehicle_seats": _figure(Fleet.objects.exclude(late), Sum(F("count") * F("seats"))),
        "services": _figure(Service.objects.exclude(late)),
        "service_seats": _figure(Service.objects.exclude(late), Sum("seats")),
        "seatless_fleets": _figure(Fleet.objects.filter(Q(seats=0) | Q(count=0))),
        "seatless_services": _figure(Service.objects.filter(seats=0)),
        "late_fleets": _figure(Fleet.objects.filter(late)),
        "late_services": _figure(Service.objects.filter(late)),
        "alerts": _figure(Alert.objects.filter(closed_at__isnull=True)),
    }
    counted = Campaign.objects.filter(pk=campaign.pk).annotate(**{f"n_{name}": one for name, one in figures.items()})
    row = counted.values_list(*(f"n_{name}" for name in figures)).get()
    return dict(zip(figures, row, strict=True))


def _figure(rows: QuerySet[Any, Model], counted: Any = None, by: str = "campaign") -> Coalesce:
    """A figure of the rows of a campaign."""
    own = rows.filter(**{by: OuterRef("pk")}).order_by().values(by)
    figure = own.annotate(figure=Count("pk") if counted is None else counted).values("figure")
    return Coalesce(Subquery(figure, output_field=IntegerField()), 0)


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
