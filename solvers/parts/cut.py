"""Cutting a plan into parts that are near in where people come from and go to (as Santini et al. 2023 cut by routes).

Every party is a point: distances of its home (or the airport it leaves from) and of its gate (or the airport it flies
to) to some pivot places, so that roads without coordinates do as well. Halving along random directions gives parts; a
vehicle belongs where most of its riders do, and so do services and slots. Directions change from cut to cut, so seams
move.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from solvers.model import Flags, Floats, Ints, Model
from solvers.parts.part import Part, ragged
from solvers.search.state import State

PIVOTS = 3
SKEW = 0.1
"""How far from the middle a cut may be, as a share of the people."""
ENOUGH = 1.2
"""A slot that nobody is in is filled by several parts together if so much of its minimum is assigned to it."""
NEAR_M = 20_000
"""Idle vehicles go where people are; twice this far off counts for a quarter as much."""


def cut(m: Model, s: State, wanted: Ints, parts: int, draw: np.random.Generator) -> list[Part]:
    """Cut a plan (everybody may still be at home) into ``parts``.

    ``wanted`` is a slot for each party (-1: any of its choices), where those are taken to go who are at home.
    """
    ends = ends_of(m, s, wanted)
    part_of = np.zeros(len(m.size), dtype=np.int64)
    _halve(_points(m, ends), m.size, np.arange(len(m.size)), part_of, (0, parts), draw)
    return Cut(m, s, wanted, part_of, ends, parts, draw).parts()


class Ends(NamedTuple):
    """The places from and to which each party rides for the most part, or would."""

    home: Ints
    gate: Ints


def ends_of(m: Model, s: State, wanted: Ints) -> Ends:
    """Where parties ride from and to, or would."""
    home = np.zeros(len(m.size), dtype=np.int64)
    gate = np.zeros(len(m.size), dtype=np.int64)
    boards, choices = np.diff(m.board_ptr) > 0, np.diff(m.choice_ptr) > 0
    home[boards] = m.board_at[m.board_ptr[:-1][boards]]
    gate[choices] = m.gate[m.choice_slot[m.choice_ptr[:-1][choices]]]
    slot = np.where(s.slot >= 0, s.slot, wanted)
    gate[slot >= 0] = m.gate[slot[slot >= 0]]
    home[s.board >= 0] = m.board_at[s.board[s.board >= 0]]
    flies = s.via >= 0
    home[flies], gate[flies] = m.hub_from[s.via[flies]], m.hub_to[s.via[flies]]
    return Ends(home, gate)


def _points(m: Model, ends: Ends) -> Floats:
    """Distances in metres of both ends of each party's ride to some pivot places (party x pivots)."""
    far = m.metres[_pivots(m, np.unique(np.concatenate(ends)))]
    return np.concatenate((far[:, ends.home], far[:, ends.gate])).T.astype(np.float64)


def _pivots(m: Model, places: Ints) -> Ints:
    """Places far from each other."""
    chosen = [int(places[np.argmax(m.metres[places[0], places])])]
    while len(chosen) < min(PIVOTS, len(places)):
        far = m.metres[chosen][:, places].min(axis=0)
        chosen.append(int(places[np.argmax(far)]))
    return np.array(chosen, dtype=np.int64)


def _halve(
    points: Floats, size: Ints, some: Ints, part_of: Ints, span: tuple[int, int], draw: np.random.Generator
) -> None:
    """Give the parties ``some`` the parts of a span, splitting it along a random direction by the number of people."""
    first, parts = span
    if parts == 1 or len(some) == 0:
        part_of[some] = first
        return
    along = points[some] @ draw.normal(size=points.shape[1])
    order = some[np.argsort(along, kind="stable")]
    share = (parts // 2) / parts + draw.uniform(-SKEW, SKEW)
    people = np.cumsum(size[order])
    middle = int(np.searchsorted(people, share * people[-1]))
    _halve(points, size, order[:middle], part_of, (first, parts // 2), draw)
    _halve(points, size, order[middle:], part_of, (first + parts // 2, parts - parts // 2), draw)


@dataclass(slots=True)
class Cut:
    """One cut, and what it gives to each part."""

    m: Model
    s: State
    wanted: Ints  # party -> slot
    part_of: Ints  # party -> part
    ends: Ends
    number: int
    draw: np.random.Generator

    def parts(self) -> list[Part]:
        """All parts, in the order of their numbers; such as have nobody who is free are left out."""
        m, s = self.m, self.s
        duty_of = self._owners_of_duties()
        main = np.where(s.duty[0::2] >= 0, s.duty[0::2], s.duty[1::2])
        self.part_of = np.where(main >= 0, duty_of[main], self.part_of)
        service_of = self._owners_of_services()
        frozen = self._leave_their_part(duty_of, service_of) | ((s.slot >= 0) & (np.diff(m.choice_ptr) == 0))
        votes = self._votes(self.part_of, s.slot, len(m.gate))
        wants = self._votes(self.part_of, np.where(s.slot < 0, self.wanted, -1), len(m.gate))
        shared = (votes > 0).sum(axis=1) > 1
        shared |= (s.headcount == 0) & (wants.sum(axis=1) >= ENOUGH * m.minimum)
        frozen[self._keep_open(frozen, service_of)] = True
        frozen |= self._keep_minimum(frozen, shared)
        places, minimum = self._share_out_slots(votes, wants, shared)
        return [
            self._part(k, duty_of, service_of, places[:, k], minimum[:, k], frozen)
            for k in range(self.number)
            if np.any((self.part_of == k) & ~frozen)
        ]

    def _votes(self, owner: Ints, things: Ints, number: int) -> Floats:
        """People of each part at each of ``number`` things; ``owner`` and ``things`` (-1: none) by party or piece."""
        there = things >= 0
        votes = np.zeros((number, self.number))
        size = np.repeat(self.m.size, len(things) // max(1, len(self.m.size)))
        np.add.at(votes, (things[there], owner[there]), size[there])
        return votes

    def _owners_of_duties(self) -> Ints:
        """The part of each vehicle; idle ones go where people are whom they could carry from near their depot."""
        m, s = self.m, self.s
        votes = self._votes(np.repeat(self.part_of, 2), s.duty, len(m.fleet_of))
        of = np.where(votes.sum(axis=1) > 0, votes.argmax(axis=1), -1)
        for f in range(len(m.room)):
            idle = np.arange(m.first_duty[f], m.first_duty[f + 1])
            idle = idle[of[idle] < 0]
            if len(idle):
                of[idle] = self._shares(self._demand(m.takes[f], int(m.start_at[f])), len(idle))
        return np.append(of, -1)

    def _demand(self, takes: Flags, place: int) -> Floats:
        """The share of each part in the people with a choice among ``takes``, by how near a place they pass."""
        m = self.m
        may = np.logical_or.reduceat(np.append(takes[m.choice_slot], False), m.choice_ptr[:-1])
        may &= np.diff(m.choice_ptr) > 0
        away = m.metres[place]
        far = np.minimum(away[self.ends.home], away[self.ends.gate])
        weight = np.where(may, m.size, 0) * (NEAR_M / (NEAR_M + far)) ** 2 + 1e-9
        shares = np.bincount(self.part_of, weight, self.number)
        normed: Floats = shares / shares.sum()
        return normed

    def _shares(self, weights: Floats, count: int) -> Ints:
        """The parts of ``count`` equal things: whole shares for sure, the rest by chance, in any order."""
        sure = np.floor(weights * count).astype(np.int64)
        rest = self.draw.choice(self.number, count - int(sure.sum()), p=weights)
        given: Ints = self.draw.permutation(np.concatenate((np.repeat(np.arange(self.number), sure), rest)))
        return given

    def _owners_of_services(self) -> Ints:
        """The part of each service; those of a group stay together."""
        m = self.m
        single = np.arange(len(m.group)) + int(m.group.max(initial=-1)) + 1
        unit = np.where(m.group >= 0, m.group, single)
        votes = self._votes(self.part_of, np.append(unit, -1)[self.s.via], int(unit.max(initial=-1)) + 1)
        of = np.where(votes.sum(axis=1) > 0, votes.argmax(axis=1), -1)
        for v, u in enumerate(unit[: m.first_interchange]):
            if of[u] < 0:
                of[u] = self.draw.choice(self.number, p=self._demand(m.serves[v], int(m.hub_from[v])))
        free = np.flatnonzero(of < 0)  # interchanges that may be drawn
        of[free] = self.draw.permutation(len(free)) % self.number
        return np.append(of[unit], -1)

    def _leave_their_part(self, duty_of: Ints, service_of: Ints) -> Flags:
        """Which parties ride a vehicle or service of another part."""
        s, mine = self.s, self.part_of
        away = np.zeros(len(mine), dtype=np.bool_)
        for things, owner in ((s.duty[0::2], duty_of), (s.duty[1::2], duty_of), (s.via, service_of)):
            away |= (things >= 0) & (owner[things] != mine)
        return away

    def _keep_open(self, frozen: Flags, service_of: Ints) -> Ints:
        """Who must not leave, one each, the services whose minimum takes riders of other parts as well.

        The part that a service belongs to then keeps as many there as the minimum takes.
        """
        m, s = self.m, self.s
        votes = self._votes(self.part_of, s.via, len(m.hub_to))
        others = votes.sum(axis=1) - votes[np.arange(len(votes)), service_of[:-1]]
        together = np.append((others > 0) & (others < m.service_minimum), False)
        there = np.flatnonzero(together[s.via] & (service_of[s.via] == self.part_of))
        there = there[np.lexsort((self.draw.random(len(there)), ~frozen[there]))]
        _, first = np.unique(s.via[there], return_index=True)
        return there[first]

    def _keep_minimum(self, frozen: Flags, shared: Flags) -> Flags:
        """Who must not leave so that slots of several parts keep their minimum: of each as few as are enough."""
        m, s = self.m, self.s
        there = np.flatnonzero(s.slot >= 0)
        there = there[(shared & (m.minimum > 0))[s.slot[there]]]
        there = there[np.lexsort((self.draw.random(len(there)), ~frozen[there], s.slot[there]))]
        slot, before = s.slot[there], np.cumsum(m.size[there]) - m.size[there]
        first = np.searchsorted(slot, slot)  # where each one's slot begins
        keep = np.zeros(len(m.size), dtype=np.bool_)
        keep[there] = before - before[first] < m.minimum[slot]
        return keep

    def _share_out_slots(self, votes: Floats, wants: Floats, shared: Flags) -> tuple[Ints, Ints]:
        """The free places of each slot that each part may fill, and the minimum that it looks after (slot x part).

        First for those at home who are assigned there (``wants``), then by how many list the slot. A minimum that is
        still to be reached, or may be left again, is for one part alone, unless it is ``shared``. Another part may
        have people there too, who ride its vehicles for some of their way.
        """
        m, s = self.m, self.s
        free = m.capacity - s.headcount
        who = np.repeat(np.arange(len(m.size)), np.diff(m.choice_ptr))
        lists = np.full(votes.shape, 1e-9)
        np.add.at(lists, (m.choice_slot, self.part_of[who]), m.size[who])
        lists *= self.draw.uniform(0.5, 1.0, lists.shape)
        sure = wants * np.minimum(1.0, free / np.maximum(1.0, wants.sum(axis=1)))[:, None]
        rest = (free - sure.sum(axis=1))[:, None] * lists / lists.sum(axis=1, keepdims=True)
        # rounded by where the sums pass a whole number
        sums = np.cumsum(sure + rest, axis=1)
        sums[:, -1] = free
        places = np.floor(sums + 1e-6).astype(np.int64)
        places[:, 1:] -= places[:, :-1].copy()
        alone = (m.minimum > 0) & ~shared
        one = (votes * 1e9 + wants * 1e3 + lists).argmax(axis=1)
        places[alone] = 0
        places[alone, one[alone]] = free[alone]
        minimum = np.zeros_like(places)
        minimum[alone, one[alone]] = m.minimum[alone]
        return places, minimum

    def _part(self, k: int, duty_of: Ints, service_of: Ints, places: Ints, minimum: Ints, frozen: Flags) -> Part:
        m, s = self.m, self.s
        rides_here = (duty_of[s.duty[0::2]] == k) | (duty_of[s.duty[1::2]] == k)
        here = (self.part_of == k) | (frozen & rides_here)
        parties = np.flatnonzero(here & ~((s.slot < 0) & (np.diff(m.choice_ptr) == 0)))
        held = frozen[parties]
        chosen = m.choice_slot[np.repeat((here & ~frozen), np.diff(m.choice_ptr))]
        slots = np.unique(np.concatenate((chosen, s.slot[parties][s.slot[parties] >= 0])))
        services = np.unique(
            np.concatenate((np.flatnonzero(service_of[:-1] == k), s.via[parties][s.via[parties] >= 0]))
        )
        inside = np.bincount(s.slot[parties][s.slot[parties] >= 0], m.size[parties][s.slot[parties] >= 0], len(m.gate))
        flies = parties[s.via[parties] >= 0]
        aboard = np.bincount(s.via[flies], m.size[flies], len(m.hub_to))
        chairs = np.bincount(s.via[flies], m.wheels[flies], len(m.hub_to))
        outside = s.seated[services] - aboard[services]
        fly = (service_of[services] == k) & ~self._elsewhere(services, parties[held], outside)
        duties = np.flatnonzero(duty_of[:-1] == k)
        # only the owner may open a service that has a minimum, or pay for one that is not used yet
        return Part(
            parties=parties, frozen=held, slots=slots, duties=duties, services=services,
            places=self._places(parties, slots, services, duties),
            capacity=(inside[slots] + places[slots]).astype(np.int64),
            minimum=minimum[slots],
            service_room=np.where(fly, m.service_room[services] - outside, aboard[services]).astype(np.int64),
            service_spaces=np.where(
                fly, m.service_spaces[services] - (s.chairs[services] - chairs[services]), chairs[services]
            ).astype(np.int64),
            service_fixed=np.where(fly & (outside == 0), m.service_fixed[services], 0.0),
            service_minimum=np.where(fly, np.maximum(0, m.service_minimum[services] - outside), 0).astype(np.int64),
        )  # fmt: skip

    def _elsewhere(self, services: Ints, frozen: Ints, outside: Ints) -> Flags:
        """Which are interchanges with people of another part: nobody moves those, nor do more people come."""
        taken = np.bincount(self.s.via[frozen][self.s.via[frozen] >= 0], minlength=len(self.m.hub_to))[services] > 0
        elsewhere: Flags = (services >= self.m.first_interchange) & (taken | (outside > 0))
        return elsewhere

    def _places(self, parties: Ints, slots: Ints, services: Ints, duties: Ints) -> Ints:
        """Wherever any of these stop, or may."""
        m, s = self.m, self.s
        _, boards = ragged(m.board_ptr, parties)
        stops = np.arange(s.place.shape[1]) < s.stops[duties][:, None]
        fleets = np.unique(m.fleet_of[duties])
        hubs = services[(services < m.first_interchange) | (s.seated[services] > 0)]
        places: Ints = np.unique(np.concatenate((
            m.board_at[boards], m.gate[slots], m.hub_from[hubs], m.hub_to[hubs], s.place[duties][stops],
            m.start_at[fleets], m.end_at[fleets],
        )))  # fmt: skip
        return places[places >= 0]
