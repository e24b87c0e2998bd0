"""Plans between rows and the planner's dataclasses, both ways without loss. Dull on purpose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from scheduler.campaigns.models import Campaign
from scheduler.fleet.models import Fleet, Service
from scheduler.intake.models import IntakeSlot
from scheduler.people.models import DepartureRequest
from scheduler.places.models import Place
from scheduler.plans import models as rows
from scheduler.seconds import Seconds
from solvers import plan as data
from solvers.problem import Meta

Ids = dict[str, UUID]
T = TypeVar("T")
BATCH = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """The row ids of a campaign's things by their codes."""

    fleets: Ids
    places: Ids
    requests: Ids
    slots: Ids
    services: Ids


@dataclass(slots=True)
class Batch:
    """Rows of a plan on their way into the database, in the order of their foreign keys."""

    duties: list[rows.Duty] = field(default_factory=list)
    stops: list[rows.Stop] = field(default_factory=list)
    actions: list[rows.StopAction] = field(default_factory=list)
    drives: list[rows.Drive] = field(default_factory=list)
    itineraries: list[rows.Itinerary] = field(default_factory=list)
    legs: list[rows.Leg] = field(default_factory=list)
    unserved: list[rows.Unserved] = field(default_factory=list)

    def save(self) -> None:
        """Insert them all."""
        _insert(rows.Duty, self.duties)
        _insert(rows.Stop, self.stops)
        _insert(rows.StopAction, self.actions)
        _insert(rows.Drive, self.drives)
        _insert(rows.Itinerary, self.itineraries)
        _insert(rows.Leg, self.legs)
        _insert(rows.Unserved, self.unserved)


def codes_of(campaign: Campaign) -> Codes:
    """Look up the ids behind the codes that a plan of ``campaign`` may name."""
    return Codes(
        fleets=_ids(Fleet.objects.filter(campaign=campaign)),
        places=_ids(Place.objects.filter(campaign=campaign)),
        requests=_ids(DepartureRequest.objects.filter(campaign=campaign)),
        slots=_ids(IntakeSlot.objects.filter(campaign=campaign)),
        services=_ids(Service.objects.filter(campaign=campaign)),
    )


def costs_of(plan: data.Plan) -> dict[str, Any]:
    """The columns of the plan's own row."""
    return {
        "problem_name": plan.problem,
        "cost_total": plan.cost.total,
        "cost_duties": plan.cost.duties,
        "cost_services": plan.cost.services,
        "cost_choices": plan.cost.choices,
        "cost_time": plan.cost.time,
        "cost_unserved": plan.cost.unserved,
        "cost_meta": plan.cost.meta,
        "bound": plan.bound,
        "meta": plan.meta,
    }


def to_rows(plan: data.Plan, row: rows.Plan, codes: Codes) -> Batch:
    """Rows that say what ``plan`` says, under the (saved) plan row ``row``.

    Raises
    ------
    KeyError
        The plan names something that the campaign does not have; the judge has rejected such a plan before.
    """
    batch = Batch()
    stops = _duty_rows(plan.duties, row, codes, batch)
    for position, itinerary in enumerate(plan.itineraries):
        head = rows.Itinerary(
            campaign_id=row.campaign_id,
            plan=row,
            position=position,
            meta=itinerary.meta,
            request_id=codes.requests[itinerary.party],
            slot_id=codes.slots[itinerary.slot],
        )
        batch.itineraries.append(head)
        batch.legs.extend(_leg_row(leg, at, head, codes, stops) for at, leg in enumerate(itinerary.legs))
    batch.unserved.extend(
        rows.Unserved(
            campaign_id=row.campaign_id,
            plan=row,
            position=position,
            meta=left.meta,
            request_id=codes.requests[left.party],
            reason=left.reason.value,
            detail=left.detail,
        )
        for position, left in enumerate(plan.unserved)
    )
    return batch


def from_rows(row: rows.Plan) -> data.Plan:
    """The plan as the planner wrote it: equal to what :func:`to_rows` was given."""
    return data.Plan(
        problem=row.problem_name,
        duties=_duties(row),
        itineraries=_itineraries(row),
        unserved=tuple(
            data.Unserved(party=party, reason=data.Reason(reason), detail=detail, meta=meta)
            for party, reason, detail, meta in row.unserved.order_by("position").values_list(
                "request__code", "reason", "detail", "meta"
            )
        ),
        cost=data.Cost(
            total=row.cost_total,
            duties=row.cost_duties,
            services=row.cost_services,
            choices=row.cost_choices,
            time=row.cost_time,
            unserved=row.cost_unserved,
            meta=row.cost_meta,
        ),
        bound=row.bound,
        meta=row.meta,
    )


def at_moment(seconds: int) -> datetime:
    """The aware datetime of a moment of the format."""
    return datetime.fromtimestamp(seconds, tz=UTC)


def _ids(found: QuerySet[Any]) -> Ids:
    return dict(found.values_list("code", "id"))


def _insert(model: type[Any], instances: list[Any]) -> None:
    model.objects.bulk_create(instances, batch_size=BATCH)


def _duty_rows(
    duties: Iterable[data.Duty], row: rows.Plan, codes: Codes, batch: Batch
) -> dict[str, tuple[rows.Stop, ...]]:
    stops_of: dict[str, tuple[rows.Stop, ...]] = {}
    for position, duty in enumerate(duties):
        head = rows.Duty(
            campaign_id=row.campaign_id,
            plan=row,
            position=position,
            meta=duty.meta,
            code=duty.id,
            fleet_id=codes.fleets[duty.fleet],
            vehicle=duty.vehicle,
            crew=duty.crew,
        )
        stops = tuple(_stop_row(stop, at, head, codes) for at, stop in enumerate(duty.stops))
        stops_of[duty.id] = stops
        batch.duties.append(head)
        batch.stops.extend(stops)
        for stop_row, stop in zip(stops, duty.stops, strict=True):
            batch.actions.extend(_action_rows(stop.board, rows.StopAction.Kind.BOARD, stop_row, codes))
            batch.actions.extend(_action_rows(stop.alight, rows.StopAction.Kind.ALIGHT, stop_row, codes))
        batch.drives.extend(_drive_row(drive, at, head) for at, drive in enumerate(duty.drives))
    return stops_of


def _stop_row(stop: data.Stop, position: int, duty: rows.Duty, codes: Codes) -> rows.Stop:
    return rows.Stop(
        campaign_id=duty.campaign_id,
        plan_id=duty.plan_id,
        duty=duty,
        position=position,
        meta=stop.meta,
        place_id=codes.places[stop.at],
        arrives_at=at_moment(stop.arrive),
        starts_at=at_moment(stop.start),
        departs_at=at_moment(stop.depart),
    )


def _action_rows(
    parties: tuple[str, ...], kind: rows.StopAction.Kind, stop: rows.Stop, codes: Codes
) -> list[rows.StopAction]:
    return [
        rows.StopAction(
            campaign_id=stop.campaign_id,
            plan_id=stop.plan_id,
            stop=stop,
            position=position,
            kind=kind.value,
            request_id=codes.requests[party],
        )
        for position, party in enumerate(parties)
    ]


def _drive_row(drive: data.Drive, position: int, duty: rows.Duty) -> rows.Drive:
    return rows.Drive(
        campaign_id=duty.campaign_id,
        plan_id=duty.plan_id,
        duty=duty,
        position=position,
        meta=drive.meta,
        leg=drive.leg,
        driver=drive.driver,
        starts_at=at_moment(drive.start),
        ends_at=at_moment(drive.end),
    )


def _leg_row(
    leg: data.Leg, position: int, itinerary: rows.Itinerary, codes: Codes, stops: dict[str, tuple[rows.Stop, ...]]
) -> rows.Leg:
    row = rows.Leg(
        campaign_id=itinerary.campaign_id,
        plan_id=itinerary.plan_id,
        itinerary=itinerary,
        position=position,
        meta=leg.meta,
    )
    match leg:
        case data.AccessLeg():
            row.mode = rows.Leg.Mode.ACCESS.value
            row.place_id = codes.places[leg.to]
            row.departs_at, row.arrives_at = at_moment(leg.depart), at_moment(leg.arrive)
        case data.DutyLeg():
            row.mode = rows.Leg.Mode.DUTY.value
            row.from_stop, row.to_stop = stops[leg.duty][leg.from_stop], stops[leg.duty][leg.to_stop]
        case data.ServiceLeg():
            row.mode = rows.Leg.Mode.SERVICE.value
            row.service_id = codes.services[leg.service]
    return row


def _duties(row: rows.Plan) -> tuple[data.Duty, ...]:
    stops = _stops(row)
    drives = _grouped(
        row.drives.order_by("position").values_list(
            "duty_id", "leg", "driver", Seconds("starts_at"), Seconds("ends_at"), "meta"
        ),
        lambda leg, driver, start, end, meta: data.Drive(leg=leg, driver=driver, start=start, end=end, meta=meta),
    )
    return tuple(
        data.Duty(
            id=code,
            fleet=fleet,
            vehicle=vehicle,
            crew=crew,
            stops=tuple(stops[key]),
            drives=tuple(drives[key]),
            meta=meta,
        )
        for key, code, fleet, vehicle, crew, meta in row.duties.order_by("position").values_list(
            "id", "code", "fleet__code", "vehicle", "crew", "meta"
        )
    )


def _stops(row: rows.Plan) -> dict[UUID, list[data.Stop]]:
    parties: dict[tuple[UUID, str], list[str]] = defaultdict(list)
    actions = row.stop_actions.order_by("position")
    for stop, kind, party in actions.values_list("stop_id", "kind", "request__code"):
        parties[stop, kind].append(party)
    return _grouped(
        row.stops.order_by("position").values_list(
            "duty_id",
            "id",
            "place__code",
            Seconds("arrives_at"),
            Seconds("starts_at"),
            Seconds("departs_at"),
            "meta",
        ),
        lambda key, place, arrive, start, depart, meta: data.Stop(
            at=place,
            arrive=arrive,
            start=start,
            depart=depart,
            board=tuple(parties[key, rows.StopAction.Kind.BOARD.value]),
            alight=tuple(parties[key, rows.StopAction.Kind.ALIGHT.value]),
            meta=meta,
        ),
    )


def _itineraries(row: rows.Plan) -> tuple[data.Itinerary, ...]:
    legs = _grouped(
        row.legs.order_by("position").values_list(
            "itinerary_id",
            "mode",
            "place__code",
            Seconds("departs_at"),
            Seconds("arrives_at"),
            "from_stop__duty__code",
            "from_stop__position",
            "to_stop__position",
            "service__code",
            "meta",
        ),
        _leg,
    )
    return tuple(
        data.Itinerary(party=party, slot=slot, legs=tuple(legs[key]), meta=meta)
        for key, party, slot, meta in row.itineraries.order_by("position").values_list(
            "id", "request__code", "slot__code", "meta"
        )
    )


def _leg(
    mode: str,
    place: str,
    depart: int,
    arrive: int,
    duty: str,
    from_stop: int,
    to_stop: int,
    service: str,
    meta: Meta,
) -> data.Leg:
    match rows.Leg.Mode(mode):
        case rows.Leg.Mode.ACCESS:
            return data.AccessLeg(to=place, depart=depart, arrive=arrive, meta=meta)
        case rows.Leg.Mode.DUTY:
            return data.DutyLeg(duty=duty, from_stop=from_stop, to_stop=to_stop, meta=meta)
        case rows.Leg.Mode.SERVICE:
            return data.ServiceLeg(service=service, meta=meta)


def _grouped(records: Iterable[tuple[Any, ...]], build: Callable[..., T]) -> dict[UUID, list[T]]:
    """Build a thing from each record but its first field, and list them under that."""
    groups: dict[UUID, list[T]] = defaultdict(list)
    for key, *columns in records:
        groups[key].append(build(*columns))
    return groups
