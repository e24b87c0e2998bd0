"""What lies around the duties of a draft: who stays at home, services, slots; and looking for things by words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from scheduler.editing.board import Rider, lead_name, named, room_of
from scheduler.fleet.models import Fleet, Service
from scheduler.intake.models import IntakeSlot
from scheduler.people.models import DepartureRequest
from scheduler.places.models import Place
from scheduler.plans.left import Left, left_told
from scheduler.plans.models import Duty, Itinerary, Leg, Plan, Stop, StopAction, Unserved


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHome:
    """A party that stays at home, and why."""

    rider: Rider
    left: Left


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLine:
    """A service and the people on it."""

    id: UUID
    code: str
    name: str
    origin: str
    destination: str
    departs_at: datetime
    arrives_at: datetime
    people: int
    room: int
    min_load: int

    @property
    def is_wrong(self) -> bool:
        """Whether too many or too few ride."""
        return self.people > self.room or 0 < self.people < self.min_load


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotLine:
    """A slot and the people placed in it; ``windows`` are pairs of moments."""

    code: str
    gate: str
    employer: str
    windows: tuple[tuple[datetime, datetime], ...]
    people: int
    capacity: int
    min_headcount: int

    @property
    def is_wrong(self) -> bool:
        """Whether too many or too few are placed."""
        return self.people > self.capacity or 0 < self.people < self.min_headcount


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What words lead to: parties by code, town or a member's name; duties by theirs, by code, fleet and places.

    ``duties`` are the query that finds them, to be a part of another.
    """

    requests: frozenset[UUID]
    duties: Iterable[UUID]


def look_for(*, plan: Plan, words: str) -> Found:
    """Look for something in a plan. Names are sealed: they are opened and compared here."""
    campaign = plan.campaign
    fits = Q(code__iexact=words) | Q(town__icontains=words)
    parties = (
        DepartureRequest.objects.filter(campaign=campaign)
        .annotate(fits=ExpressionWrapper(fits, output_field=BooleanField()))
        .order_by()
    )
    rows = parties.values_list("id", "fits", "members__worker__name")
    requests = frozenset(key for key, does_fit, name in rows if does_fit or words in str(name or ""))
    called = Q(name__icontains=words) | Q(name_en__icontains=words)
    places = Place.objects.filter(called | Q(code__iexact=words), campaign=campaign)
    fleets = Fleet.objects.filter(called | Q(code__icontains=words), campaign=campaign)
    moves = StopAction.objects.filter(plan=plan, request__in=requests)
    stops = Stop.objects.filter(Q(place__in=places) | Q(id__in=moves.values("stop")), plan=plan)
    duties = Duty.objects.filter(
        Q(code__iexact=words) | Q(fleet__in=fleets) | Q(id__in=stops.values("duty")), plan=plan
    )
    return Found(requests=requests, duties=duties.values_list("id", flat=True))


def at_home(*, plan: Plan, only: Collection[UUID] | None, limit: int) -> list[AtHome]:
    """The parties that stay at home, the largest first: so many at most."""
    rows = Unserved.objects.filter(plan=plan)
    if only is not None:
        rows = rows.filter(request_id__in=only)
    listed = rows.annotate(lead=lead_name()).order_by("-request__size", "position")
    return [
        AtHome(
            rider=Rider(code=code, people=size, wheelchairs=wheelchairs, name=str(name or "")),
            left=left_told(reason, detail, meta),
        )
        for code, size, wheelchairs, name, reason, detail, meta in listed.values_list(
            "request__code", "request__size", "request__wheelchairs", "lead", "reason", "detail", "meta"
        )[:limit]
    ]


def service_lines(*, plan: Plan) -> list[ServiceLine]:
    """The campaign's services in the order of their departure, with the people that the plan puts on them."""
    riding = Leg.objects.filter(plan=plan, service=OuterRef("pk")).order_by().values("service")
    people = Subquery(riding.annotate(people=Sum("itinerary__request__size")).values("people"))
    services = Service.objects.filter(campaign=plan.campaign).annotate(people=Coalesce(people, 0))
    return [
        ServiceLine(
            id=one.id,
            code=one.code,
            name=named(one.code, one.name, one.name_en),
            origin=_place(one.origin),
            destination=_place(one.destination),
            departs_at=one.departs_at,
            arrives_at=one.arrives_at,
            people=one.people,
            room=room_of(plan.campaign, one.seats),
            min_load=one.min_load,
        )
        for one in services.select_related("origin", "destination").order_by("departs_at", "code")
    ]


def slot_lines(*, plan: Plan) -> list[SlotLine]:
    """The campaign's slots, with the people that the plan places in them."""
    placed = Itinerary.objects.filter(plan=plan).values_list("slot_id").annotate(people=Sum("request__size"))
    people = dict(placed.order_by())
    slots = IntakeSlot.objects.filter(campaign=plan.campaign).select_related("gate", "employer")
    return [
        SlotLine(
            code=one.code,
            gate=_place(one.gate),
            employer=named("", one.employer.name, one.employer.name_en) if one.employer else "",
            windows=tuple((datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in one.windows),
            people=people.get(one.id, 0),
            capacity=one.capacity,
            min_headcount=one.min_headcount,
        )
        for one in slots.order_by("position", "code")
    ]


def goes_on_from_a_service(*, plan: Plan, duty: str) -> bool:
    """Whether a duty takes people on from where a service brought them."""
    onward = Leg.objects.filter(plan=plan, from_stop__duty__code=duty).values_list("itinerary_id", "position").first()
    if onward is None:
        return False
    trip, position = onward
    return Leg.objects.filter(itinerary_id=trip, service__isnull=False, position__lt=position).exists()


def _place(place: Place) -> str:
    return named(place.code, place.name, place.name_en)
