"""How long each driver is at the wheel, day by day: by the duties that they are named for, and as reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from uuid import UUID

from django.db.models import Max

from scheduler.campaigns.mapping import bare_problem
from scheduler.campaigns.models import Campaign
from scheduler.manning.drivers import driver_list
from scheduler.manning.hours import WEEK_DAYS
from scheduler.manning.models import DrivenDay, Driver, ManningState, NamedDriver
from scheduler.organisations.models import Organisation
from scheduler.plans.models import Drive, PlanState, Stop

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of a driver, in seconds at the wheel."""

    on: date
    planned_s: int
    reported_s: int

    @property
    def total_s(self) -> int:
        """Both together."""
        return self.planned_s + self.reported_s


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverWeek:
    """Seven days of a driver."""

    driver: Driver
    days: tuple[Day, ...]

    @property
    def total_s(self) -> int:
        """Seconds in all seven."""
        return sum(day.total_s for day in self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the campaign's driver law allows, in seconds (None: it knows no such limit)."""

    day_s: int | None
    week_s: int | None


def limits_of(campaign: Campaign) -> Limits:
    """The limits that hold in a campaign."""
    law = bare_problem(campaign).rules.driver_hours
    return Limits(day_s=law.max_drive_24h_s if law else None, week_s=law.max_drive_7d_s if law else None)


def driver_weeks(*, operator: Organisation, campaign: Campaign, last: date) -> list[DriverWeek]:
    """The seven days up to ``last`` of each driver who still drives, by the campaign's dates; by code."""
    drivers = list(driver_list(operator=operator).filter(retired_at__isnull=True))
    days = [last - A_DAY * k for k in reversed(range(WEEK_DAYS))]
    zone = timezone(timedelta(seconds=campaign.utc_offset_s))
    begins = datetime.combine(days[0], time(), zone)
    planned = _planned(operator, begins, begins + A_DAY * WEEK_DAYS, zone)
    rows = DrivenDay.objects.filter(driver__in=drivers, on__range=(days[0], days[-1]))
    reported = {(driver, on): drive_s for driver, on, drive_s in rows.values_list("driver_id", "on", "drive_s")}
    return [
        DriverWeek(
            driver=driver,
            days=tuple(
                Day(on=day, planned_s=planned.get((driver.id, day), 0), reported_s=reported.get((driver.id, day), 0))
                for day in days
            ),
        )
        for driver in drivers
    ]


def _planned(
    operator: Organisation, begins: datetime, ends: datetime, zone: timezone
) -> Mapping[tuple[UUID, date], int]:
    """Seconds at the wheel by driver and day, of all duties that hold."""
    named = NamedDriver.objects.filter(
        driver__operator=operator,
        manning__state=ManningState.ACCEPTED,
        manning__duty__plan__state=PlanState.PUBLISHED,
    )
    who = {(duty, number): driver for duty, number, driver in named.values_list("manning_id", "number", "driver_id")}
    drives = Drive.objects.filter(duty__in={duty for duty, _ in who}, starts_at__lt=ends, ends_at__gt=begins)
    found: dict[tuple[UUID, date], int] = defaultdict(int)
    for duty, number, start, end in drives.values_list("duty_id", "driver", "starts_at", "ends_at"):
        if (duty, number) in who:
            for day, seconds in _by_day(start.astimezone(zone), end.astimezone(zone)):
                found[who[duty, number], day] += seconds
    return found


def _by_day(start: datetime, end: datetime) -> Iterator[tuple[date, int]]:
    """A stretch cut at midnight."""
    while start < end:
        midnight = datetime.combine(start.date() + A_DAY, time(), start.tzinfo)
        until = min(end, midnight)
        yield start.date(), int((until - start).total_seconds())
        start = until


def last_day_of_work(*, campaign: Campaign, carrier: Organisation) -> datetime:
    """When the last duty of a carrier in the plan in force ends; the end of the campaign, where it has none."""
    stops = Stop.objects.filter(
        campaign=campaign, plan__state=PlanState.PUBLISHED, duty__fleet__operator=carrier
    ).aggregate(last=Max("arrives_at"))
    return stops["last"] or campaign.horizon_end
