"""Whether parties can travel as one: plain rules on plain facts, for the API and for spreadsheets alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

from scheduler.people.states import BEGINNINGS

ONE_HOME_M = 1000
"""Homes that lie farther apart are different ones: nobody is asked to walk to another village."""
EARTH_M = 6_371_008.8


class Hindrance(StrEnum):
    """Why parties cannot travel as one."""

    ALONE = "alone"
    UNKNOWN = "unknown"
    JOINED = "joined"
    STATE = "state"
    STATES = "states"
    DAYS = "days"
    TIMES = "times"
    HOMES = "homes"
    PLACES = "places"
    SLOTS = "slots"
    CAPACITY = "capacity"
    VEHICLE = "vehicle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A party that is to travel with others.

    ``boarding`` has codes of places with seconds from home, as entered by hand (None: they are found), ``choices``
    codes of slots with costs. ``joined`` is the party as which it travels already.
    """

    code: str
    size: int
    wheelchairs: int
    ready_at: datetime
    due_at: datetime | None
    home: tuple[float, float] | None
    state: str
    boarding: tuple[tuple[str, int], ...] | None
    choices: tuple[tuple[str, float], ...]
    joined: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What the campaign offers: people and wheelchairs for each kind of vehicle or service, places by slot."""

    utc_offset_s: int
    loads: tuple[tuple[int, int], ...]
    slots: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why not: which two differ, or what is too small. ``part`` is the one to be looked at."""

    why: Hindrance
    part: str
    says: tuple[tuple[str, str | int], ...] = ()


def refusals(parts: Sequence[Part], room: Room) -> tuple[Refusal, ...]:
    """Everything that keeps the parties from travelling as one."""
    if len(parts) < 2:
        return (Refusal(why=Hindrance.ALONE, part=parts[0].code if parts else ""),)
    return tuple(_found(parts, room))


def shared_boarding(parts: Sequence[Part]) -> tuple[tuple[str, int], ...] | None:
    """Where all of them can board, with the longest way of any; None where it is to be found from the home."""
    known = [dict(part.boarding) for part in parts if part.boarding is not None]
    if not known:
        return None
    common = [place for place in known[0] if all(place in other for other in known)]
    return tuple((place, max(other[place] for other in known)) for place in common)


def shared_choices(parts: Sequence[Part]) -> tuple[tuple[str, float], ...]:
    """The slots that all chose who chose any, each at the mean of its costs a person."""
    chosen = [(dict(part.choices), part.size) for part in parts if part.choices]
    if not chosen:
        return ()
    people = sum(size for _, size in chosen)
    common = [slot for slot in chosen[0][0] if all(slot in other for other, _ in chosen)]
    return tuple((slot, round(sum(other[slot] * size for other, size in chosen) / people, 2)) for slot in common)


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The great circle between two points."""
    (lon_a, lat_a), (lon_b, lat_b) = (tuple(map(radians, point)) for point in (a, b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_M * asin(sqrt(half))


def _found(parts: Sequence[Part], room: Room) -> Iterator[Refusal]:
    first, others = parts[0], parts[1:]
    for part in parts:
        if part.joined is not None:
            yield Refusal(why=Hindrance.JOINED, part=part.code, says=(("party", part.joined),))
        elif part.state not in BEGINNINGS:
            yield Refusal(why=Hindrance.STATE, part=part.code, says=(("state", part.state),))
    for part in others:
        if part.state != first.state:
            says = (("state", part.state), ("other", first.code), ("as_other", first.state))
            yield Refusal(why=Hindrance.STATES, part=part.code, says=says)
        yield from _apart(part, first, room)
    yield from _too_many(parts, room)


def _apart(part: Part, first: Part, room: Room) -> Iterator[Refusal]:
    """What keeps a party from leaving with the first one."""
    zone = timezone(timedelta(seconds=room.utc_offset_s))
    days = [one.ready_at.astimezone(zone).date().isoformat() for one in (part, first)]
    other = ("other", first.code)
    if days[0] != days[1]:
        says = (("day", days[0]), other, ("other_day", days[1]))
        yield Refusal(why=Hindrance.DAYS, part=part.code, says=says)
    for one, two in ((part, first), (first, part)):
        if one.due_at is not None and one.due_at <= two.ready_at:
            yield Refusal(why=Hindrance.TIMES, part=part.code, says=(other,))
    if part.home and first.home and (far := metres(part.home, first.home)) > ONE_HOME_M:
        yield Refusal(why=Hindrance.HOMES, part=part.code, says=(("metres", round(far)), other, ("most", ONE_HOME_M)))
    elif shared_boarding((first, part)) == ():
        yield Refusal(why=Hindrance.PLACES, part=part.code, says=(other,))
    if first.choices and part.choices and not shared_choices((first, part)):
        yield Refusal(why=Hindrance.SLOTS, part=part.code, says=(other,))


def _too_many(parts: Sequence[Part], room: Room) -> Iterator[Refusal]:
    """Whether they are more than any vehicle, or any slot that they chose, can take."""
    people, wheelchairs = sum(part.size for part in parts), sum(part.wheelchairs for part in parts)
    said = (("people", people), ("wheelchairs", wheelchairs))
    if room.loads and not any(people <= seats and wheelchairs <= spaces for seats, spaces in room.loads):
        most, spaces = max(room.loads)
        says = (*said, ("most", most), ("spaces", spaces))
        yield Refusal(why=Hindrance.VEHICLE, part=parts[0].code, says=says)
    common = [slot for slot, _ in shared_choices(parts)]
    if common and all(room.slots.get(slot, 0) < people for slot in common):
        most = max(room.slots.get(slot, 0) for slot in common)
        yield Refusal(why=Hindrance.CAPACITY, part=parts[0].code, says=(*said[:1], ("most", most)))
