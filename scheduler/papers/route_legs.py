"""The way between two stops of a route sheet: who drives when, and where the vehicle stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.papers.facts import Facts
from solvers.plan import Duty, Stop
from solvers.problem import Span

DAY_S = 86_400


class Spell(StrEnum):
    """What the vehicle does between two stops."""

    DRIVE = "drive"
    REST = "rest"
    WAIT = "wait"
    SWAP = "swap"
    NIGHT_STOP = "night_stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSpell:
    """A stretch of driving (then ``driver`` counts from 1) or of standing."""

    kind: Spell
    start: datetime
    end: datetime
    driver: int | None = None

    @property
    def seconds(self) -> int:
        """How long it lasts."""
        return int((self.end - self.start).total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLeg:
    """The way to the next stop."""

    distance_m: int
    driving_s: int
    spells: tuple[SheetSpell, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """The legs of one duty."""

    facts: Facts
    duty: Duty

    def leg(self, k: int, here: Stop, there: Stop, distance_m: int) -> SheetLeg:
        drives = sorted((d for d in self.duty.drives if d.leg == k), key=lambda d: d.start)
        earlier = [d for d in self.duty.drives if d.leg < k]
        last = max(earlier, key=lambda d: d.end) if earlier else None
        spells: list[SheetSpell] = []
        at = here.depart
        for drive in drives:
            spells += self.pause(at, drive.start, changes=last is not None and last.driver != drive.driver)
            spells.append(self.spell(Spell.DRIVE, drive.start, drive.end, drive.driver + 1))
            at, last = drive.end, drive
        spells += self.pause(at, there.arrive, changes=False) if drives else []
        driving_s = sum(d.end - d.start for d in drives)
        return SheetLeg(distance_m=distance_m, driving_s=driving_s, spells=tuple(spells))

    def pause(self, start: int, end: int, *, changes: bool) -> list[SheetSpell]:
        """Standing before a drive; ``changes``: another driver takes it."""
        if end <= start:
            return []
        law = self.facts.problem.rules.driver_hours
        night = law.night_stop if law else None
        if night and self.within(start, end, night.span):
            kind = Spell.NIGHT_STOP
        elif law and end - start >= law.min_break_s:
            kind = Spell.REST
        else:
            kind = Spell.SWAP if changes else Spell.WAIT
        return [self.spell(kind, start, end)]

    def within(self, start: int, end: int, night: Span) -> bool:
        """Whether most of the hours of a night fall into a pause."""
        offset, (first, last) = self.facts.problem.utc_offset_s, night
        length = (last - first) % DAY_S
        today = (start + offset) // DAY_S * DAY_S - offset
        overlap = (min(end, today + d + first + length) - max(start, today + d + first) for d in (-DAY_S, 0, DAY_S))
        return any(2 * o >= length for o in overlap)

    def spell(self, kind: Spell, start: int, end: int, driver: int | None = None) -> SheetSpell:
        return SheetSpell(kind=kind, start=self.facts.local(start), end=self.facts.local(end), driver=driver)
