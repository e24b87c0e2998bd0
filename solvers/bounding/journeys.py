"""All that each party may do: for :mod:`solvers.bounding.carriage`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from solvers.bounding.law import Windows, least_elapsed
from solvers.bounding.layers import Layer
from solvers.bounding.rides import short_rides, sides_of, trunk_rides
from solvers.bounding.roads import Roads, closure
from solvers.bounding.ways import Ways, network_of, ways_to, windows_of
from solvers.model import Floats, Ints, Model


class Option(NamedTuple):
    """A party boards at a place, for a slot, by road only (service -1) or by a service. Money is a person's."""

    party: int
    slot: int
    place: int
    service: int
    opens: int
    closes: int
    own: float  # for the choice and the way to where it boards
    least: float  # for its time and seat from there on
    apart: float  # the part of it that is no ride


class Journey(NamedTuple):
    """A party's options, of which it takes one at most; by place, when it can come there first, and be of use last."""

    party: int
    options: tuple[Option, ...]
    early: Floats
    late: Floats


class Scene(NamedTuple):
    """What a program is about."""

    m: Model
    roads: Roads
    counts: Ints
    layers: list[Layer]
    journeys: list[Journey]


def options_of(m: Model, roads: Roads, counts: Ints) -> list[Option]:
    """All options, with each window of a slot on its own."""
    sides = sides_of(m, roads)
    short, trunk = short_rides(m, roads, sides, m.change_s), trunk_rides(m, roads, sides, counts)
    if trunk is not None:
        trunk = trunk._replace(money=_free(trunk.money))
    net = network_of(m, short._replace(money=_free(short.money)), trunk)
    found: list[Option] = []
    seen: dict[tuple[int, int, int], Ways] = {}
    for k in np.unique(m.choice_slot).tolist():
        for opens, closes in zip(*windows_of(m, k), strict=True):
            key = int(m.gate[k]), opens, closes
            if key not in seen:
                seen[key] = ways_to(net, key[0], Windows((opens,), (closes,)))
            for entry in np.flatnonzero(m.choice_slot == k).tolist():
                found += _options(m, roads, entry, Windows((opens,), (closes,)), seen[key])
    return found


def _free(money: Floats) -> Floats:
    """Vehicles cost their riders nothing."""
    free: Floats = np.where(np.isfinite(money), 0.0, np.inf)
    return free


def chained_services(m: Model, roads: Roads) -> list[int]:
    """Services that somebody can reach who comes by another one."""
    there = m.arrives[:, None] + roads.seconds[np.ix_(m.hub_to, m.hub_from)] <= m.check_in[None, :]
    return np.flatnonzero(there.any(axis=0)).tolist()


def _options(m: Model, roads: Roads, entry: int, window: Windows, ways: Ways) -> list[Option]:
    """Of one entry of the choice list: from every boarding place, by road and by each service, the first it takes.

    The way to a service may be as long as any other, so that a trunk ride can be the first scarce thing on it.
    """
    p, k = int(np.searchsorted(m.choice_ptr, entry, side="right")) - 1, int(m.choice_slot[entry])
    opens, closes = window.opens[0], window.closes[0]
    last, found, chained = min(closes, int(m.due[p])), list[Option](), bool(chained_services(m, roads))
    for b in range(m.board_ptr[p], m.board_ptr[p + 1]) if m.size[p] <= m.capacity[k] else ():
        place, access = int(m.board_at[b]), int(m.board_access[b])
        begin, own = int(m.ready[p]) + access, float(m.choice_cost[entry] + m.person_s * access)
        seconds, trunk = min(ways.short_s[place], ways.trunk_s[place]), float(ways.trunk[:, place].min(initial=np.inf))
        if begin + seconds <= last and access + seconds <= m.max_journey:
            found.append(Option(p, k, place, -1, opens, closes, own, min(float(ways.short[place]), trunk), 0.0))
        for v in np.flatnonzero((m.size[p] <= m.service_room) & (m.wheels[p] <= m.service_spaces)).tolist():
            ride = float(roads.seconds[place, m.hub_from[v]])
            away = ride + max(opens, int(m.arrives[v])) - m.check_in[v]  # until taken in, with all that is waited
            if begin + ride <= m.check_in[v] and m.arrives[v] <= last and access + away <= m.max_journey:
                least = max(min(float(ways.service[v, place]), trunk), float(m.service_seat[v] + m.person_s * away))
                found.append(Option(p, k, place, v, opens, closes, own, least, _apart(m, v, k, ways, chained)))
    return [option for option in found if _pays(m, option) or _fills(m, option, chained)]


def _pays(m: Model, option: Option) -> bool:
    """Whether a party's own time and wishes cost less than its staying at home."""
    return bool(m.size[option.party] * (option.own + option.least) < m.left_cost[option.party])


def _fills(m: Model, option: Option, chained: bool) -> bool:
    """Whether others may need the party, for a minimum of the slot or of a service on the way."""
    if option.service < 0:
        return bool(m.minimum[option.slot] > 1)
    loads = m.service_minimum if chained else m.service_minimum[option.service : option.service + 1]
    return bool(m.minimum[option.slot] > 1 or (loads > 1).any())


def _apart(m: Model, v: int, k: int, ways: Ways, chained: bool) -> float:
    """What a service costs from its check-in on, for the time and seat that are no ride."""
    if m.hub_to[v] == m.gate[k] and not chained:
        return float(ways.service[v, m.hub_from[v]])
    gone = min(m.exits[v], m.arrives[v]) if chained else m.exits[v]
    return float(m.service_seat[v] + m.person_s * (gone - m.check_in[v]))


def journeys_of(m: Model, roads: Roads, layers: list[Layer], options: list[Option]) -> list[Journey]:
    """A journey for each party that may ride, with all its options."""
    takes, groups = _takes(m, roads, layers), dict[int, list[Option]]()
    for option in options:
        groups.setdefault(option.party, []).append(option)
    journeys, chained = [], chained_services(m, roads)
    for party, group in groups.items():
        early, late = np.full(len(takes), np.inf), np.full(len(takes), -np.inf)
        for option in group:
            begin, end = _hours(m, option, chained)
            for place, at in begin:
                np.minimum(early, at + takes[place], out=early)
            for place, at in end:
                np.maximum(late, at - takes[:, place], out=late)
        journeys.append(Journey(party, tuple(group), early, late))
    return journeys


def _takes(m: Model, roads: Roads, layers: list[Layer]) -> Floats:
    """How long it takes at least from coming to a place until coming to another one, in one vehicle or several."""
    drivers = max((layer.drivers for layer in layers), default=1)
    change = float(m.change_s + m.stop_fixed + m.stop_person)  # a person alights, too
    takes = closure(least_elapsed(m.law, roads.seconds, drivers) + m.stop_fixed + m.stop_person + change) - change
    np.fill_diagonal(takes, 0.0)
    return takes


def _hours(m: Model, option: Option, chained: list[int]) -> tuple[list[tuple[int, float]], list[tuple[int, float]]]:
    """Where rides of an option begin, and when first; where they end, and when last."""
    p, gate, v = option.party, int(m.gate[option.slot]), option.service
    boards = slice(m.board_ptr[p], m.board_ptr[p + 1])
    access = m.board_access[boards][m.board_at[boards] == option.place].min()
    begin = [(option.place, float(m.ready[p] + access))]
    end = [(gate, float(min(option.closes, m.due[p], m.horizon)))]
    for w in {v, *chained} if v >= 0 else ():
        begin.append((int(m.hub_to[w]), float(m.exits[w])))
        end.append((int(m.hub_from[w]), float(m.check_in[w])))
    return begin, end
