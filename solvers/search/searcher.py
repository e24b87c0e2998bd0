"""One thread's search: a first plan, then annealing by rounds and excursions until its stretch ends.

Compiled code lets go of Python's lock, so searchers run side by side in threads.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field

import numpy as np

from solvers.first import First
from solvers.interchanges import take_interchanges
from solvers.model import FAR, Flags, Floats, Ints, Model, able_parties
from solvers.search.absence import AbsencePrice
from solvers.search.duties import mend_times, settle
from solvers.search.engine import (
    BEST_COST,
    BLINKS,
    COST,
    PENALTY_OF,
    ROUNDS,
    TEMPERATURE,
    excursion,
    make_whole,
    place_all,
    run_rounds,
)
from solvers.search.insertion import ANY_SLOT, OPENED
from solvers.search.interchange import draw_interchanges, keep_timing
from solvers.search.rng import Rng, new_rng
from solvers.search.state import State, copy_state, new_state, price_stays, refer_state, relief_of, total_cost
from solvers.search.stretch import Stretch
from solvers.search.task import Task, new_task
from solvers.search.timeline import Sheet, new_sheet

log = logging.getLogger(__name__)

CHUNK_S, CHUNK_SHARE = 0.1, 0.1
"""A searcher looks up this often to see whether to stop, or after this share of its stretch."""
CHUNKS = 200
"""Where rounds are limited, it does so after this part of them."""
WARM, COOLEST, WARMEST = 0.03, 0.05, 1.5
"""The first temperature, as a share of what a party costs on average: this times the root of the rounds to come for
each party, within limits. Who has little time must not spend it on wandering."""
COLD = 0.03
"""The last temperature, as a share of the first."""
STARTS = ((0.9, 1.0), (0.9, 0.0), (0.5, 0.5), (0.7, 1.0))
"""How first plans are built: the fill by which vehicles are priced, and the share of services on offer."""
PLACED_AT_ONCE = 40
"""Parties that a first plan takes in before it looks at the clock."""
RUIN = 20
"""At most about this many parties are taken out at once."""
EXCURSIONS = 0.4
"""The share of the rounds for excursions to other sets of services or vehicles."""
EXCURSION_ROUNDS, EXCURSION_PARTIES = 60, 30_000
"""An excursion's rounds: at least so many, more where there are few parties, so that each is taken out several
times."""

CURRENT, TRIAL, SPARE, BEST, SIDE = range(5)
"""A searcher's plans."""
ANYBODY = np.zeros(0, dtype=np.int64)


@dataclass(slots=True)
class Searcher:
    """One thread's plans (see ``CURRENT``) and scratch space; ``warmer`` is how many times as warm it anneals."""

    model: Model
    model_ref: Model
    states: tuple[State, ...]
    refs: tuple[State, ...]
    sheet: Sheet
    tasks: tuple[Task, ...]
    rng: Rng
    figures: Floats
    chunk: int = field(default=1)
    warmer: float = field(default=1.0)
    absence: AbsencePrice = field(default_factory=AbsencePrice)

    def start(self, number: int, first: First, stretch: Stretch) -> None:
        """Build a first plan in one of several ways; every other searcher heeds the assignment and its routes."""
        fill, offer = STARTS[number % len(STARTS)]
        knobs = np.array([fill, self.figures[PENALTY_OF], BLINKS, FAR, -1.0, 1.0, -1.0])
        current = self.states[CURRENT]
        draw = np.random.default_rng(int(self.rng[0]) % 2**32)
        services = self.model.first_interchange
        current.offered[:services] = np.where(draw.random(services) < offer, 2, 0)
        ways = [(self.model_ref, -1.0)]
        if number % 2 == 0 and not first.resumed:
            ways = [(first.assigned, ANY_SLOT), *ways]
            first.put_routes(current)
            settle(self.model_ref, self.refs[CURRENT], self.sheet)
        for model, knobs[OPENED] in ways:
            order = draw.permutation(first.parties)
            for begin in range(0, first.parties, PLACED_AT_ONCE):
                some = order[begin : begin + PLACED_AT_ONCE]
                place_all(model, self.refs[CURRENT], self.sheet, self.tasks, self.rng, knobs, some)
                if stretch.late():
                    break
        self.take_stock()
        self.figures[BEST_COST] = min(self.figures[BEST_COST], total_cost(self.model_ref, self.refs[BEST], 0.0)[0])
        self.keep_whole()

    def keep_whole(self) -> bool:
        """Remember what is whole of the current plan, if that is the best: of many slots some are short at any time."""
        counted = total_cost(self.model_ref, self.refs[CURRENT], 0.0)[0]
        if counted + relief_of(self.model_ref, self.refs[CURRENT]) >= self.figures[BEST_COST]:
            return False
        return self._keep_whole_of(CURRENT)

    def _keep_whole_of(self, which: int) -> bool:
        copy_state(self.refs[TRIAL], self.refs[which])
        make_whole(self.model_ref, self.refs[TRIAL], self.sheet)
        return self._remember_trial()

    def look_at(self, plan: State) -> None:
        """Remember a plan of the same model if nothing is short in it and it is the best."""
        for own, given in zip(self.states[TRIAL], plan, strict=True):
            own[...] = given
        self._remember_trial()

    def _remember_trial(self) -> bool:
        """Keep the trial if nothing is short in it and it is the best by what it really costs."""
        price_stays(self.model_ref, self.refs[TRIAL], False)
        cost, short = total_cost(self.model_ref, self.refs[TRIAL], 0.0)
        if short > 0 or cost >= self.figures[BEST_COST] - 1e-6:
            return False
        copy_state(self.refs[BEST], self.refs[TRIAL])
        self.figures[BEST_COST] = cost
        return True

    def fix_times(self) -> None:
        """Fix the moments of interchanges in the best plan; what does not hold then is mended."""
        model, best = self.model_ref, self.refs[BEST]
        keep_timing(model, best)
        mended = mend_times(model, best, self.sheet)
        if mended:
            log.error("%d duties did not hold to their times and were timed anew: please report it", mended)
            make_whole(model, best, self.sheet)

    def take_stock(self) -> None:
        """Count what the current plan costs."""
        self.figures[COST] = total_cost(self.model_ref, self.refs[CURRENT], self.figures[PENALTY_OF])[0]

    def go_on_from(self, state: State) -> None:
        """Begin with a plan of the same model in which no slot or service is short."""
        for mine in (CURRENT, BEST):
            for own, given in zip(self.states[mine], state, strict=True):
                own[...] = given
        self.take_stock()
        self.figures[BEST_COST] = self.figures[COST]

    def resume(self, state: State) -> None:
        """Begin with a plan of the same model; where slots or services are short, the best is what is whole of it."""
        self.go_on_from(state)
        make_whole(self.model_ref, self.refs[BEST], self.sheet)
        self.figures[BEST_COST] = total_cost(self.model_ref, self.refs[BEST], 0.0)[0]

    def go_on_with(self, state: State) -> None:
        """Begin with a plan of the same model, at the present price of staying; it is the best if nothing is short."""
        self.go_on_from(state)
        price_stays(self.model_ref, self.refs[BEST], False)
        cost, short = total_cost(self.model_ref, self.refs[BEST], 0.0)
        self.figures[BEST_COST] = cost if short == 0 else np.inf

    def run(self, stretch: Stretch) -> None:
        """Anneal until the stretch ends."""
        per_party = float(self.figures[BEST_COST]) / max(1, self.parties) + 1e-6
        before, away = int(self.figures[ROUNDS]), 0
        while not stretch.ends(gone := int(self.figures[ROUNDS]) - before):
            pace, share = stretch.rounds_in_all(gone) / max(1, self.parties), stretch.share(gone)
            self.figures[TEMPERATURE] = per_party * self.warmth(pace, share)
            if away >= EXCURSIONS * gone:
                self.bear_absence(share)
            away = self._go_on(stretch, gone, away)
        self.count_stays_truly()

    def count_stays_truly(self) -> None:
        """Count for staying what it costs, also in the best plan: what does not pay by that is dropped from it."""
        self.model.relief[:] = 0.0
        self._price_stays()
        self._keep_whole_of(BEST)

    def warmth(self, pace: float, share: float) -> float:
        """The temperature at a share of a run of ``pace`` rounds for each party, as a share of what a party costs."""
        return float(self.warmer * min(WARMEST, max(COOLEST, WARM * pace**0.5)) * COLD**share)

    def take_turn(self, stretch: Stretch, temperature: float) -> None:
        """Go on at one temperature, and at the present price of staying, until the stretch ends."""
        self.figures[TEMPERATURE] = temperature
        before, away = int(self.figures[ROUNDS]), 0
        while not stretch.ends(gone := int(self.figures[ROUNDS]) - before):
            away = self._go_on(stretch, gone, away)

    def _go_on(self, stretch: Stretch, gone: int, away: int) -> int:
        """Some rounds, or an excursion where those have less than their share; returns the rounds ``away`` by now."""
        if away < EXCURSIONS * gone:
            before = int(self.figures[ROUNDS])
            self.excursion()
            # where there was nothing to change, it counts all the same
            away += max(1, int(self.figures[ROUNDS]) - before)
        else:
            self.rounds_in(stretch)
        self.keep_whole()
        return away

    def bear_absence(self, share: float) -> None:
        """Count less or more than its cost for staying at home, as far as that helps at a share of the run."""
        able = able_parties(self.model)
        at_home, in_best = (int(np.count_nonzero(able & (self.states[k].slot < 0))) for k in (CURRENT, BEST))
        self.absence.adapt(self.model, at_home, in_best, float(self.figures[BEST_COST]), share)
        self._price_stays()

    def _price_stays(self) -> None:
        price_stays(self.model_ref, self.refs[CURRENT], True)
        self.take_stock()

    def rounds_in(self, stretch: Stretch) -> None:
        """As many rounds as make a chunk."""
        if stretch.rounds is not None:
            self.rounds(max(1, stretch.rounds // CHUNKS))
            return
        began = time.monotonic()
        self.rounds(self.chunk)
        took, chunk_s = time.monotonic() - began, min(CHUNK_S, CHUNK_SHARE * stretch.seconds)
        if took < chunk_s / 2:
            self.chunk = min(2 * self.chunk, 100_000)
        elif took > chunk_s and self.chunk > 1:
            self.chunk //= 2

    def rounds(self, count: int) -> None:
        """Ruin and recreate ``count`` times."""
        plans, scratch = self.refs[:SIDE], (self.sheet, self.tasks)
        draw_interchanges(self.model_ref, self.refs[CURRENT], self.refs[BEST], self.rng)
        run_rounds(self.model_ref, *plans, *scratch, self.rng, self.figures, count, self._ruin(), ANYBODY, FAR)

    def excursion(self) -> None:
        """Look at another set of services or vehicles."""
        rounds = max(EXCURSION_ROUNDS, EXCURSION_PARTIES // max(1, self.parties))
        excursion(self.model_ref, *self.refs, self.sheet, self.tasks, self.rng, self.figures, rounds, self._ruin())

    @property
    def parties(self) -> int:
        """How many parties the problem has."""
        return len(self.states[CURRENT].slot)

    def _ruin(self) -> int:
        return max(2, min(RUIN, self.parties // 3))

    def follow(self, other: Searcher) -> None:
        """Go on from another searcher's best plan."""
        if other.figures[BEST_COST] < self.figures[BEST_COST]:
            copy_state(self.refs[BEST], other.refs[BEST])
            take_interchanges(self.model, other.model)
            self.figures[BEST_COST] = other.figures[BEST_COST]
        copy_state(self.refs[CURRENT], self.refs[BEST])
        self.figures[COST] = self.figures[BEST_COST]

    def served(self) -> Flags:
        """Which parties the best plan serves."""
        flags: Flags = self.states[BEST].slot >= 0
        return flags


def new_searcher(model: Model, model_ref: Model, seed: int, halt: Ints | None = None) -> Searcher:
    """A searcher whose plans leave everybody at home; for ``halt`` see :class:`Halt`."""
    states = tuple(new_state(model) for _ in range(5))
    figures = np.zeros(5)
    figures[COST] = figures[BEST_COST] = float(model.left_cost.sum())
    able = able_parties(model)  # whoever is frozen costs too much at home to tell anything
    figures[PENALTY_OF] = model.left_cost[able].sum() / max(1, int(model.size[able].sum()))
    return Searcher(
        model, model_ref, states, tuple(refer_state(s) for s in states), new_sheet(halt),
        tuple(new_task(model) for _ in range(5)), new_rng(seed), figures,
    )  # fmt: skip
