"""What holds for any offer of a carrier."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Final, TypeVar

from scheduler import clock
from scheduler.fleet.models import Offer
from scheduler.organisations.roles import OrganisationKind
from scheduler.sheets.offers.things import Thing
from solvers.problem import Json

CARRIERS: Final = (OrganisationKind.OPERATOR, OrganisationKind.EMPLOYER)
"""Employers send coaches of their own."""
Offered = TypeVar("Offered", bound=Offer)


def check_hold(thing: Thing[Offered]) -> None:
    """An option that has run out is in no plan: said so, but it is no fault."""
    until = moment_of(thing, "hold_until")
    if until is not None and until < clock.now():
        thing.first.warn("hold_until", "option_over", until.isoformat(" ", "minutes")[:16])


def moment_of(thing: Thing[Offered], key: str) -> datetime | None:
    """A moment that the sheet says."""
    said = thing.get(key)
    return datetime.fromisoformat(said) if isinstance(said, str) else None


def moment_text(moment: datetime | None, utc_offset_s: int) -> str | None:
    """A moment that is there, as cells are read."""
    return None if moment is None else moment.astimezone(timezone(timedelta(seconds=utc_offset_s))).isoformat()


def number(said: Json, default: float = 0.0) -> float:
    """An amount, or what an empty cell means."""
    return float(said) if isinstance(said, int | float) else default
