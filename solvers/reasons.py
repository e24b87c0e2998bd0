"""Why a party stays at home: the first of the reasons, from the most to the least final, that holds."""

from __future__ import annotations

import time
from functools import cached_property

import numpy as np

from solvers.bounding.chances import only_by_several_services
from solvers.model import Flags
from solvers.plan import WOULD_HELP, Reason, Unserved
from solvers.problem import Problem
from solvers.remedies.desk import CENT, Desk
from solvers.remedies.search import Remedies
from solvers.remedies.words import Found, Namer, sentence

BUSY_SHARE = 0.5
"""The share of the time for reasons by which everyone should have one; the rest goes to what would change it."""
NOTHING_FOUND = "no single change that was tried would do"
NO_SEAT = Reason.NO_SEAT, "every vehicle and service that could bring them there in time is taken"


class Reasons:
    """Finds the reason of each party that a finished plan leaves at home, and what would bring it along.

    ``prices`` has honest prices that are known already.
    """

    def __init__(self, problem: Problem, desk: Desk, prices: dict[int, float]) -> None:
        self.problem, self.desk, self.m, self.prices = problem, desk, desk.m, prices
        self.namer = Namer(problem, desk)

    @cached_property
    def by_several_services(self) -> Flags:
        return only_by_several_services(self.m)

    def of_all(self, until: float) -> tuple[Unserved, ...]:
        """Everyone at home, with a reason and a sentence; from the monotonic moment ``until`` on nothing is priced."""
        reasoned_by = time.monotonic() + BUSY_SHARE * (until - time.monotonic())
        found = {int(p): self._reason(int(p), reasoned_by) for p in self.desk.at_home()}
        remedies = Remedies(self.desk)
        changes = {p: remedies.of(p, reason, self.prices.get(p, np.inf), until) for p, (reason, _) in found.items()}
        return tuple(self._unserved(p, *found[p], changes[p]) for p in sorted(found))

    def _unserved(self, p: int, reason: Reason, detail: str, changes: list[Found] | None) -> Unserved:
        """``changes`` None: none were looked for; empty: none was found."""
        words = [] if changes is None else [sentence(self.namer, one) for one in changes[:1]] or [NOTHING_FOUND]
        told = [self.namer.facts(one) for one in changes or ()]
        return Unserved(
            party=self.problem.parties[p].id,
            reason=reason,
            detail="; ".join([detail, *words]),
            meta=None if changes is None else {WOULD_HELP: told},
        )

    def _reason(self, p: int, until: float) -> tuple[Reason, str]:
        found = self._no_choice(p)
        if found is None and time.monotonic() > until and p not in self.prices:
            return Reason.SEARCH, "the time was over before a way for them was looked for"
        return found or self._by_price(p) or self._no_way(p) or self._no_place(p) or NO_SEAT

    def _no_choice(self, p: int) -> tuple[Reason, str] | None:
        slots, size = self.desk.slots_of(p), int(self.m.size[p])
        if not len(slots):
            return Reason.NO_CHOICE, "no slot would take them: the request lists none"
        if np.all(self.m.capacity[slots] < size):
            return Reason.NO_CHOICE, f"no slot of theirs takes {size} people, even when empty"
        return None

    def _by_price(self, p: int) -> tuple[Reason, str] | None:
        """There is a way, at a price."""
        if p not in self.prices:
            self.prices[p] = self.desk.price(p)
        price, home, money = self.prices[p], float(self.m.left_cost[p]), self.problem.currency
        if price < home - CENT:
            return Reason.SEARCH, f"the search ended before it took them in, for {price:,.0f} {money}"
        if np.isfinite(price):
            return Reason.COST, f"the cheapest way costs {price:,.0f} {money}, staying {home:,.0f} {money}"
        return None

    def _no_way(self, p: int) -> tuple[Reason, str] | None:
        """Would nothing bring them there, if all were empty?"""
        m, slots = self.m, self.desk.slots_of(p)
        if self.desk.could_go(p):
            return None
        carries = (m.room >= m.size[p]) & (m.spaces >= m.wheels[p]) & m.takes[:, slots].any(axis=1)
        carries &= np.diff(self.desk.true.first_duty) > 0
        flies = (m.service_room >= m.size[p]) & (m.service_spaces >= m.wheels[p])
        if not carries.any() and not flies.any():
            return Reason.NO_SEAT, "no vehicle or service that may carry them has the seats and wheelchair spaces"
        if self.by_several_services[p]:
            return Reason.SEARCH, "only several services one after the other could bring them, which is not planned"
        return Reason.TIME, "nothing could bring them from a boarding place of theirs to a gate of theirs in time"

    def _no_place(self, p: int) -> tuple[Reason, str] | None:
        m, size, slots = self.m, int(self.m.size[p]), self.desk.slots_of(p)
        headcount = self.desk.state.headcount
        roomy = slots[headcount[slots] + size <= m.capacity[slots]]
        if not len(roomy):
            return Reason.SLOT_CAPACITY, f"none of their {len(slots)} slots has {size} places left"
        if np.all(headcount[roomy] + size < m.minimum[roomy]):
            return Reason.SLOT_MINIMUM, "the slots with places left would stay below their minimum headcount"
        return None
