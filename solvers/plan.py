"""The answer: every duty, every seat, every itinerary, and a reason for everyone left behind.

Plain data of the transfer format, version 1, in the units of :mod:`solvers.problem`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from solvers.problem import Meta

WOULD_HELP = "would_help"
"""The key of an unserved entry's ``meta`` that lists what would have brought the party along; empty: nothing found."""
LEFT_OUT = "left_out"
"""The key of an unserved entry's ``meta`` that says how an edit left the party at home (:class:`LeftOut`)."""


class LeftOut(StrEnum):
    """How an edit left a party at home; ``said`` where whoever did it told why, in the entry's ``detail``."""

    SAID = "said"
    BY_HAND = "by_hand"
    CAME_LATER = "came_later"
    STOP_DROPPED = "stop_dropped"


class Reason(StrEnum):
    """Why a party stays at home; the format's closed list."""

    NO_CHOICE = "no_choice"
    SLOT_CAPACITY = "slot_capacity"
    SLOT_MINIMUM = "slot_minimum"
    NO_SEAT = "no_seat"
    TIME = "time"
    COST = "cost"
    SEARCH = "search"


class InvalidPlan(ValueError):
    """The document is no plan of the format; ``where`` names the place, ``what`` the fault."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}" if where else what)
        self.where, self.what = where, what


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One halt of a duty: people alight, then board, from ``start`` to ``depart``."""

    at: str
    arrive: int
    start: int
    depart: int
    board: tuple[str, ...]
    alight: tuple[str, ...]
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """A stretch at the wheel on leg ``leg``, which goes from stop ``leg`` to stop ``leg + 1``."""

    leg: int
    driver: int
    start: int
    end: int
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One vehicle's work. ``crew`` is an index into its fleet's crews."""

    id: str
    fleet: str
    vehicle: int
    crew: int
    stops: tuple[Stop, ...]
    drives: tuple[Drive, ...]
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLeg:
    """From home to a boarding place on one's own."""

    to: str
    depart: int
    arrive: int
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLeg:
    """A ride from one stop of a duty to a later one."""

    duty: str
    from_stop: int
    to_stop: int
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLeg:
    """A seat on a timed service."""

    service: str
    meta: Meta = None


Leg = AccessLeg | DutyLeg | ServiceLeg


@dataclass(frozen=True, slots=True, kw_only=True)
class Itinerary:
    """How one served party travels, in order."""

    party: str
    slot: str
    legs: tuple[Leg, ...]
    meta: Meta = None

    @property
    def changes(self) -> tuple[tuple[DutyLeg, DutyLeg], ...]:
        """The rides between which the party changes from one vehicle to another, with no service in between."""
        pairs = pairwise(self.legs)
        return tuple((one, after) for one, after in pairs if isinstance(one, DutyLeg) and isinstance(after, DutyLeg))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unserved:
    """A party that stays at home, and why."""

    party: str
    reason: Reason
    detail: str | None = None
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a plan costs, in the problem's currency; ``total`` is the sum of the rest."""

    total: float
    duties: float
    services: float
    choices: float
    time: float
    unserved: float
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A whole plan. ``bound``: no feasible plan's total is below it, as proved (None: not known)."""

    problem: str
    duties: tuple[Duty, ...]
    itineraries: tuple[Itinerary, ...]
    unserved: tuple[Unserved, ...]
    cost: Cost
    bound: float | None = None
    meta: Meta = None
