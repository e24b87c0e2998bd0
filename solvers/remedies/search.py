"""What would bring a party along: its honest price anew, with one limit after the other made wider."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import numpy as np

from solvers.model import FAR
from solvers.plan import Reason
from solvers.remedies.desk import CENT, Desk, put
from solvers.remedies.words import Found

MINUTES = (30, 60, 120, 240, 480)
"""How much earlier or later a party or a slot may be, in the steps that are tried."""
SLOTS = 3
"""Slots of a party whose windows are tried."""
SEVERAL = 3
"""At most so many changes are kept for a party."""

Limit = Callable[[int], Iterator[Found]]


class Remedies:
    """Tries limits for one party after the other on a finished plan."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.m = desk, desk.m

    def of(self, p: int, reason: Reason, price: float, until: float) -> list[Found] | None:
        """What would do, that which makes the plan cheapest first; how far the price is from paying comes last.

        None: it was not looked for, as there was no time or no slot that they ask for.
        """
        if time.monotonic() > until or reason is Reason.SEARCH or not len(self.desk.slots_of(p)):
            return None
        found: list[Found] = []
        for limit in self._limits(p, reason):
            if time.monotonic() > until:
                break
            found += limit(p)
        found.sort(key=lambda one: -(one.saves or 0.0))
        del found[SEVERAL:]
        if reason is Reason.COST and np.isfinite(price):
            found.append(Found(kind="money", amount=max(0.0, price - float(self.m.left_cost[p])), saves=None))
        return found if found or time.monotonic() <= until else None

    def _limits(self, p: int, reason: Reason) -> list[Limit]:
        """Which limits can matter where a reason holds."""
        places: list[Limit] = [self._slot_places, self._minimum]
        moments: list[Limit] = [self._ready, self._due, self._windows]
        if reason in (Reason.NO_CHOICE, Reason.SLOT_CAPACITY):
            return places[:1]
        if reason is Reason.TIME:
            return moments
        seats: list[Limit] = [self._seats, self._service_seats, self._vehicle]
        chairs: list[Limit] = [self._wheelchairs] if self.m.wheels[p] else []
        return [*seats, *chairs, *places, *moments]

    def _saves(self, p: int) -> float:
        """What the plan would be cheaper with the party aboard, as limits are now; 0: not worth it."""
        saves = float(self.m.left_cost[p]) - self.desk.price(p)
        return saves if saves > CENT else 0.0

    def _seats(self, p: int) -> Iterator[Found]:
        with put(self.m.room, ..., self.m.room + self.m.size[p]):
            saves = self._saves(p)
        over = [(d, n) for d in self._duties(p) if (n := self._people_over(d)) > 0]
        if saves and len(over) == 1 and self.desk.state.riders[over[0][0]] > 0:
            yield Found(kind="seat", amount=over[0][1], saves=saves, duty=over[0][0])

    def _service_seats(self, p: int) -> Iterator[Found]:
        m, s = self.m, self.desk.spare
        if not len(m.service_room):
            return
        with put(m.service_room, ..., m.service_room + m.size[p]):
            saves = self._saves(p)
        v = int(s.via[p])
        if saves and v >= 0 and s.seated[v] > m.service_room[v]:
            yield Found(kind="seat", amount=int(s.seated[v] - m.service_room[v]), saves=saves, service=v)

    def _wheelchairs(self, p: int) -> Iterator[Found]:
        m, s, wheels = self.m, self.desk.spare, self.m.wheels[p]
        with put(m.spaces, ..., m.spaces + wheels), put(m.service_spaces, ..., m.service_spaces + wheels):
            saves = self._saves(p)
        v, over = int(s.via[p]), [(d, n) for d in self._duties(p) if (n := self._wheels_over(d)) > 0]
        flown = v >= 0 and s.chairs[v] > m.service_spaces[v]
        if saves and len(over) + flown == 1:
            if flown:
                amount = int(s.chairs[v] - m.service_spaces[v])
                yield Found(kind="wheelchair", amount=amount, saves=saves, service=v)
            elif self.desk.state.riders[over[0][0]] > 0:
                yield Found(kind="wheelchair", amount=over[0][1], saves=saves, duty=over[0][0])

    def _vehicle(self, p: int) -> Iterator[Found]:
        with self.desk.one_more_vehicle():
            saves = self._saves(p)
        over = [d for d in self._duties(p) if self.desk.beyond_count(d)]
        if saves and len(over) == 1:
            yield Found(kind="vehicle", amount=1, saves=saves, fleet=int(self.m.fleet_of[over[0]]))

    def _slot_places(self, p: int) -> Iterator[Found]:
        m, s = self.m, self.desk.spare
        with put(m.capacity, ..., m.capacity + m.size[p]):
            saves = self._saves(p)
        k = int(s.slot[p])
        if saves and s.headcount[k] > m.capacity[k]:
            yield Found(kind="slot_place", amount=int(s.headcount[k] - m.capacity[k]), saves=saves, slot=k)

    def _minimum(self, p: int) -> Iterator[Found]:
        m, s = self.m, self.desk.spare
        slots = self.desk.slots_of(p)
        if not m.service_minimum.any() and not m.minimum[slots].any():
            return
        with put(m.minimum, ..., 0), put(m.service_minimum, ..., 0):
            saves = self._saves(p)
        k, v = int(s.slot[p]), int(s.via[p])
        lack = int(m.minimum[k] - s.headcount[k])
        lack_there = int(m.service_minimum[v] - s.seated[v]) if v >= 0 else 0
        if saves and lack > 0 and lack_there <= 0:
            yield Found(kind="minimum", amount=lack, saves=saves, slot=k)
        elif saves and lack_there > 0 and lack <= 0:
            yield Found(kind="minimum", amount=lack_there, saves=saves, service=v)

    def _ready(self, p: int) -> Iterator[Found]:
        ready = self.m.ready
        at = int(ready[p])
        found = self._least(p, lambda s: put(ready, p, max(0, at - s)), at)
        if found is not None:
            yield Found(kind="ready", amount=found[0], saves=found[1], earlier=True)

    def _due(self, p: int) -> Iterator[Found]:
        due = self.m.due
        at = int(due[p])
        if at >= FAR:
            return
        found = self._least(p, lambda s: put(due, p, at + s), FAR)
        if found is not None:
            yield Found(kind="due", amount=found[0], saves=found[1])

    def _windows(self, p: int) -> Iterator[Found]:
        m = self.m
        slots = self.desk.slots_of(p)
        for k in map(int, slots[self.desk.state.headcount[slots] + m.size[p] <= m.capacity[slots]][:SLOTS]):
            found = self._least(p, lambda s, k=k: self._only(p, k, s), FAR)  # type: ignore[misc]
            if found is not None:
                minutes, earlier = self._outside(p, k)
                if minutes:
                    yield Found(kind="window", amount=minutes, saves=found[1], slot=k, earlier=earlier)

    @contextmanager
    def _only(self, p: int, k: int, seconds: int) -> Iterator[None]:
        """Slot ``k`` has wider windows, and party ``p`` goes nowhere else."""
        slots = self.desk.slots_of(p)
        with self.desk.wider_windows(k, seconds), put(self.m.capacity, slots[slots != k], 0):
            yield

    def _outside(self, p: int, k: int) -> tuple[int, bool]:
        """By how many minutes party ``p`` comes to slot ``k`` outside its windows in ``spare``, and whether before."""
        m, s, w = self.m, self.desk.spare, int(self.m.window_class[k])
        piece = 2 * p + 1 if s.duty[2 * p + 1] >= 0 else 2 * p
        if s.duty[piece] < 0 or (piece == 2 * p and s.via[p] >= 0):
            return 0, False
        at = int(s.start[s.duty[piece], s.target[piece]])
        gaps = []
        for i in range(int(m.window_ptr[w]), int(m.window_ptr[w + 1])):
            start, end = int(m.window_from[i]), int(m.window_to[i])
            gaps.append((max(start - at, at - end, 0), at < start))
        seconds, earlier = min(gaps, default=(0, False))
        return -(-seconds // 60), earlier

    def _least(
        self, p: int, wider: Callable[[int], AbstractContextManager[None]], most_s: int
    ) -> tuple[int, float] | None:
        """The fewest minutes of the steps that would do, with what they save; that is the last question asked."""
        steps = [n for n in MINUTES if 60 * n < most_s + 60 * MINUTES[0]]
        if not steps or not self._with(p, wider, steps[-1]):
            return None
        for minutes in steps:
            if saves := self._with(p, wider, minutes):
                return minutes, saves
        return None

    def _with(self, p: int, wider: Callable[[int], AbstractContextManager[None]], minutes: int) -> float:
        with wider(60 * minutes):
            return self._saves(p)

    def _duties(self, p: int) -> list[int]:
        """The vehicles that carry a party in ``spare``."""
        pieces = self.desk.spare.duty[2 * p : 2 * p + 2]
        return sorted({int(d) for d in pieces if d >= 0})

    def _people_over(self, d: int) -> int:
        s, f = self.desk.spare, int(self.m.fleet_of[d])
        room = self.m.room[f] - self.m.crew_seats[s.crew[d]]
        return int(s.load[d, : s.stops[d]].max() - room)

    def _wheels_over(self, d: int) -> int:
        s = self.desk.spare
        return int(s.wheels[d, : s.stops[d]].max() - self.m.spaces[self.m.fleet_of[d]])
