"""Solving the flow of :mod:`solvers.bounding.circuits`: with more and more cuts, then with whole numbers.

A plan has so many duties or more: the lesser bound of the two cases holds. What a single duty can do is searched by
:mod:`solvers.bounding.alone`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

from solvers.bounding.alone import by_one_vehicle
from solvers.bounding.circuits import Circuits
from solvers.bounding.cuts import Cut, add_cut, violated_cuts
from solvers.bounding.detours import Detours
from solvers.bounding.linear import SAFETY
from solvers.bounding.roads import least_roads, with_fewer_places
from solvers.model import Ints, Model

MOST_PLACES = 140
"""Among more places neighbours become one; the time of the linear program grows with their cube."""
FEW_PLACES = 20
"""Among so few, whole vehicles are tried."""
WHOLE_SHARE = 0.4
"""Of the time left, for either case with whole vehicles, before all that one vehicle can do is looked at."""
CLOSER, SMALL_GAIN = 8e-4, 1e-4
PATIENCE = 3
"""Once a round of cuts gains less than the first, sets are looked for more closely; so many, one after the other, that
gain less than the second are the last."""


class Proof:
    """The flow and its cuts; ``until`` is a moment of ``time.monotonic``."""

    def __init__(self, m: Model, counts: Ints, until: float) -> None:
        self.m, self.counts, self.until = with_fewer_places(m, MOST_PLACES), counts, until
        self.flow = Circuits(self.m, least_roads(self.m), counts)
        self.detours, self.cuts = Detours(self.flow), list[Cut]()

    def between(self, least: int, most: float) -> float:
        """The least cost with so many duties, by the linear program with cuts; 0 if there is no time."""
        if least > self.counts.sum():
            return math.inf
        self.flow.linear.limit(self.flow.count, least, most)
        best, quiet, closely = 0.0, 0, False
        while self.flow.linear.solve(self.until):
            value = self.flow.linear.value
            closely = closely or value < best + CLOSER * abs(best)
            quiet = 0 if value > best + SMALL_GAIN * abs(best) else quiet + 1
            best = max(best, value)
            if quiet == PATIENCE or time.monotonic() > self.until or not self._add_cuts(closely):
                break
        return best * (1 - SAFETY)

    def _add_cuts(self, closely: bool) -> bool:
        """Whether the present solution violates any."""
        found = violated_cuts(self.flow, closely=closely)
        harder = self.detours.add()
        for cut in found:
            add_cut(self.flow, cut)
        self.cuts += found
        return bool(found or harder)

    def whole_between(self, least: int, most: float, share: float = 1.0) -> float:
        """The same with whole vehicles, by branch and bound in a share of the time left, if there are few places."""
        if least > self.counts.sum():
            return math.inf
        now = time.monotonic()
        if len(self.m.metres) > FEW_PLACES or now > self.until:
            return 0.0
        whole = Circuits(self.m, self.flow.roads, self.counts, whole=True)
        whole.linear.limit(whole.count, least, most)
        for cut in self.cuts:
            add_cut(whole, cut)
        return whole.linear.bound(now + share * (self.until - now)) * (1 - SAFETY)


def by_circuits(m: Model, counts: Ints, until: float) -> Iterator[float]:
    """One cost after the other that no plan is below, by ``until`` (of ``time.monotonic``)."""
    proof = Proof(m, counts, until)
    yield proof.between(0, math.inf)
    few = max(1, math.floor(proof.flow.duties + 1e-6))
    more = proof.between(few + 1, math.inf)
    fewer = proof.between(0, few)
    if fewer < more:
        fewer = max(fewer, proof.whole_between(0, few, WHOLE_SHARE if few == 1 else 1.0))
    if more < fewer:
        more = max(more, proof.whole_between(few + 1, math.inf, WHOLE_SHARE))
    yield min(fewer, more)
    if few == 1 and fewer < more:
        for proved in by_one_vehicle(m, least_roads(m), more, until):
            fewer = max(fewer, proved)
            yield min(fewer, more)
    if more < fewer:
        yield min(fewer, max(more, proof.whole_between(few + 1, math.inf)))
