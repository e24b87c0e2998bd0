"""What can happen, as plain data: each class one kind of event, things named by their codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduler.people.services import NewRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A party does not travel."""

    party: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRequest:
    """A party asks to travel after the plan was made."""

    request: NewRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotCut:
    """An employer takes ``capacity`` people in a slot, 0 closes it."""

    slot: str
    capacity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleLost:
    """A vehicle breaks down, or (``for_crew``) has nobody to drive it.

    ``vehicle`` is its number in the published plan (None: one that is idle, or the one that leaves last).
    """

    fleet: str
    vehicle: int | None = None
    for_crew: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLate:
    """A service runs at another time."""

    service: str
    departs_at: datetime
    arrives_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCancelled:
    """A service does not run."""

    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadClosed:
    """The road from one place to another is closed: it takes ``detour_s`` and ``detour_m`` more (None: there is none).

    The format knows no roads by the hour: it holds until the road is said to be open.
    """

    origin: str
    destination: str
    both_ways: bool = True
    detour_s: int | None = None
    detour_m: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadOpened:
    """A road that was closed is as it was before."""

    origin: str
    destination: str
    both_ways: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceClosed:
    """Nobody boards, alights or is taken in at a place any more."""

    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLate:
    """A vehicle will be at a stop after ``latest``, too late for what does not wait for its ``parties`` there.

    ``awaits`` is the kind of deadline, ``of`` the thing that it is of, such as a flight.
    """

    duty: str
    stop: int
    awaits: str
    of: str
    latest: str
    expected: str
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShow:
    """So many ``people`` of a party did not appear where it was to board."""

    party: str
    people: int


Seen = DutyLate | NoShow
"""What is known from the road, by an alert."""
Happening = (
    Withdrawal
    | LateRequest
    | SlotCut
    | VehicleLost
    | ServiceLate
    | ServiceCancelled
    | RoadClosed
    | RoadOpened
    | PlaceClosed
    | Seen
)
