"""How long it takes to place people in slots, for many times the people of a problem."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass

import numpy as np

from solvers.assignment import Assignment
from solvers.model import Ints, Model, model_of, pointers
from solvers.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """People, those of them with a slot, the seconds that took and the most memory that this process ever held."""

    people: int
    placed: int
    seconds: float
    peak_bytes: int


def place_copies(problem: Problem, copies: int) -> Placed:
    """Assign the problem's people and slots, both so many times over, by min-cost flow."""
    m = copied(model_of(problem), copies)
    began = time.monotonic()
    slot = Assignment(m).of_those_at_home(np.full(len(m.size), -1, dtype=np.int64))
    seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Placed(
        people=int(m.size.sum()), placed=int(m.size[slot >= 0].sum()), seconds=seconds, peak_bytes=peak
    )  # fmt: skip


def copied(m: Model, copies: int) -> Model:
    """What the assignment reads of a model, with each party and slot so many times; places stay as they are."""

    def tile(values: Ints) -> Ints:
        return np.tile(values, copies)

    slots = len(m.gate)
    own_slots = tile(m.choice_slot) + slots * np.repeat(np.arange(copies), len(m.choice_slot))
    return m._replace(
        size=tile(m.size), left_cost=np.tile(m.left_cost, copies), board_ptr=pointers(tile(np.diff(m.board_ptr))),
        board_at=tile(m.board_at), board_access=tile(m.board_access), choice_ptr=pointers(tile(np.diff(m.choice_ptr))),
        choice_slot=own_slots, choice_cost=np.tile(m.choice_cost, copies), gate=tile(m.gate),
        capacity=tile(m.capacity), serves=np.tile(m.serves, (1, copies)),
    )  # fmt: skip
