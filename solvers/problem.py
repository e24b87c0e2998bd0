"""The question: who must travel, who takes them in, what can carry them, under which rules.

Plain data of the transfer format, version 1. Field names are the format's, but for ``from`` and ``to``
of a service (``origin``, ``destination``). Every moment is whole seconds since the Unix epoch; durations
end in ``_s`` (seconds), distances in ``_m`` (metres), money is in the problem's ``currency``. A time of
day is seconds after local midnight, local being ``utc_offset_s`` off UTC.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | bool | None
"""A value of a JSON document."""

Meta = Json
"""What an object of a document carried under ``meta``, any value: kept, never read."""

Span = tuple[int, int]
"""A closed interval, of moments or of times of day."""

LocationKind = Literal["boarding_point", "home", "hub", "gate", "depot"]


class InvalidProblem(ValueError):
    """The problem is not one of the format.

    Parameters
    ----------
    where
        The place in the document, e.g. ``parties[17].boarding[0].at``.
    what
        What is wrong there and what would be right.
    """

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}" if where else what)
        self.where, self.what = where, what


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """Metres of a road up to ``upto_m`` (None: all the rest) are driven at ``kmh``."""

    kmh: float
    upto_m: int | None = None
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Haversine:
    """Roads as great circles times ``detour``, driven through the tiers in order."""

    detour: float
    tiers: tuple[Tier, ...]
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Roads as tables, row = from, column = to, in the order of ``locations``."""

    locations: tuple[str, ...]
    distance_m: tuple[tuple[int, ...], ...]
    duration_s: tuple[tuple[int, ...], ...]
    meta: Meta = None


Travel = Haversine | Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place where vehicles may stop; ``hours`` are times of day (None: always)."""

    id: str
    kind: LocationKind
    lon: float | None = None
    lat: float | None = None
    name: str | None = None
    hours: Span | None = None
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Boarding:
    """A place where a party can be picked up, ``access_s`` from its home."""

    at: str
    access_s: int
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A slot that a party may be placed in; ``cost`` is its dissatisfaction a person."""

    slot: str
    cost: float
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """People who travel together and are never split."""

    id: str
    size: int
    wheelchairs: int
    ready: int
    due: int | None
    boarding: tuple[Boarding, ...]
    choices: tuple[Choice, ...]
    unserved_cost: float
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """An employer's intake: nobody, or ``min_headcount`` to ``capacity`` people."""

    id: str
    gate: str
    capacity: int
    min_headcount: int
    windows: tuple[Span, ...]
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """A way to man a vehicle; ``seats`` are those that relief drivers take from passengers."""

    drivers: int
    cost: float
    seats: int
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """``count`` equal vehicles, each good for one duty."""

    id: str
    count: int
    seats: int
    wheelchair_spaces: int
    crews: tuple[Crew, ...]
    start: str
    end: str | None
    available: Span
    cost_fixed: float
    cost_per_km: float
    cost_per_hour: float
    slots: tuple[str, ...] | None
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A timed leg without a road: a chartered flight, a rail block, a ferry."""

    id: str
    mode: str
    origin: str
    destination: str
    depart: int
    arrive: int
    seats: int
    wheelchair_spaces: int
    cost_fixed: float
    cost_per_seat: float
    min_load: int
    check_in_s: int
    exit_s: int
    group: str | None
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MinDrivers:
    """A duty with people aboard for more than ``over_m`` has at least ``drivers``."""

    over_m: int
    drivers: int
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """Between two times of day a spell of driving is shorter."""

    span: Span
    max_continuous_drive_s: int
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NightStop:
    """Duties longer than ``over_m`` stand between two times of day."""

    span: Span
    over_m: int
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverHours:
    """The driver law, for each driver of a duty."""

    max_continuous_drive_s: int
    min_break_s: int
    swap_s: int
    max_drive_24h_s: int
    max_drive_7d_s: int | None = None
    min_drivers: MinDrivers | None = None
    night: Night | None = None
    night_stop: NightStop | None = None
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What holds for every duty, service and party of the problem."""

    stop_fixed_s: int
    stop_per_person_s: int
    transfer_s: int
    max_journey_s: int
    max_load_factor: float
    escort_seats: int
    time_cost_per_hour: float
    driver_hours: DriverHours | None
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A whole transfer problem. Times are local in the offset of the horizon's start.

    ``horizon_meta`` is what the document's ``horizon`` object carried.
    """

    name: str
    currency: str
    horizon: Span
    utc_offset_s: int
    travel: Travel
    locations: tuple[Location, ...]
    parties: tuple[Party, ...]
    slots: tuple[Slot, ...]
    fleets: tuple[Fleet, ...]
    services: tuple[Service, ...]
    rules: Rules
    meta: Meta = None
    horizon_meta: Meta = None
