"""What time it is: the one place that asks."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def moment(seconds: int) -> datetime:
    """Whole seconds since the Unix epoch as an aware moment, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def seconds(moment: datetime) -> int:
    """An aware moment as whole seconds since the Unix epoch."""
    return int(moment.timestamp())
