"""The least cost of bringing one person from each place to a slot, by each *way*.

A way is named by the first thing on it that is scarce: a kind of trunk vehicle or a service; before that come
short rides only. After it, further trunk rides and services cost their riders' time only, short rides all.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from solvers.bounding.law import Windows, free_before, least_elapsed, least_journey
from solvers.bounding.rides import Kind, Short, Trunk
from solvers.model import DAY_S, Floats, Model

ROUNDS = 50
"""More scarce things than that in one itinerary are not tried: then nothing is proved (see :func:`ways_to`)."""


STEP_S = 300
"""Driving times are looked up in steps of this."""
Key = tuple[bool, tuple[tuple[int, int], ...], tuple[int, int, int]]


class Ways(NamedTuple):
    """Least money (time of the traveller included) and least seconds to one slot from each place.

    ``short`` has one entry a place, ``trunk`` kinds x places, ``service`` services x places.
    """

    short: Floats
    trunk: Floats
    service: Floats
    short_s: Floats
    trunk_s: Floats


class Network(NamedTuple):
    """All that the ways of all slots share."""

    m: Model
    short: Short
    trunk: Trunk | None
    ride: Floats  # a chain of short rides: its money and its riders' time
    least_ride: Floats  # kinds x tails: the cheapest trunk ride
    tables: dict[Key, Floats]  # journeys, see _table


def network_of(m: Model, short: Short, trunk: Trunk | None) -> Network:
    least = (trunk.money + m.person_s * trunk.elapsed).min(axis=2) if trunk is not None else np.empty((0, 0))
    return Network(m, short, trunk, short.money + of_time(m, short.seconds), least, {})


def of_time(m: Model, seconds: Floats) -> Floats:
    """A person's time in money; what takes forever is never free."""
    ever = np.isfinite(seconds)
    money: Floats = np.where(ever, m.person_s * np.where(ever, seconds, 0.0), np.inf)
    return money


def ways_to(net: Network, gate: int, windows: Windows) -> Ways:
    """Every way to a gate, to arrive there in one of ``windows``, on its own."""
    trunk = net.trunk
    boarded = _boarded(net, gate, windows) if trunk is not None else np.empty((0, 0))
    alone = _by_service(net, gate, windows)
    flown, driven, last = alone, boarded, max(windows.closes, default=-1)
    for _ in range(ROUNDS):
        after = _onwards(net, flown, driven)
        flown_next = np.minimum(flown, _connected(net, alone, after))
        driven_next = np.minimum(driven, _ridden(net, after, driven, last)) if trunk is not None else driven
        if np.array_equal(flown, flown_next) and np.array_equal(driven, driven_next):
            break
        flown, driven = flown_next, driven_next
    else:
        flown, driven = np.zeros_like(flown), np.zeros_like(driven)
    return _from_everywhere(net, gate, flown, driven)


def windows_of(m: Model, k: int) -> Windows:
    spans = range(m.window_ptr[m.window_class[k]], m.window_ptr[m.window_class[k] + 1])
    return Windows(tuple(int(m.window_from[i]) for i in spans), tuple(int(m.window_to[i]) for i in spans))


def _boarded(net: Network, gate: int, windows: Windows) -> Floats:
    """Kinds x tails: from boarding a trunk vehicle on, with short rides only after it."""
    m, trunk, short = net.m, net.trunk, net.short
    assert trunk is not None
    on_s = short.seconds[trunk.heads, gate] + np.where(trunk.heads == gate, 0.0, short.change_s)
    rest = short.money[trunk.heads, gate] + m.person_s * (m.stop_fixed + m.stop_person)
    best = np.full((len(trunk.kinds), len(trunk.tails)), np.inf)
    takes: dict[int, Floats] = {}
    for t, kind in enumerate(trunk.kinds):
        if kind.drivers not in takes:
            takes[kind.drivers] = _journeys(net, trunk.elapsed[t], on_s, windows)
        least = np.maximum(takes[kind.drivers], _crossed(net, kind, windows)[:, None])
        best[t] = (trunk.money[t] + of_time(m, least) + rest).min(axis=1)
    return best


def _crossed(net: Network, kind: Kind, windows: Windows) -> Floats:
    """By tail: the way to the far side, then waiting for the first window that is not over when its rides come."""
    trunk, (since, until) = net.trunk, kind.span
    assert trunk is not None
    waits = [max(0.0, opens - until) for opens, closes in zip(*windows, strict=True) if closes > since]
    crossing: Floats = least_elapsed(net.m.law, trunk.crossing_s, kind.drivers) + min(waits, default=np.inf)
    return crossing


def _journeys(net: Network, elapsed: Floats, on_s: Floats, windows: Windows) -> Floats:
    """Tails x heads: seconds from boarding until the arrival at the gate, ``on_s`` after the trunk ride."""
    m, trunk = net.m, net.trunk
    assert trunk is not None
    driven = trunk.seconds + np.minimum(on_s, free_before(m.law, m.clock0, windows))
    step = np.where(np.isfinite(driven), driven // STEP_S, 0).astype(np.int64)
    takes = elapsed + on_s
    hours = np.stack([m.opens[trunk.tails], m.closes[trunk.tails]], axis=1)
    for stands in np.unique(trunk.stands):
        for opens, closes in np.unique(hours, axis=0):
            table = _table(net, bool(stands), windows, (int(opens), int(closes), m.clock0), int(step.max()))
            here = (hours == (opens, closes)).all(axis=1)[:, None] & (trunk.stands == stands)
            takes = np.where(here, np.maximum(takes, table[step]), takes)
    return takes


def _table(net: Network, stands: bool, windows: Windows, hours: tuple[int, int, int], last: int) -> Floats:
    """Journeys by driving time, in steps; windows of other days alike give the same table."""
    alike = sorted({(a % DAY_S, b - a) for a, b in zip(*windows, strict=True)})
    key = stands, tuple(alike), hours
    if key not in net.tables or len(net.tables[key]) <= last:
        ends = Windows(tuple(a for a, _ in alike), tuple(a + long for a, long in alike))
        net.tables[key] = least_journey(
            net.m.law, STEP_S * np.arange(last + 1, dtype=np.float64), stands, ends, hours)  # fmt: skip
    return net.tables[key]


def _by_service(net: Network, gate: int, windows: Windows) -> Floats:
    """Each service from its check-in on, with short rides only after it."""
    m, short = net.m, net.short
    rides_s, on_foot = short.seconds[m.hub_to, gate], m.hub_to == gate
    arrives = np.where(on_foot, m.arrives, m.exits + rides_s)
    held = np.full(len(arrives), np.inf)
    for opens, closes in zip(*windows, strict=True):
        # one who need not ride arrives with the service, or by a ride that comes back to where it began
        held = np.where(arrives <= closes, np.minimum(held, np.maximum(arrives, opens)), held)
    straight = on_foot & (held == arrives)
    rest = np.where(straight, m.arrives, np.maximum(held, m.exits + rides_s)) - m.check_in
    money: Floats = short.money[m.hub_to, gate] + m.service_seat + of_time(m, np.where(np.isfinite(held), rest, np.inf))
    return money


def _onwards(net: Network, flown: Floats, driven: Floats) -> Floats:
    """From each place: short rides, then a scarce thing whose waiting time costs nothing."""
    m, n = net.m, len(net.ride)
    best = np.full(n, np.inf)
    if len(flown):
        best = (net.ride[:, m.hub_from] + flown).min(axis=1)
    if net.trunk is not None and len(driven):
        for a, cost in zip(net.trunk.tails, driven.min(axis=0), strict=True):
            np.minimum(best, net.ride[:, a] + cost, out=best)
    return best


def _connected(net: Network, alone: Floats, after: Floats) -> Floats:
    """Each service, followed by another scarce thing."""
    m = net.m
    if not len(alone):
        return alone
    time: Floats = m.person_s * np.minimum(m.exits - m.check_in, m.arrives - m.check_in)
    whole: Floats = m.service_seat + time + after[m.hub_to]
    return whole


def _ridden(net: Network, after: Floats, driven: Floats, last: int) -> Floats:
    """Kinds x tails: a trunk ride, followed by another scarce thing, where that may be less than ``driven``.

    It has to come to the far side by ``last``.
    """
    trunk = net.trunk
    assert trunk is not None
    onwards = after[trunk.heads]
    if not (net.least_ride + onwards.min() < driven).any():
        return driven
    ride = trunk.money + net.m.person_s * trunk.elapsed + onwards
    late = np.array([kind.span[0] >= last for kind in trunk.kinds])
    least: Floats = np.where(late[:, None], np.inf, ride.min(axis=2))
    return least


def _from_everywhere(net: Network, gate: int, flown: Floats, driven: Floats) -> Ways:
    m, short = net.m, net.short
    service = flown[:, None] + net.ride[:, m.hub_from].T if len(flown) else np.empty((0, len(net.ride)))
    trunk, trunk_s = np.empty((0, len(net.ride))), np.full(len(net.ride), np.inf)
    if net.trunk is not None:
        change = m.person_s * short.change_s * (1 - np.eye(len(net.ride))[:, net.trunk.tails])
        trunk = np.array([(net.ride[:, net.trunk.tails] + change + cost).min(axis=1) for cost in driven])
        ride_s = net.trunk.elapsed.min(axis=0)
        trunk_s = (short.seconds[:, net.trunk.tails] + ride_s.min(axis=1)).min(axis=1)
    return Ways(net.ride[:, gate], trunk, service, short.seconds[:, gate], trunk_s)
