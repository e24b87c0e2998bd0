"""Quiet hours: nobody is woken by a text message."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone

from django.conf import settings

DAY = timedelta(days=1)


def quiet_until(moment: datetime, *, utc_offset_s: int) -> datetime | None:
    """When the quiet hours end in which ``moment`` lies on the recipient's clock (None: it lies in none)."""
    hours: tuple[time, time] | None = settings.MENLU_QUIET_HOURS
    if hours is None:
        return None
    begins, ends = hours
    local = moment.astimezone(timezone(timedelta(seconds=utc_offset_s)))
    inside = begins <= local.time() < ends if begins < ends else local.time() >= begins or local.time() < ends
    if not inside:
        return None
    end = local.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    return end if end > local else end + DAY
