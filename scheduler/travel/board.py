"""What the board of a campaign under way is made of: vehicles, services and gates, as planned and as seen. Plain data.

Nothing is estimated here: a vehicle is behind by what it was behind when it was last seen, or by what it should have
done by now and was not seen to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from scheduler.travel.progress import Halt, Progress

LATE = timedelta(minutes=1)
"""What is behind by less is on time."""
FAR_BEHIND = timedelta(minutes=10)
"""What is behind by less is made up for on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A place, a service, a fleet or an organisation by its code and names."""

    id: UUID
    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDuty:
    """A duty by its id and code, and who runs it with what; ``plate`` where it is known."""

    id: UUID
    code: str
    fleet: Named
    operator: Named | None
    plate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A stop of a duty, by the plan."""

    id: UUID
    place: Named
    arrives_at: datetime
    starts_at: datetime
    departs_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rider:
    """A party on its way: how many, to which slot and gate, from which town, and how far it is."""

    size: int
    slot: UUID
    gate: UUID
    town: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Run:
    """A duty as planned and as seen."""

    duty: OnDuty
    stops: Sequence[Stop]
    halts: Sequence[Halt]
    progress: Progress
    riders: frozenset[UUID]
    now: datetime

    @property
    def leaves_at(self) -> datetime:
        """When it leaves its first stop, by the plan."""
        return self.stops[0].departs_at

    @property
    def ends_at(self) -> datetime:
        """When it comes to its last stop, by the plan."""
        return self.stops[-1].arrives_at

    @property
    def begins_where(self) -> Named:
        """Where the first of its passengers board."""
        boards = (stop.place for stop, halt in zip(self.stops, self.halts, strict=True) if halt.board)
        return next(boards, self.stops[0].place)

    @property
    def is_waiting(self) -> bool:
        """Whether it has not left."""
        return not self.progress.has_begun

    @property
    def is_on_the_road(self) -> bool:
        """Whether it has left and not come to its end."""
        return self.progress.has_begun and not self.progress.has_ended

    @property
    def planned_on(self) -> int:
        """How many board it, all in all."""
        return sum(sum(halt.board.values()) for halt in self.halts)

    @property
    def boarded(self) -> int:
        """How many have boarded."""
        return sum(stop.on for stop in self.progress.stops)

    @cached_property
    def last_seen(self) -> int | None:
        """The stop at which it was last seen: to arrive, to leave, or with people getting on or off."""
        return next((k for k in reversed(range(len(self.stops))) if self._seen_at(k)), None)

    @property
    def last_place(self) -> Named | None:
        """Where that is."""
        return None if self.last_seen is None else self.stops[self.last_seen].place

    @property
    def last_at(self) -> datetime | None:
        """When that was."""
        if self.last_seen is None:
            return None
        return self.progress.stops[self.last_seen].departed_at or self._seen_at(self.last_seen)

    @property
    def next_stop(self) -> Stop | None:
        """Where it is due next."""
        following = 0 if self.last_seen is None else self.last_seen + 1
        return self.stops[following] if following < len(self.stops) else None

    @cached_property
    def behind(self) -> timedelta:
        """By how much it is behind the plan: as last seen, or for what it should have done by now."""
        return max(self._behind_as_seen(), self._overdue(), timedelta())

    @property
    def is_late(self) -> bool:
        """Whether that is worth a word."""
        return self.behind >= LATE

    @property
    def is_far_behind(self) -> bool:
        """Whether somebody should look into it."""
        return self.behind >= FAR_BEHIND

    def _seen_at(self, k: int) -> datetime | None:
        """When it was first seen at a stop."""
        stop = self.progress.stops[k]
        ticks = [tick.at for tick in (*stop.board.values(), *stop.alight.values())]
        return min(filter(None, (stop.arrived_at, stop.departed_at, *ticks)), default=None)

    def _behind_as_seen(self) -> timedelta:
        k = self.last_seen
        if k is None:
            return timedelta()
        left, came = self.progress.stops[k].departed_at, self._seen_at(k)
        if left:
            return left - self.stops[k].departs_at
        assert came is not None
        return came - self.stops[k].starts_at

    def _overdue(self) -> timedelta:
        """What it should have done by now and was not seen to do: leave where it is, or come to where it is due."""
        if self.progress.has_ended:
            return timedelta()
        k = self.last_seen
        if k is None or self.progress.stops[k].departed_at is None:
            return self.now - self.stops[k or 0].departs_at
        return self.now - self.next_stop.starts_at if self.next_stop else timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """A service: from where and when it leaves, how many ride it, and how many of them were set down there."""

    service: Named
    mode: str
    origin: Named
    closes_at: datetime
    leaves_at: datetime
    people: int = 0
    there: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A vehicle that is to set people down at a gate."""

    at: datetime
    run: Run
    people: int

    @property
    def about(self) -> datetime:
        """When, if it stays as much behind as it is."""
        return self.at + self.run.behind


@dataclass(slots=True, kw_only=True)
class GateNow:
    """A gate: who is expected, who is there, who is missing or stays away, and what comes next."""

    place: Named
    expected: int = 0
    here: int = 0
    missing: int = 0
    away: int = 0
    slots: set[UUID] = field(default_factory=set)
    coming: list[Coming] = field(default_factory=list)

    @property
    def waited_for(self) -> int:
        """How many are still to come."""
        return max(0, self.expected - self.here - self.missing - self.away)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How far everyone is whom the plan brings along."""

    people: int = 0
    waiting: int = 0
    aboard: int = 0
    arrived: int = 0
    away: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the board is narrowed to (None, "": everything)."""

    gate: UUID | None = None
    town: str = ""
    operator: UUID | None = None

    @property
    def is_all(self) -> bool:
        """Whether it is not narrowed."""
        return self == Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The whole of it."""

    now: datetime
    tally: Tally
    runs: Sequence[Run]
    operators: Sequence[Named]
    flights: Sequence[Flight]
    gates: Sequence[GateNow]
    every_gate: Sequence[Named]
    towns: Sequence[str]
