"""The windows of a slot, of which each row of a sheet says one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta, timezone

from scheduler.campaigns.models import Campaign
from scheduler.clock import seconds
from scheduler.sheets.rows import SheetRow
from solvers.problem import Json, Span


def windows_of(rows: Sequence[SheetRow]) -> list[Json]:
    """``[opens, closes]`` of each row, the earliest first; one without an end ends with its day."""
    windows: list[Json] = []
    for row in rows:
        opens, closes = row.values.get("opens_at"), row.values.get("closes_at")
        if isinstance(opens, str):
            windows.append([opens, closes if isinstance(closes, str) else _midnight(opens)])
        elif isinstance(closes, str):
            row.fault("opens_at", "needed")
    return sorted(windows, key=str)


def check_windows(campaign: Campaign, rows: Sequence[SheetRow]) -> None:
    """Each ends after it begins, and meets the campaign's horizon."""
    zone = timezone(timedelta(seconds=campaign.utc_offset_s))
    for row in rows:
        opens, closes = row.values.get("opens_at"), row.values.get("closes_at")
        if not isinstance(opens, str):
            continue
        begins = datetime.fromisoformat(opens)
        ends = datetime.fromisoformat(closes) if isinstance(closes, str) else begins
        told = f"{ends.astimezone(zone):%Y-%m-%d %H:%M}"
        if ends < begins:
            row.fault("closes_at", "to_below_from", told)
        elif begins > campaign.horizon_end:
            row.fault("opens_at", "after_horizon", f"{begins.astimezone(zone):%Y-%m-%d %H:%M}")
        elif ends < campaign.horizon_start and isinstance(closes, str):
            row.fault("closes_at", "before_horizon", told)


def spans(windows: Json) -> tuple[Span, ...]:
    """Windows in seconds since the Unix epoch."""
    assert isinstance(windows, list)
    return tuple(
        (seconds(datetime.fromisoformat(str(opens))), seconds(datetime.fromisoformat(str(closes))))
        for opens, closes in windows
    )


def same_way(moment: str) -> str:
    """A kept moment as cells are read."""
    return datetime.fromisoformat(moment).isoformat()


def _midnight(opens: str) -> str:
    begins = datetime.fromisoformat(opens)
    return (datetime.combine(begins, time(), begins.tzinfo) + timedelta(days=1)).isoformat()
