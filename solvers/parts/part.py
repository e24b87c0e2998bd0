"""A part of a problem as a problem of its own: its arrays, a plan's share of it, and the way back.

A party whose journey leaves the part (by a vehicle, service or slot that another part looks after) is *frozen*: it
keeps its seat, and has no choices here, so that the search leaves it where it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solvers.interchanges import bring_interchanges
from solvers.model import Flags, Floats, Ints, Model
from solvers.search.state import State, new_state

FROZEN_COST = 1e9
"""What leaving a frozen party at home costs in its part: no plan that does so is ever taken."""
BY_STOP = ("place", "start", "leave", "late", "load", "wheels")
"""Arrays of a plan by duty and stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which of the whole's things are in a part, as indices in rising order, and what differs for them there."""

    parties: Ints
    frozen: Flags  # of ``parties``
    slots: Ints
    capacity: Ints  # of ``slots``: those of the part who are there, and the free places that it may fill
    minimum: Ints
    services: Ints
    service_room: Ints  # of ``services``
    service_spaces: Ints
    service_fixed: Floats
    service_minimum: Ints
    duties: Ints
    places: Ints  # wherever any of these may stop


def places_of(items: Ints, size: int) -> Ints:
    """Where each of ``size`` things is among ``items`` (-1: nowhere); one entry more, for the index -1."""
    where = np.full(size + 1, -1, dtype=np.int64)
    where[items] = np.arange(len(items))
    return where


def ragged(pointer: Ints, items: Ints, empty: Flags | None = None) -> tuple[Ints, Ints]:
    """Pointers and entries of some rows of a list of lists; rows that are to be empty are."""
    lengths = np.diff(pointer)[items]
    if empty is not None:
        lengths = np.where(empty, 0, lengths)
    new = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    entries = np.arange(new[-1]) + np.repeat(pointer[items] - new[:-1], lengths)
    return new, entries.astype(np.int64)


def model_of_part(m: Model, part: Part) -> Model:
    """The arrays of a part; windows and rules are the whole's.

    Roads are of its own places alone, so that they stay in the processor's cache and need not be sent whole.
    """
    parties, slots, services, places = part.parties, part.slots, part.services, part.places
    at = places_of(places, len(m.doors))
    board_ptr, boards = ragged(m.board_ptr, parties)
    choice_ptr, choices = ragged(m.choice_ptr, parties, part.frozen)
    before = _before(m, part, board_ptr)
    fleets, counts = np.unique(m.fleet_of[part.duties], return_counts=True)
    crew_ptr, crews = ragged(m.crew_ptr, fleets)
    return m._replace(
        metres=np.ascontiguousarray(m.metres[np.ix_(places, places)]),
        seconds=np.ascontiguousarray(m.seconds[np.ix_(places, places)]),
        opens=m.opens[places], closes=m.closes[places], doors=m.doors[places],
        size=m.size[parties], wheels=m.wheels[parties], ready=m.ready[parties], due=m.due[parties],
        left_cost=np.where(part.frozen, FROZEN_COST, m.left_cost[parties]),
        relief=np.zeros(len(parties)),
        board_ptr=board_ptr, board_at=at[m.board_at[boards]], board_access=m.board_access[boards],
        choice_ptr=choice_ptr, choice_slot=places_of(slots, len(m.gate))[m.choice_slot[choices]],
        choice_cost=m.choice_cost[choices],
        was_slot=before[0], was_board=before[1], was_via=before[2], move=m.move[parties],
        gate=at[m.gate[slots]], capacity=part.capacity, minimum=part.minimum, window_class=m.window_class[slots],
        first_duty=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        fleet_of=np.repeat(np.arange(len(fleets)), counts), room=m.room[fleets], spaces=m.spaces[fleets],
        start_at=at[m.start_at[fleets]], end_at=at[m.end_at[fleets]], free_from=m.free_from[fleets],
        free_to=m.free_to[fleets], cost_fixed=m.cost_fixed[fleets], cost_m=m.cost_m[fleets],
        cost_s=m.cost_s[fleets], takes=np.ascontiguousarray(m.takes[np.ix_(fleets, slots)]),
        crew_ptr=crew_ptr, crew_drivers=m.crew_drivers[crews], crew_cost=m.crew_cost[crews],
        crew_seats=m.crew_seats[crews],
        # an interchange that nobody uses may be elsewhere: it is drawn anew
        hub_from=np.maximum(0, at[m.hub_from[services]]), hub_to=np.maximum(0, at[m.hub_to[services]]),
        check_in=m.check_in[services],
        departs=m.departs[services], arrives=m.arrives[services], exits=m.exits[services],
        service_room=part.service_room, service_spaces=part.service_spaces, service_fixed=part.service_fixed,
        service_seat=m.service_seat[services], service_minimum=part.service_minimum, group=m.group[services],
        serves=np.ascontiguousarray(m.serves[np.ix_(services, slots)]),
        first_interchange=int(np.count_nonzero(services < m.first_interchange)),
    )  # fmt: skip


def _before(m: Model, part: Part, board_ptr: Ints) -> tuple[Ints, Ints, Ints]:
    """The part's share of the journeys of an earlier plan; one by a slot or service of another cannot be kept."""
    parties = part.parties
    slot = places_of(part.slots, len(m.gate))[m.was_slot[parties]]
    via = places_of(part.services, len(m.hub_to))[m.was_via[parties]]
    gone = ((m.was_slot[parties] >= 0) & (slot < 0)) | ((m.was_via[parties] >= 0) & (via < 0))
    slot, via = np.where(gone | (m.was_slot[parties] == -2), -2, slot), np.where(gone, -2, via)
    board = np.where(m.was_board[parties] < 0, -1, m.was_board[parties] - m.board_ptr[parties] + board_ptr[:-1])
    return slot, board, via


def state_of_part(m: Model, s: State, part: Part, sub: Model) -> State:
    """A plan's share of a part, whose arrays are ``sub``."""
    t = new_state(sub)
    parties, duties = part.parties, part.duties
    for name in BY_STOP:
        getattr(t, name)[:] = getattr(s, name)[duties]
    t.place[:] = places_of(part.places, len(m.doors))[t.place]
    for name in ("stops", "riders", "depart", "cost"):
        getattr(t, name)[:] = getattr(s, name)[duties]
    local = places_of(parties, len(m.size))
    pieces = s.rider[duties]
    aboard = np.arange(pieces.shape[1])[None, :] < s.riders[duties][:, None]
    t.rider[:] = np.where(aboard, 2 * local[np.where(aboard, pieces, 0) // 2] + pieces % 2, 0)
    t.crew[:] = s.crew[duties] - m.crew_ptr[m.fleet_of[duties]] + sub.crew_ptr[sub.fleet_of]
    t.slot[:] = places_of(part.slots, len(m.gate))[s.slot[parties]]
    t.via[:] = places_of(part.services, len(m.hub_to))[s.via[parties]]
    t.board[:] = np.where(s.board[parties] < 0, -1, s.board[parties] - m.board_ptr[parties] + sub.board_ptr[:-1])
    t.aside[:] = s.aside[parties]
    ours = _pieces(parties)
    t.duty[:] = places_of(duties, len(m.fleet_of))[s.duty[ours]]
    t.source[:] = s.source[ours]
    t.target[:] = s.target[ours]
    count(sub, t)
    return t


def bring_back(m: Model, s: State, part: Part, sub: Model, t: State) -> None:
    """Write a part's plan ``t`` into the whole plan ``s``, and the interchanges that it uses into the model."""
    duties = part.duties
    for name in BY_STOP:
        getattr(s, name)[duties] = getattr(t, name)
    s.place[duties] = part.places[t.place]
    for name in ("stops", "riders", "depart", "cost"):
        getattr(s, name)[duties] = getattr(t, name)
    s.rider[duties] = 2 * part.parties[t.rider // 2] + t.rider % 2
    s.crew[duties] = t.crew - sub.crew_ptr[sub.fleet_of] + m.crew_ptr[m.fleet_of[duties]]
    ours = _pieces(part.parties)
    # a frozen party's other piece may be on a vehicle of another part
    here = np.repeat(~part.frozen, 2) | (t.duty >= 0)
    s.duty[ours[here]] = np.append(duties, -1)[t.duty[here]]
    s.source[ours[here]] = t.source[here]
    s.target[ours[here]] = t.target[here]
    free = np.flatnonzero(~part.frozen)
    parties = part.parties[free]
    s.slot[parties] = np.append(part.slots, -1)[t.slot[free]]
    s.via[parties] = np.append(part.services, -1)[t.via[free]]
    s.board[parties] = np.where(t.board[free] < 0, -1, t.board[free] - sub.board_ptr[free] + m.board_ptr[parties])
    s.aside[parties] = t.aside[free]
    used = sub.first_interchange + np.flatnonzero(t.seated[sub.first_interchange :])
    bring_interchanges(m, part.services[used], sub, used, part.places)
    count(m, s)


def count(m: Model, s: State) -> None:
    """Count anew who is in each slot, on each service and how many vehicles of each fleet are in use."""
    there, flies = s.slot >= 0, s.via >= 0
    s.headcount[:] = np.bincount(s.slot[there], m.size[there], len(m.gate))
    s.seated[:] = np.bincount(s.via[flies], m.size[flies], len(m.hub_to))
    s.chairs[:] = np.bincount(s.via[flies], m.wheels[flies], len(m.hub_to))
    s.used[:] = np.bincount(m.fleet_of[s.riders > 0], minlength=len(m.room))


def _pieces(parties: Ints) -> Ints:
    return np.stack((2 * parties, 2 * parties + 1), axis=1).reshape(-1)
