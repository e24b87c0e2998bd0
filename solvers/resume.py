"""The search begins with an earlier plan: what of it is taken up, what has begun and stays, what moving people costs.

What is frozen is no part of the search's duties: its vehicles are left out of the model, its people travel in it
without any choice, so that slots and services know them; the plan is put together again at the end. The model is made
like that of a part (:mod:`solvers.parts`), of the whole but for those vehicles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from solvers.costing import cost_of, travel_time_s
from solvers.freeze import NEVER, NO_LOCKS, Choosing, Frozen, Locks
from solvers.interchanges import take_interchanges
from solvers.layout import Indices, Layout, Way, indices_of, way_of
from solvers.model import Flags, Floats, Model
from solvers.parts.part import Part, bring_back, model_of_part, state_of_part
from solvers.plan import AccessLeg, Itinerary, Plan, ServiceLeg
from solvers.problem import Problem
from solvers.search.engine import refer_model
from solvers.search.journey import most_before
from solvers.search.state import State, new_state, refer_state
from solvers.search.timeline import new_sheet
from solvers.travel import Road


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """An earlier plan to begin with.

    What begins before the moment ``freeze_until`` stays as it is, and so does what is in ``locks``. ``move_cost`` is
    money for each person, of everybody or by party, of a party that had a journey and now goes to another slot, from
    another boarding place, by another service, or stays at home. Another vehicle, or another time, costs nothing.
    ``wait_cost`` is money besides for each party that stays at home. ``told`` is the plan whose journeys people know,
    if it is another. Who is planned anew, and what carries them, sets out at the moment ``not_before`` at the earliest.
    """

    plan: Plan
    freeze_until: int | None = None
    locks: Locks = NO_LOCKS
    move_cost: float | Mapping[str, float] = 0.0
    wait_cost: Mapping[str, float] = field(default_factory=dict)
    told: Plan | None = None
    not_before: int | None = None

    @property
    def has_prices(self) -> bool:
        """Whether the search sees money that the plan does not."""
        return bool(self.move_cost or self.wait_cost)

    @property
    def has_frozen(self) -> bool:
        """Whether something may have to stay."""
        return self.freeze_until is not None or bool(self.locks)


@dataclass(slots=True)
class Beginning:
    """What a search begins with: arrays to search in, and the plan so far in them (None: everybody is at home)."""

    problem: Problem
    whole: Model
    """The problem's own arrays, with the money for moves."""
    model: Model
    """Those to search in."""
    state: State | None = None
    part: Part | None = None
    frozen: Frozen = field(default_factory=Frozen)
    base: float = 0.0
    """What the frozen duties cost; no state of the search counts them."""

    def change_at(self, other: Model) -> None:
        """Take over the interchanges of a model by which this was searched."""
        for m in (self.model, self.whole):
            take_interchanges(m, other)

    def without_moves(self, plain: Model) -> Model:
        """The arrays to search in, as they are where moves cost nothing; ``plain`` is the problem's own model."""
        m = self.model
        left = m.left_cost - np.where(m.left_cost == self.whole.left_cost, self.whole.left_cost - plain.left_cost, 0.0)
        return m._replace(left_cost=left, move=np.zeros(len(m.size)))

    def finish(self, state: State) -> State:
        """The whole problem's plan, but for the frozen duties, of the plan that was found."""
        if self.part is None:
            return state
        whole = new_state(self.whole)
        bring_back(self.whole, whole, self.part, self.model, state)
        held = np.flatnonzero(self.part.frozen)
        for name in ("slot", "via", "board", "aside"):
            getattr(whole, name)[held] = getattr(state, name)[held]
        return whole


def begin(problem: Problem, model: Model, road: Road, before: Before | None) -> Beginning:
    """Lay an earlier plan out; ``model`` is the problem's."""
    if before is None:
        return Beginning(problem, model, model)
    names = indices_of(problem)
    whole = with_moves(model, names, before) if before.has_prices else model
    if before.not_before is not None:
        whole = setting_out(whole, before.not_before - problem.horizon[0])
    until = NEVER if before.freeze_until is None else before.freeze_until
    choosing = Choosing(problem, before.plan, until, before.locks)
    while True:
        frozen = choosing.frozen() if before.has_frozen else Frozen()
        bench = _Bench(problem, whole, names, before.plan, frozen)
        lost = bench.fill()
        for party in lost:
            choosing.hold(party)
        if not lost and (short := bench.short()):
            choosing.barred_parties |= short
        elif not lost:
            return bench.beginning(road)


def setting_out(m: Model, moment: int) -> Model:
    """The model in which nobody leaves home, and no vehicle its depot, before a moment after the horizon's start."""
    return m._replace(ready=np.maximum(m.ready, moment), free_from=np.maximum(m.free_from, moment))


def with_moves(m: Model, names: Indices, before: Before) -> Model:
    """The model with the journeys that people were told of, and what it costs to leave them or to stay at home."""
    slots, boards, vias = (np.full(len(m.size), -1, dtype=np.int64) for _ in range(3))
    for itinerary in (before.told or before.plan).itineraries:
        p, k, way = names.party.get(itinerary.party, -1), names.slot.get(itinerary.slot, -1), way_of(itinerary)
        if p < 0 or way is None or k not in m.choice_slot[m.choice_ptr[p] : m.choice_ptr[p + 1]]:
            continue
        board = names.board(m, p, way.access)
        via = -1 if way.service is None else names.service.get(way.service, -2)
        if board >= 0 and via >= -1:
            slots[p], boards[p], vias[p] = k, board, via
    move = _by_party(before.move_cost, names, m) * m.size
    left = m.left_cost + np.where(slots >= 0, move, 0.0) + _by_party(before.wait_cost, names, m)
    return m._replace(left_cost=left, was_slot=slots, was_board=boards, was_via=vias, move=move)


def _by_party(money: float | Mapping[str, float], names: Indices, m: Model) -> Floats:
    """Money of each party: the same for all, or by name (left out: none)."""
    if not isinstance(money, Mapping):
        return np.full(len(m.size), float(money))
    found = np.zeros(len(m.size))
    for name, amount in money.items():
        if name in names.party:
            found[names.party[name]] = amount
    return found


@dataclass(slots=True)
class _Bench:
    """An earlier plan laid out beside what is frozen of it."""

    problem: Problem
    m: Model
    names: Indices
    plan: Plan
    frozen: Frozen
    state: State = field(init=False)

    def fill(self) -> list[str]:
        """Lay all out; the pinned parties whose other duty does not hold."""
        m, frozen = self.m, self.frozen
        self.state = s = new_state(m)
        there = {one.party for one in frozen.itineraries}
        firm = {duty.id for duty in frozen.duties}
        rest = replace(
            self.plan,
            duties=tuple(duty for duty in self.plan.duties if duty.id not in firm),
            itineraries=tuple(one for one in self.plan.itineraries if one.party not in there),
        )
        for one in frozen.itineraries:
            self._take_in(s, one)
        pinned = [one for one in frozen.itineraries if one.party in frozen.pinned]
        layout = Layout(m, refer_model(m), self.problem, new_sheet(), self._reserved())
        layout.fill(s, refer_state(s), rest, pinned)
        return [one.party for one in pinned if not self._holds(one)]

    def _holds(self, one: Itinerary) -> bool:
        """Whether a pinned party has a seat on each duty of its that is not frozen, and does not take too long."""
        way, p, firm = way_of(one), self.names.party[one.party], {duty.id for duty in self.frozen.duties}
        if way is None:
            return False
        free = [piece for piece, leg in enumerate(way.rides, 2 * p) if leg is not None and leg.duty not in firm]
        seated = all(self.state.duty[piece] >= 0 for piece in free)
        return seated and self._in_time(one, way)

    def _in_time(self, one: Itinerary, way: Way) -> bool:
        """Whether what is frozen of a pinned journey takes no more than its share of the longest time."""
        p, k = self.names.party[one.party], self.names.slot[one.slot]
        via = int(self.state.via[p])
        if via < 0:
            return True
        before, after = self._frozen_s(way, via)
        most = int(most_before(refer_model(self.m), p, via, k))
        return before <= most and after <= self.m.max_journey - most

    def short(self) -> set[str]:
        """Frozen parties in a slot or service that lacks its minimum: it would have to be filled first, or given up."""
        m, s = self.m, self.state
        slot = (s.headcount > 0) & (s.headcount < m.minimum)
        thin = (s.seated > 0) & (s.seated < m.service_minimum)
        found = set()
        for one in self.frozen.itineraries:
            p = self.names.party[one.party]
            if slot[s.slot[p]] or (s.via[p] >= 0 and thin[s.via[p]]):
                found.add(one.party)
        return found

    def beginning(self, road: Road) -> Beginning:
        """All but the frozen duties, as arrays to search in."""
        m, problem, frozen = self.m, self.problem, self.frozen
        if not frozen:
            return Beginning(problem, m, m, self.state)
        held = np.zeros(len(m.size), dtype=np.bool_)
        held[[self.names.party[one.party] for one in frozen.itineraries]] = True
        part = self._part(held)
        model = model_of_part(m, part)
        stay = float(m.left_cost[~held].sum()) + 1.0
        pinned = np.zeros(len(m.size), dtype=np.bool_)
        pinned[[self.names.party[party] for party in frozen.pinned]] = True
        # a plan that leaves somebody behind who is pinned is never the best; nobody can leave the others behind
        model = model._replace(left_cost=np.where(pinned, stay, np.where(held, 0.0, m.left_cost)))
        base = cost_of(problem, road, frozen.duties, (), ()).duties
        return Beginning(problem, m, model, state_of_part(m, self.state, part, model), part, frozen, base)

    def _part(self, held: Flags) -> Part:
        """Everything but the vehicles of frozen duties, and seats that the search does not know of."""
        m = self.m
        room, spaces = m.service_room.copy(), m.service_spaces.copy()
        for one in self.frozen.itineraries:
            p = self.names.party[one.party]
            for v in self._services(one)[1:]:  # the search knows of one service a journey
                room[v] -= m.size[p]
                spaces[v] -= m.wheels[p]
        everybody, reserved = np.arange(len(m.size)), list(self._reserved())
        return Part(
            parties=everybody, frozen=held, slots=np.arange(len(m.gate)), capacity=m.capacity, minimum=m.minimum,
            services=np.arange(len(m.hub_to)), service_room=room, service_spaces=spaces,
            service_fixed=m.service_fixed, service_minimum=m.service_minimum,
            duties=np.setdiff1d(np.arange(len(m.fleet_of)), np.array(reserved, dtype=np.int64)),
            places=np.arange(len(m.doors)),
        )  # fmt: skip

    def _reserved(self) -> set[int]:
        """Vehicles of the model that are on frozen duties."""
        first = self.m.first_duty
        fleets = [(self.names.fleet[duty.fleet], duty.vehicle) for duty in self.frozen.duties]
        return {int(first[f]) + v for f, v in fleets if v < first[f + 1] - first[f]}

    def _services(self, one: Itinerary) -> list[int]:
        return [self.names.service[leg.service] for leg in one.legs if isinstance(leg, ServiceLeg)]

    def _take_in(self, s: State, one: Itinerary) -> None:
        """Count a frozen party where it is; if it is pinned, its other rides are laid out with the rest."""
        m, p, k = self.m, self.names.party[one.party], self.names.slot[one.slot]
        assert isinstance(one.legs[0], AccessLeg), "the judge has seen that it opens with one"
        services = self._services(one)
        via = services[0] if services else -1
        s.slot[p], s.board[p], s.via[p] = k, self.names.board(m, p, one.legs[0]), via
        s.headcount[k] += m.size[p]
        if via >= 0:
            s.seated[via] += m.size[p]
            s.chairs[via] += m.wheels[p]
        seats = sum(float(m.service_seat[v]) for v in services)
        choice = next(c.cost for c in self.problem.parties[p].choices if c.slot == one.slot)
        s.aside[p] = m.size[p] * (choice + seats + m.person_s * self._time_s(one, via))

    def _time_s(self, one: Itinerary, via: int) -> int:
        """The part of a frozen journey that no duty of the state counts."""
        firm = {duty.id: duty for duty in self.frozen.duties}
        if one.party not in self.frozen.pinned:
            return travel_time_s(self.problem, firm, one)
        way = way_of(one)
        return 0 if way is None or via < 0 else sum(self._frozen_s(way, via))

    def _frozen_s(self, way: Way, via: int) -> tuple[int, int]:
        """Of a journey by a service: the time before it departs and after, 0 where a duty of the state counts it."""
        firm = {duty.id: duty for duty in self.frozen.duties}
        service, before, after = self.problem.services[via], 0, 0
        if way.before is None or way.before.duty in firm:
            before = service.depart - way.access.depart
        if way.after is None:
            after = service.arrive - service.depart
        elif way.after.duty in firm:
            after = firm[way.after.duty].stops[way.after.to_stop].start - service.depart
        return before, after
