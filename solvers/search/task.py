"""A piece to be placed: where it may come from and go to, and the best candidates found for it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from solvers.model import FAR, Floats, Ints, Model
from solvers.search.compiled import compiled
from solvers.search.reference import by_reference
from solvers.search.timeline import MAX_STOPS

SHORTLIST = 6
"""Candidates that are timed exactly."""
OF_ONE = 2
"""At most so many of them in one duty."""


class Task(NamedTuple):
    """One piece to place: its ends, and the shortlist of candidates found for it."""

    from_place: Ints
    from_release: Ints
    from_board: Ints  # index into the model's boarding list
    to_place: Ints
    to_slot: Ints
    to_money: Floats  # added to the candidate's cost
    ride_m: Ints  # metres to that end from the nearest from
    ride_s: Ints
    n: Ints  # [from, to, party, piece kind 0/1, service or -1, slot where no gate is on this piece,
    # the last of the shortlist that will be timed]
    key: Floats  # estimate, shortlist in rising order
    pick: Ints  # shortlist x [duty, board_at, board_new, gate_at, gate_new, from, to]
    best: Floats  # [key, true extra cost, key above which nothing is of use]
    best_pick: Ints  # like a line of ``pick``, then departure and crew
    join: Floats  # scratch, one duty: end (all from, then all to) x stop, the money of using that stop
    new: Floats  # the same for a stop of its own after that stop
    way: Floats  # the money of the detour alone to such a stop
    detour: Floats  # end -> the least money of a detour for it
    own: Floats  # the best candidates of one duty
    own_pick: Ints


refer_task = by_reference(Task)


def new_task(m: Model) -> Task:
    boards = int(max(np.diff(m.board_ptr), default=0)) + 1
    choices = int(max(np.diff(m.choice_ptr), default=0)) + 1

    def ints(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    join, new, way = (np.zeros((boards + choices, MAX_STOPS)) for _ in range(3))
    return refer_task(Task(
        ints(boards), ints(boards), ints(boards), ints(choices), ints(choices), np.zeros(choices),
        ints(choices), ints(choices),
        ints(7), np.zeros(SHORTLIST), ints(SHORTLIST, 7), np.zeros(3), ints(9),
        join, new, way, np.zeros(boards + choices), np.zeros(OF_ONE), ints(OF_ONE, 7),
    ))  # fmt: skip


@compiled
def begin_task(t, p, kind, via):
    t.n[0] = 0
    t.n[1] = 0
    t.n[2] = p
    t.n[3] = kind
    t.n[4] = via
    t.n[5] = -1
    t.n[6] = SHORTLIST - 1
    t.key[:] = np.inf
    t.best[:] = np.inf


@compiled
def add_from(t, place, release, board):
    k = t.n[0]
    t.from_place[k] = place
    t.from_release[k] = release
    t.from_board[k] = board
    t.n[0] = k + 1


@compiled
def add_to(t, place, slot, money):
    k = t.n[1]
    t.to_place[k] = place
    t.to_slot[k] = slot
    t.to_money[k] = money
    t.n[1] = k + 1


@compiled
def measure_rides(m, t):
    """How far it is at least to each end of the task, once all its ends are known."""
    for b in range(t.n[1]):
        t.ride_m[b], t.ride_s[b] = FAR, FAR
        for a in range(t.n[0]):
            t.ride_m[b] = min(t.ride_m[b], m.metres[t.from_place[a], t.to_place[b]])
            t.ride_s[b] = min(t.ride_s[b], m.seconds[t.from_place[a], t.to_place[b]])


@compiled
def insert_sorted(keys, picks, key, d, board_at, board_new, gate_at, gate_new, a, b):
    """Keep a candidate, which is better than the worst, in a list that rises."""
    k = len(keys) - 1
    while k > 0 and keys[k - 1] > key:
        keys[k] = keys[k - 1]
        for i in range(7):
            picks[k, i] = picks[k - 1, i]
        k -= 1
    keys[k] = key
    picks[k, 0] = d
    picks[k, 1] = board_at
    picks[k, 2] = board_new
    picks[k, 3] = gate_at
    picks[k, 4] = gate_new
    picks[k, 5] = a
    picks[k, 6] = b


@compiled
def shortlist(t, key, pick):
    """Keep a candidate if it is among the best of all duties."""
    if key < t.key[SHORTLIST - 1]:
        insert_sorted(t.key, t.pick, key, pick[0], pick[1], pick[2], pick[3], pick[4], pick[5], pick[6])


@compiled
def copy_task(a, b):
    """Keep what ``apply_best`` needs of a task."""
    a.from_place[:] = b.from_place
    a.from_board[:] = b.from_board
    a.to_place[:] = b.to_place
    a.to_slot[:] = b.to_slot
    a.n[:] = b.n
    a.best[:] = b.best
    a.best_pick[:] = b.best_pick
