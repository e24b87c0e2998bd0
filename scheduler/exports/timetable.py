"""A plan's duties with the names of their places, without people: what calendars, maps and timetables are made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from uuid import UUID

from django.db.models import Prefetch, Sum

from scheduler.fleet.models import Service
from scheduler.organisations.tenancy import acting_as_system
from scheduler.plans.models import Duty, Leg, Plan, Stop, StopAction


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """A stop of a duty; ``spot`` is its longitude and latitude, if they are known."""

    place_id: UUID
    code: str
    name: str
    spot: tuple[float, float] | None
    arrive: datetime
    depart: datetime
    boards: int
    alights: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A duty, or a service, as something that runs; ``kind`` is coach or the service's mode."""

    id: UUID
    code: str
    kind: str
    name: str
    operator: str
    halts: tuple[Halt, ...]


def runs_of(plan: Plan) -> tuple[Run, ...]:
    """Everything that runs by a plan, duties first. Asked with the system's eyes: no person is in it."""
    with acting_as_system():
        people = Prefetch("actions", queryset=StopAction.objects.select_related("request"))
        stops = Stop.objects.select_related("place").prefetch_related(people).order_by("position")
        duties = Duty.objects.filter(plan=plan).select_related("fleet__operator", "plan__campaign")
        found = [
            _duty(duty) for duty in duties.prefetch_related(Prefetch("stops", queryset=stops)).order_by("position")
        ]
        riding = Leg.objects.filter(plan=plan, service__isnull=False).values("service_id")
        counts = dict(riding.annotate(n=Sum("itinerary__request__size")).values_list("service_id", "n"))
        services = Service.objects.filter(id__in=counts).select_related("operator", "origin", "destination", "campaign")
        found += [_service(service, counts[service.id]) for service in services.order_by("departs_at", "code")]
    return tuple(found)


def zone_of(plan: Plan) -> timezone:
    """The campaign's clock."""
    return timezone(timedelta(seconds=plan.campaign.utc_offset_s))


def _duty(duty: Duty) -> Run:
    zone = zone_of(duty.plan)
    return Run(
        id=duty.id,
        code=duty.code,
        kind="coach",
        name=duty.fleet.name or duty.fleet.code,
        operator=duty.fleet.operator.name if duty.fleet.operator else "",
        halts=tuple(_halt(stop, zone) for stop in duty.stops.all()),
    )


def _halt(stop: Stop, zone: timezone) -> Halt:
    people = {"board": 0, "alight": 0}
    for action in stop.actions.all():
        people[action.kind] += action.request.size
    return Halt(
        place_id=stop.place_id,
        code=stop.place.code,
        name=stop.place.name or stop.place.code,
        spot=_spot(stop.place.point),
        arrive=stop.arrives_at.astimezone(zone),
        depart=stop.departs_at.astimezone(zone),
        boards=people["board"],
        alights=people["alight"],
    )


def _service(service: Service, people: int) -> Run:
    zone = timezone(timedelta(seconds=service.campaign.utc_offset_s))
    ends = ((service.origin, service.departs_at, people, 0), (service.destination, service.arrives_at, 0, people))
    return Run(
        id=service.id,
        code=service.code,
        kind=service.mode,
        name=service.name or service.code,
        operator=service.operator.name if service.operator else "",
        halts=tuple(
            Halt(
                place_id=place.id,
                code=place.code,
                name=place.name or place.code,
                spot=_spot(place.point),
                arrive=at.astimezone(zone),
                depart=at.astimezone(zone),
                boards=boards,
                alights=alights,
            )
            for place, at, boards, alights in ends
        ),
    )


def _spot(point: object) -> tuple[float, float] | None:
    return (point.x, point.y) if hasattr(point, "x") and hasattr(point, "y") else None
