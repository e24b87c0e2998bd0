"""Who goes where, before it is known how: parties to slots by min-cost flow (OR-Tools).

People flow from parties to slots at an estimated price a head, or stay at home. Parties are not split: where
the flow splits one, the slot with most of it that has room takes it whole.
"""

from __future__ import annotations

import numpy as np
from ortools.graph.python import min_cost_flow

from solvers.minima import CENT, short_slots, with_minima
from solvers.model import Floats, Ints, Model

ROAD_FACTOR = 1.25
"""A long ride with its rests, over the bare drive."""


def estimated_cost(m: Model) -> Floats:
    """Money a head for each entry of the choice list: dissatisfaction, time and a seat on the cheapest way.

    All pairs of a choice and a boarding place of its party are priced at once.
    """
    owner = np.repeat(np.arange(len(m.size)), np.diff(m.choice_ptr))
    boards = np.diff(m.board_ptr)[owner]
    choice = np.repeat(np.arange(len(owner)), boards)
    board = np.arange(len(choice)) - np.repeat(np.cumsum(boards) - boards, boards) + m.board_ptr[owner[choice]]
    way = np.minimum(_by_road(m, choice, board), _by_service(m, choice, board))
    cost = np.full(len(owner), np.inf)
    np.minimum.at(cost, choice, way)
    return cost + m.choice_cost


def _seat_prices(m: Model) -> tuple[float, float]:
    """The median price of a second and of a metre on a vehicle's seat."""
    rooms = np.maximum(1, m.room)
    if not len(rooms):
        return 0.0, 0.0
    return float(np.median(m.cost_s / rooms)), float(np.median(m.cost_m / rooms))


def _by_road(m: Model, choice: Ints, board: Ints) -> Floats:
    """Money a head for each pair, by coach all the way."""
    seat_s, seat_m = _seat_prices(m)
    place, gate = m.board_at[board], m.gate[m.choice_slot[choice]]
    ride = m.seconds[place, gate] * ROAD_FACTOR
    money: Floats = m.person_s * (m.board_access[board] + ride) + seat_m * m.metres[place, gate] + seat_s * ride
    return money


def _by_service(m: Model, choice: Ints, board: Ints) -> Floats:
    """Money a head for each pair, by the cheapest service that serves the slot (inf: none does)."""
    seat_s, seat_m = _seat_prices(m)
    place, slot = m.board_at[board], m.choice_slot[choice]
    best = np.full(len(choice), np.inf)
    for hub, onward in zip(*_onward(m), strict=True):
        time_s = m.board_access[board] + m.seconds[place, hub]
        money = (m.person_s + seat_s) * time_s + 2 * seat_m * m.metres[place, hub] + onward[slot]
        best = np.minimum(best, money)
    return best


def _onward(m: Model) -> tuple[Ints, Floats]:
    """Hubs that services leave from, and money a head from each to each slot (hub x slot) by the cheapest of them."""
    seat_s, seat_m = _seat_prices(m)
    time_s = m.seconds[m.hub_to][:, m.gate] + (m.exits - m.check_in)[:, None]
    fare = m.service_seat + m.service_fixed / np.maximum(1, m.service_room)
    money = (m.person_s + seat_s) * time_s + 2 * seat_m * m.metres[m.hub_to][:, m.gate] + fare[:, None]
    order = np.argsort(m.hub_from, kind="stable")
    hubs, begins = np.unique(m.hub_from[order], return_index=True)
    if not len(hubs):
        return hubs, np.zeros((0, len(m.gate)))
    cheapest: Floats = np.minimum.reduceat(np.where(m.serves, money, np.inf)[order], begins, axis=0)
    return hubs, cheapest


class Assignment:
    """Assigns parties to slots, as often as is asked; what does not change is worked out once."""

    def __init__(self, m: Model) -> None:
        self.m = m
        self.cost = estimated_cost(m)
        self.owner = np.repeat(np.arange(len(m.size)), np.diff(m.choice_ptr))

    def of_those_at_home(self, slot: Ints) -> Ints:
        """A slot for each party that has none in ``slot`` (-1), within what the others leave free (-1: none).

        Minimum headcounts are not looked at.
        """
        home = slot < 0
        taken = np.bincount(slot[~home], self.m.size[~home], len(self.m.gate)).astype(np.int64)
        free = np.maximum(0, self.m.capacity - taken)
        usable = np.flatnonzero(np.isfinite(self.cost) & home[self.owner])
        return self._whole(usable, self._flow(usable, np.where(home, self.m.size, 0), free), free)

    def _flow(self, usable: Ints, size: Ints, free: Ints) -> Ints:
        """People on each usable choice."""
        m = self.m
        parties, slots = len(m.size), len(m.gate)
        sink = parties + slots
        solver = min_cost_flow.SimpleMinCostFlow()
        party, chosen = self.owner[usable], parties + m.choice_slot[usable]
        cents = (self.cost[usable] * CENT).astype(np.int64)
        arcs = solver.add_arcs_with_capacity_and_unit_cost(party, chosen, size[party], cents)
        everyone = np.arange(parties)
        stay = (m.left_cost / np.maximum(1, m.size) * CENT).astype(np.int64)
        solver.add_arcs_with_capacity_and_unit_cost(everyone, np.full(parties, sink), size, stay)
        gates = np.arange(slots)
        solver.add_arcs_with_capacity_and_unit_cost(
            parties + gates, np.full(slots, sink), free, np.zeros(slots, dtype=np.int64)
        )
        solver.set_nodes_supplies(everyone, size)
        solver.set_node_supply(sink, -int(size.sum()))
        if solver.solve() != solver.OPTIMAL:
            return np.zeros(len(usable), dtype=np.int64)
        flows: Ints = solver.flows(arcs)
        return flows

    def _whole(self, usable: Ints, people: Ints, free: Ints) -> Ints:
        """Put each party whole where most of it went, larger parties first."""
        m = self.m
        slot = np.full(len(m.size), -1, dtype=np.int64)
        room = free.copy()
        for i in np.lexsort((-people, -m.size[self.owner[usable]])):
            p, k = self.owner[usable[i]], m.choice_slot[usable[i]]
            if people[i] > 0 and slot[p] < 0 and room[k] >= m.size[p]:
                slot[p] = k
                room[k] -= m.size[p]
        return slot


def assign(m: Model, seconds: float | None = None) -> Ints:
    """The slot of each party (-1: at home), with everybody at home before; none short, if that can soon be found.

    ``seconds`` is the run's wall-clock time (None: it is counted in rounds).
    """
    assignment = Assignment(m)
    slot = assignment.of_those_at_home(np.full(len(m.size), -1, dtype=np.int64))
    return with_minima(m, assignment.cost, slot, seconds) if len(short_slots(m, slot)) else slot
