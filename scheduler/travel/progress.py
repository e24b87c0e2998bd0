"""How far a duty is, by what was seen of it. Plain: rows in, data out, the same on every telephone.

Of several entries about one party at one stop, the latest holds, whoever made it and in whatever order they came in.
A count settles a stop where it is what the plan expects: then everyone who was not ticked by name counts as ticked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from scheduler.travel.models import EventKind


class Entry(Protocol):
    """What progress is told from: a travel event, or a row of its ``ENTRY`` columns."""

    @property
    def id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def stop(self) -> int | None: ...
    @property
    def request_id(self) -> UUID | None: ...
    @property
    def people(self) -> int | None: ...
    @property
    def undoes(self) -> UUID | None: ...
    @property
    def at(self) -> datetime: ...


AnEntry = TypeVar("AnEntry", bound=Entry)

ENTRY = ("id", "kind", "stop", "request_id", "people", "undoes", "at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What was seen last of a thing: of a party, how many ``people`` of it were there; ``event`` says so."""

    kind: EventKind
    at: datetime
    event: UUID
    people: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """A stop as the plan has it: sizes of the parties that board and alight."""

    board: Mapping[UUID, int]
    alight: Mapping[UUID, int]


@dataclass(slots=True, kw_only=True)
class StopProgress:
    """A stop as it was seen. ``count_on`` and ``count_off`` are counts of all who boarded or alighted."""

    arrived: Tick | None = None
    departed: Tick | None = None
    board: dict[UUID, Tick] = field(default_factory=dict)
    alight: dict[UUID, Tick] = field(default_factory=dict)
    count_on: Tick | None = None
    count_off: Tick | None = None

    @property
    def arrived_at(self) -> datetime | None:
        """When the vehicle came here."""
        return self.arrived.at if self.arrived else None

    @property
    def departed_at(self) -> datetime | None:
        """When the vehicle left."""
        return self.departed.at if self.departed else None

    @property
    def on(self) -> int:
        """People who boarded, as ticked or as counted: whichever is more."""
        return max(_people(self.board.values()), self.count_on.people if self.count_on else 0)

    @property
    def off(self) -> int:
        """People who alighted, as ticked or as counted: whichever is more."""
        return max(_people(self.alight.values()), self.count_off.people if self.count_off else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A duty as it was seen; ``breaks`` end with None while they go on."""

    stops: tuple[StopProgress, ...]
    breaks: tuple[tuple[datetime, datetime | None], ...]
    incidents: tuple[Entry, ...]

    @property
    def has_begun(self) -> bool:
        """Whether the vehicle has left its first stop, or was seen at a later one."""
        return any(stop.departed_at for stop in self.stops) or any(stop.arrived_at for stop in self.stops[1:])

    @property
    def has_ended(self) -> bool:
        """Whether the vehicle has come to its last stop, and everyone who alights there has."""
        last = self.stops[-1]
        return last.arrived_at is not None or last.departed_at is not None

    @property
    def aboard(self) -> int:
        """People aboard now."""
        return sum(stop.on - stop.off for stop in self.stops)


def effective(events: Iterable[AnEntry]) -> list[AnEntry]:
    """The events that were not taken back, in the order in which they happened."""
    found = sorted(events, key=lambda event: (event.at, str(event.id)))
    undone = {event.undoes for event in found if event.kind == EventKind.UNDO}
    return [event for event in found if event.kind != EventKind.UNDO and event.id not in undone]


def progress_of(halts: Sequence[Halt], events: Iterable[Entry]) -> Progress:
    """What the events of a duty come to; events of stops that it does not have are passed over."""
    stops = tuple(StopProgress() for _ in halts)
    breaks: list[tuple[datetime, datetime | None]] = []
    incidents: list[Entry] = []
    for event in effective(events):
        if event.kind == EventKind.INCIDENT:
            incidents.append(event)
        elif event.kind == EventKind.BREAK_BEGIN:
            breaks.append((event.at, None))
        elif event.kind == EventKind.BREAK_END:
            if breaks and breaks[-1][1] is None:
                breaks[-1] = (breaks[-1][0], event.at)
        elif event.stop is not None and event.stop < len(stops):
            _note(stops[event.stop], halts[event.stop], event)
    for halt, stop in zip(halts, stops, strict=True):
        _settle(halt.board, stop.board, stop.count_on)
        _settle(halt.alight, stop.alight, stop.count_off)
    return Progress(stops=stops, breaks=tuple(breaks), incidents=tuple(incidents))


def _note(stop: StopProgress, halt: Halt, event: Entry) -> None:
    kind = EventKind(event.kind)
    if kind == EventKind.ARRIVE:
        stop.arrived = Tick(kind=kind, at=event.at, event=event.id)
    elif kind == EventKind.DEPART:
        stop.departed = Tick(kind=kind, at=event.at, event=event.id)
    elif event.request_id is None:
        count = Tick(kind=kind, at=event.at, event=event.id, people=event.people or 0)
        if kind == EventKind.ALIGHT:
            stop.count_off = count
        else:
            stop.count_on = count
    else:
        ticks, sizes = (stop.alight, halt.alight) if kind == EventKind.ALIGHT else (stop.board, halt.board)
        whole = sizes.get(event.request_id, 1)
        there = 0 if kind == EventKind.NO_SHOW else whole if event.people is None else event.people
        ticks[event.request_id] = Tick(kind=kind, at=event.at, event=event.id, people=there)


def _settle(expected: Mapping[UUID, int], ticks: dict[UUID, Tick], count: Tick | None) -> None:
    """Tick everyone at a stop where the count says that all are there who were not ticked otherwise."""
    left = {request: size for request, size in expected.items() if request not in ticks}
    if count and count.people == _people(ticks.values()) + sum(left.values()):
        ticks.update({request: replace(count, people=size) for request, size in left.items()})


def _people(ticks: Iterable[Tick]) -> int:
    return sum(tick.people for tick in ticks)
