"""After the search: whoever costs less on the way than at home is taken in, alone or with others, until nobody is."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator

import numpy as np

from solvers.model import Ints
from solvers.remedies.desk import CENT, Desk, put

TOGETHER = 60
"""At most so many are taken in at once."""
FILLS = (0.5, 1.0)
"""How full a vehicle that several open together is thought to become."""
CHOICES = 4
"""Slots that are looked at one by one, where all at once show no way that pays."""


class Leftovers:
    """Takes in those at home, and keeps the last honest price of everyone who stays."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.prices: dict[int, float] = {}

    def take_in(self, until: float) -> None:
        """Take in whom it pays to, one by one, then several together, until nobody is found or the time is over."""
        while self._singly(until) and self._together(until):
            pass

    def _singly(self, until: float) -> bool:
        """Everyone at home, again and again until nobody is taken in; False: the time was over before."""
        waiting, failures = deque(int(p) for p in self.desk.at_home()), 0
        while failures < len(waiting):
            if time.monotonic() > until:
                return False
            p = waiting.popleft()
            self.prices[p] = self._price(p, until)
            if self.prices[p] < self.desk.m.left_cost[p] - CENT and self.desk.accept():
                self.prices.clear()
                failures = 0
            else:
                waiting.append(p)
                failures += 1
        return True

    def _price(self, p: int, until: float) -> float:
        """The honest price of a party; where it does not pay, the slots are also looked at one by one, and without any
        service, as a shortlist of all ways together may miss one. ``spare`` has the cheapest."""
        desk = self.desk
        best = desk.price(p)
        if best < desk.m.left_cost[p] or not self._may(p):
            return best
        for shut in self._narrower(p):
            if time.monotonic() > until:
                break
            with put(desk.m.capacity, shut, 0):
                price = desk.price(p)
            if price < desk.m.left_cost[p]:
                return price
            best = min(best, price)
        return self._by_road_only(p, best)

    def _by_road_only(self, p: int, best: float) -> float:
        if len(self.desk.m.service_room) == 0:
            return best
        with put(self.desk.m.service_room, ..., 0):
            return min(best, self.desk.price(p))

    def _narrower(self, p: int) -> Iterator[Ints]:
        """For each of a party's first slots that have room, all the others."""
        slots = self._open_slots(p)
        if len(slots) > 1:
            for k in slots[:CHOICES]:
                yield slots[slots != k]

    def _open_slots(self, p: int) -> Ints:
        m, slots = self.desk.m, self.desk.slots_of(p)
        roomy: Ints = slots[self.desk.state.headcount[slots] + m.size[p] <= m.capacity[slots]]
        return roomy

    def _may(self, p: int) -> bool:
        return len(self._open_slots(p)) > 0

    def _together(self, until: float) -> bool:
        """Try those at home in groups; True: some group was taken in, in part at least."""
        for group in self._groups():
            for fill in FILLS:
                if time.monotonic() > until:
                    return False
                self.desk.place_together(group, fill)
                if self.desk.accept():
                    self.prices.clear()
                    return True
        return False

    def _groups(self) -> Iterator[Ints]:
        """All who are at home and find a slot with room; those for one gate; those of one place."""
        m = self.desk.m
        left = np.array([p for p in self.desk.at_home() if self._may(int(p))], dtype=np.int64)
        if len(left) < 2:
            return
        gates = [{int(g) for g in m.gate[self._open_slots(int(p))]} for p in left]
        places = [{int(b) for b in m.board_at[m.board_ptr[p] : m.board_ptr[p + 1]]} for p in left]
        yield left[:TOGETHER]
        for sets in (gates, places):
            for name in sorted(set().union(*sets)):
                group = left[[name in one for one in sets]]
                if 1 < len(group) < len(left):
                    yield group[:TOGETHER]
