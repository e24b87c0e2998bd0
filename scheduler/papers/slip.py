"""What one who travels must know: where, when, by what, on which seat, and whom to call. Plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.papers.facts import Contact
from scheduler.papers.wording import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """A stretch by one vehicle or service.

    ``mark`` is the duty's or service's code, ``be_there`` when one has to stand at ``start``; ``seats`` are empty
    where they are given at check-in. ``mode`` is ``coach``, or that of the service; ``plate`` is the vehicle's,
    once its operator has named it.
    """

    mark: str
    what: str
    start: str
    be_there: datetime
    departs: datetime
    arrives: datetime
    seats: tuple[int, ...]
    mode: str
    plate: str = ""

    @property
    def flies(self) -> bool:
        """Whether it is a flight."""
        return self.mode == "flight"

    @property
    def seat_text(self) -> str:
        """``3`` or ``3, 4``."""
        return ", ".join(map(str, self.seats))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The trip of one party, as one of them reads it (``name`` None: the party is known by its code only).

    ``boarding_code`` is what drivers scan or type.
    """

    language: Language
    campaign: str
    plan_number: int
    party: str
    boarding_code: str
    people: int
    name: str | None
    needs: tuple[str, ...]
    leaves: datetime
    rides: tuple[Ride, ...]
    gate: str
    employer: str | None
    arrives: datetime
    bring: tuple[str, ...]
    contacts: tuple[Contact, ...]

    @property
    def on_foot(self) -> bool:
        """Whether they go all the way by themselves."""
        return not self.rides

    def seated(self, place: int) -> Slip:
        """The same for the one who is ``place`` in the party, from 0: with their own seat alone."""
        rides = tuple(replace(ride, seats=ride.seats[place : place + 1]) for ride in self.rides)
        return replace(self, rides=rides)
