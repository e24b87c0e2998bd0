"""Drivers and answers to duties, as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from api.schemas.base import utc
from api.schemas.manning import DriverOut, ManningOut

if TYPE_CHECKING:
    from scheduler.manning.models import Driver, Manning


def driver_out(driver: Driver) -> DriverOut:
    """A driver."""
    return DriverOut(
        id=driver.id,
        code=driver.code,
        name=str(driver.name),
        phone=str(driver.phone),
        licence_class=driver.licence_class,
        language=driver.language,
        retired=driver.retired_at is not None,
    )


def manning_out(manning: Manning) -> ManningOut:
    """What was said to a duty."""
    return ManningOut(
        duty_id=manning.duty_id,
        duty=manning.duty.code,
        state=cast("Literal['asked', 'accepted', 'refused']", manning.state),
        plate=manning.plate,
        drivers=[named.driver.code for named in manning.drivers.all()],
        reason=manning.reason,
        decided_at=utc(manning.decided_at) if manning.decided_at else None,
    )
