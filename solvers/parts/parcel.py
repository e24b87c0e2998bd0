"""A part's turn in a session: all that its search needs, apart from the run, so that anybody may do it anywhere."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solvers.first import first_within
from solvers.model import Flags, Ints, Model
from solvers.parts.part import Part, model_of_part, places_of, state_of_part
from solvers.search.engine import BEST_COST, refer_model
from solvers.search.searcher import BEST, Searcher, new_searcher
from solvers.search.state import State
from solvers.search.stretch import Halt, Stretch

STARTED_BY = 0.5
"""The share of the time by which first plans are broken off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A part's arrays, its plan so far, and how to search it.

    ``slot`` is the slot assigned to each party at home (-1: none). ``shares`` are the session's beginning and end in
    the run, of which the part has ``seconds``, or ``rounds`` where those are given.
    """

    model: Model
    state: State
    slot: Ints
    seed: int
    shares: tuple[float, float]
    seconds: float
    rounds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The part's plan after its search, the money that it saves and the people that it serves more.

    ``model`` has the interchanges by which people change in that plan.
    """

    model: Model
    state: State
    gained: float
    took_in: int


def parcels_of(m: Model, s: State, parts: Sequence[Part], slot: Ints, *, seed: int, stretch: Stretch) -> list[Parcel]:
    """The parcels of a plan's parts, each of which gets the stretch's length; ``slot`` is assigned to those at home."""
    parcels = []
    for k, part in enumerate(parts):
        model = model_of_part(m, part)
        parcels.append(
            Parcel(
                model=model, state=state_of_part(m, s, part, model),
                slot=places_of(part.slots, len(m.gate))[slot[part.parties]], seed=seed + k, shares=stretch.shares,
                seconds=stretch.seconds, rounds=stretch.rounds,
            )
        )  # fmt: skip
    return parcels


class ParcelSearch:
    """The search of one parcel; its figures may be read from another thread meanwhile.

    ``until`` is a monotonic moment by which it ends, however late it begins; where rounds are given, it has no meaning.
    """

    def __init__(self, parcel: Parcel, until: float, halt: Halt) -> None:
        self.parcel, self.until, self.halt = parcel, until, halt
        self.searcher: Searcher | None = None
        self.cost_before = 0.0

    def go(self) -> Found:
        """Search the part."""
        p = self.parcel
        searcher = new_searcher(p.model, refer_model(p.model), p.seed, self.halt.flag)
        searcher.go_on_from(p.state)
        self.cost_before = float(searcher.figures[BEST_COST])
        self.searcher = searcher
        seconds = max(0.0, min(p.seconds, self.until - time.monotonic()))
        stretch = Stretch(self.halt, p.shares, seconds, p.rounds)
        begin = Stretch(self.halt, p.shares, STARTED_BY * seconds, p.rounds)
        searcher.start(0, first_within(p.model, p.slot), begin)
        if p.shares[0] > 0:
            searcher.follow(searcher)  # unlike in the first session, what made the plan dearer is not worth keeping
        searcher.run(stretch)
        return Found(model=p.model, state=searcher.states[BEST], gained=self.gained, took_in=self.took_in)

    @property
    def gained(self) -> float:
        """What the part's plan costs less than before."""
        return 0.0 if self.searcher is None else self.cost_before - float(self.searcher.figures[BEST_COST])

    @property
    def took_in(self) -> int:
        """People served more than before."""
        if self.searcher is None:
            return 0
        model = self.parcel.model
        return _people(model, self.searcher.served()) - _people(model, self.parcel.state.slot >= 0)


def _people(model: Model, which: Flags) -> int:
    return int(np.sum(model.size[which]))
