"""What speaks against naming drivers and a vehicle for a duty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from uuid import UUID

from django.db.models import Max, Min

from scheduler import clock
from scheduler.campaigns.mapping import bare_problem
from scheduler.fleet.models import Crew
from scheduler.manning.hours import Breach, Record, Wheel, breaches
from scheduler.manning.models import DrivenDay, Driver, Manning, ManningState, NamedDriver
from scheduler.plans.models import Drive, Duty, PlanState, Stop

LOOK_BACK = timedelta(days=8)
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Another duty at the same time, on the campaign's clock."""

    duty: str
    begins: datetime
    ends: datetime

    def __str__(self) -> str:
        """As a sentence."""
        return f"is on duty {self.duty} from {self.begins:%Y-%m-%d %H:%M} to {self.ends:%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What speaks against a driver, or (None) the vehicle with this plate."""

    driver: Driver | None
    plate: str
    what: Breach | Overlap

    def __str__(self) -> str:
        """As a sentence."""
        return f"{f'driver {self.driver.code}' if self.driver else f'vehicle {self.plate}'}: {self.what}"


def crew_size(duty: Duty) -> int:
    """How many drivers a duty is planned with."""
    crew = Crew.objects.filter(fleet_id=duty.fleet_id, position=duty.crew).first()
    return crew.drivers if crew else 1


def objections(*, duty: Duty, drivers: Sequence[Driver], plate: str) -> list[Objection]:
    """Everything that speaks against it; ``drivers`` are in the order of the duty's drives."""
    law = bare_problem(duty.plan.campaign).rules.driver_hours
    begins, ends = span_of(duty)
    found: list[Objection] = []
    busy = _busy(duty, drivers)
    for number, driver in enumerate(drivers):
        elsewhere = busy.get(driver.id, {})
        overlaps = (_overlap(duty, o, span) for o, span in elsewhere.items() if span[0] < ends and begins < span[1])
        record = Record(
            mine=_wheels(duty, number),
            others=tuple(wheel for other in elsewhere for wheel in _wheels_named(other, driver)),
            days=_days(driver),
            utc_offset_s=duty.plan.campaign.utc_offset_s,
        )
        against: list[Breach | Overlap] = [*overlaps, *breaches(law, record)]
        found += [Objection(driver=driver, plate=plate, what=one) for one in against]
    taken = _plate_taken(duty, plate, (begins, ends))
    return found + [Objection(driver=None, plate=plate, what=one) for one in taken]


def span_of(duty: Duty) -> Span:
    """From the first departure of a duty to its last arrival."""
    ends = Stop.objects.filter(duty=duty).aggregate(first=Min("departs_at"), last=Max("arrives_at"))
    return clock.seconds(ends["first"]), clock.seconds(ends["last"])


def _in_force(duty: Duty) -> dict[str, object]:
    """Other duties that hold: of published plans, near in time; and of this plan, not yet of the one before."""
    begins, ends = (clock.moment(moment) for moment in span_of(duty))
    return {
        "state": ManningState.ACCEPTED,
        "duty__plan__state": PlanState.PUBLISHED,
        "duty__stops__departs_at__gte": begins - LOOK_BACK,
        "duty__stops__departs_at__lte": ends + LOOK_BACK,
    }


def _busy(duty: Duty, drivers: Sequence[Driver]) -> Mapping[UUID, dict[Duty, Span]]:
    found: dict[UUID, dict[Duty, Span]] = defaultdict(dict)
    mannings = Manning.objects.filter(**_in_force(duty)).exclude(duty=duty)
    rows = NamedDriver.objects.filter(driver__in=drivers, manning__in=mannings).select_related("manning__duty")
    for row in rows:
        found[row.driver_id][row.manning.duty] = span_of(row.manning.duty)
    return found


def _plate_taken(duty: Duty, plate: str, span: Span) -> list[Overlap]:
    if not plate:
        return []
    others = Manning.objects.filter(**_in_force(duty), plate=plate).exclude(duty=duty).select_related("duty").distinct()
    spans = {other.duty: span_of(other.duty) for other in others}
    return [_overlap(duty, other, its) for other, its in spans.items() if its[0] < span[1] and span[0] < its[1]]


def _overlap(duty: Duty, other: Duty, span: Span) -> Overlap:
    zone = timezone(timedelta(seconds=duty.plan.campaign.utc_offset_s))
    first, last = (clock.moment(moment).astimezone(zone) for moment in span)
    return Overlap(duty=other.code, begins=first, ends=last)


def _wheels(duty: Duty, number: int) -> tuple[Wheel, ...]:
    return tuple(
        Wheel(start=clock.seconds(drive.starts_at), end=clock.seconds(drive.ends_at), duty=duty.code)
        for drive in Drive.objects.filter(duty=duty, driver=number).order_by("starts_at")
    )


def _wheels_named(duty: Duty, driver: Driver) -> tuple[Wheel, ...]:
    numbers = NamedDriver.objects.filter(manning_id=duty.id, driver=driver).values_list("number", flat=True)
    return tuple(wheel for number in numbers for wheel in _wheels(duty, number))


def _days(driver: Driver) -> dict[date, int]:
    return dict(DrivenDay.objects.filter(driver=driver).values_list("on", "drive_s"))
