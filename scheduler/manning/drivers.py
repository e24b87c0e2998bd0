"""An operator's drivers, and the days that they drove."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.taking import Check, Taken, bulk_add, versioned_update
from scheduler.errors import Invalid, NotFound
from scheduler.manning.models import DAY_S, DrivenDay, Driver
from scheduler.organisations.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDriver:
    """A driver to register."""

    code: str
    name: str = field(repr=False)
    phone: str = field(default="", repr=False)
    licence_class: str = ""
    language: str = "zh"


def driver_get(*, driver_id: UUID) -> Driver:
    """The driver of this id; raises NotFound where there is none that the asker may see."""
    driver = Driver.objects.filter(id=driver_id).first()
    if driver is None:
        raise NotFound(f"no driver {driver_id}")
    return driver


def driver_list(*, operator: Organisation) -> QuerySet[Driver]:
    """The drivers of an operator, by code."""
    return Driver.objects.filter(operator=operator).order_by("code")


def drivers_by_code(*, operator: UUID, codes: Sequence[str]) -> dict[str, Driver]:
    """Those of the codes that are drivers of the operator and still drive."""
    drivers = Driver.objects.filter(operator_id=operator, code__in=codes, retired_at__isnull=True)
    return {driver.code: driver for driver in drivers}


@transaction.atomic
def drivers_add(*, operator: Organisation, drivers: Sequence[NewDriver], all_or_nothing: bool = True) -> Taken[Driver]:
    """Register drivers; each code once."""
    check = Check(len(drivers))
    there = set(Driver.objects.filter(operator=operator).values_list("code", flat=True))
    first: dict[str, int] = {}
    for i, new in enumerate(drivers):
        before = first.setdefault(new.code, i)
        if new.code in there:
            check.note(i, "code", _("{code!r} is a driver already"), taken=True, code=new.code)
        elif before != i:
            check.note(i, "code", _("{code!r} is that of row {before} too"), taken=True, code=new.code, before=before)
    rows = [
        Driver(
            operator=operator,
            code=new.code,
            name=new.name,
            phone=new.phone,
            licence_class=new.licence_class,
            language=new.language,
        )
        if check.goes_in(i, all_or_nothing=all_or_nothing)
        else None
        for i, new in enumerate(drivers)
    ]
    bulk_add(Driver, [row for row in rows if row])
    return check.result(rows)


def driver_update(
    *, driver: Driver, version: int | None, changes: Mapping[str, object], retired: bool | None
) -> Driver:
    """Change a driver that is still of ``version``; one who is retired is named for no more duties."""
    values = dict(changes)
    if retired is not None:
        values["retired_at"] = clock.now() if retired else None
    return versioned_update(driver, version=version, changes=values)


@transaction.atomic
def driven_days_set(*, driver: Driver, days: Mapping[date, int]) -> list[DrivenDay]:
    """Report what a driver drove on days besides the duties known here, in seconds; a day said again is replaced.

    Raises
    ------
    Invalid
        A day has more than 24 hours.
    """
    for on, drive_s in days.items():
        if not 0 <= drive_s <= DAY_S:
            raise Invalid(
                _("{drive_s} s on {on}: a day has 0 to {most}"),
                drive_s=drive_s,
                on=on,
                most=DAY_S,
                where="days",
            )
    rows = [DrivenDay(driver=driver, on=on, drive_s=drive_s) for on, drive_s in days.items()]
    DrivenDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["driver", "on"], update_fields=["drive_s"]
    )
    return list(DrivenDay.objects.filter(driver=driver).order_by("on"))


def driven_days_list(*, driver: Driver) -> dict[date, int]:
    """What a driver was reported to have driven, in seconds by day."""
    return dict(DrivenDay.objects.filter(driver=driver).values_list("on", "drive_s"))
