"""One vehicle that does everything: the least that a plan with a single duty, or with none, costs.

Small problems near home are best done by one vehicle with several rounds, and a flow of vehicles proves little of
those. Their tours are searched whole, by labels (Psaraftis 1980; Desrochers & Soumis 1988). What is left out is how
many seats the vehicle has, so that whoever changes may as well stay aboard; what waiting costs those aboard; longest
journeys; hours of places; and the driver law. Where there are too many parties, those that board at one place become a
group (:mod:`solvers.bounding.groups`), and the smallest pay their own least only.
"""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np

from solvers.bounding.groups import Group, alone_of, group_of, grouped, least_of, rides_of
from solvers.bounding.roads import Roads
from solvers.bounding.tour import BITS, Field, Labels, begun, extended, new_labels, rests, undominated, visits
from solvers.bounding.ways import windows_of
from solvers.model import Floats, Ints, Model

GROUPS = 8, 11, 14, 17
"""Groups to be told apart: more and more, as there is time."""
MOST_LABELS = 1_000_000
MOST_CALLS = 14
"""Places that the way still to come is made of."""
AT_ONCE = 1_000
"""Labels that are extended before the clock is looked at."""
BEAM = 300
"""The first search for a tour, in which so many labels go on, shows which of all need not."""


def by_one_vehicle(m: Model, roads: Roads, until: float) -> float:
    """No plan with one duty or none costs less, without services; 0 if there was no time to prove anything."""
    proved = 0.0
    for most in GROUPS:
        least = float(alone_of(m).sum())
        for f in range(len(m.room)):
            if m.first_duty[f + 1] > m.first_duty[f]:
                found = _by_vehicle(m, roads, f, most, least, until)
                if found is None:
                    return proved
                least = min(least, found)
        proved = max(proved, least)
        if len(m.size) <= most:
            break
    return proved


def _by_vehicle(m: Model, roads: Roads, f: int, most: int, best: float, until: float) -> float | None:
    """The least cost of a tour by a vehicle of fleet ``f``; ``best`` if none is below; None if there was no time."""
    singles, sure = [], 0.0
    alone = alone_of(m)
    crews = slice(m.crew_ptr[f], m.crew_ptr[f + 1])
    room = int(m.room[f] - m.crew_seats[crews].min())
    for p in range(len(m.size)):
        group = group_of(m, f, [p])
        if m.size[p] > room or m.wheels[p] > m.spaces[f] or not np.isfinite(group.slots).any():
            sure += float(alone[p])
        else:
            singles.append(p)
    groups, others = grouped(m, f, singles, most)
    if not groups:
        return best
    sure += sum(group.sure for group in groups)
    sure += sum(least_of(m, roads, group_of(m, f, [p])) for p in others)
    field = _field(m, roads, f, groups, best - sure)
    found = _least(field, best - sure, until, beam=BEAM)
    exact = None if found is None else _least(field, found, until)
    return None if exact is None else exact + sure


def _field(m: Model, roads: Roads, f: int, groups: list[Group], best: float) -> Field:
    """The groups and one vehicle, as the tours' inner loop wants them; tours that cost ``best`` do not matter."""
    start, end = int(m.start_at[f]), int(m.end_at[f])
    metres, second = m.cost_m[f] * roads.metres, float(m.cost_s[f])
    drive = metres + second * (roads.seconds + m.stop_fixed)
    np.fill_diagonal(drive, 0.0)
    home = np.zeros(len(metres)) if end < 0 else drive[:, end]
    by_slot = drive[:, m.gate] + home[m.gate]  # places x slots
    scarce, told_apart = _scarce(m, groups), len(groups) == len(m.size)
    spans, money = _spans(m, groups, scarce)
    off_least, on_least, off_drive, on_drive = [], [], [], []
    for group in groups:
        goes = np.where(np.isfinite(group.slots), by_slot, np.inf)
        rides = rides_of(m, roads, group)
        off_least.append(min(group.alone(), float(rides.min())))
        on_least.append(rides_of(m, roads, group._replace(board=np.zeros(len(metres)), dwell=0.0)).min(axis=1))
        on_drive.append(goes.min(axis=1))
        reach = (drive + np.where(np.isfinite(group.board), goes.min(axis=1), np.inf)[None, :]).min(axis=1)
        off_drive.append(np.minimum(reach, group.alone() - off_least[-1]))
    crews = slice(m.crew_ptr[f], m.crew_ptr[f + 1])
    calls, off_calls, on_calls = _calls(m, groups, np.array(off_least), best)
    return Field(
        metres_money=_with_loops(metres), seconds=_with_loops(roads.seconds), second=second, person_s=m.person_s,
        stop_fixed=float(m.stop_fixed), start=start, end=end, free_from=float(m.free_from[f]),
        free_to=float(min(m.free_to[f], m.horizon)), fixed=float(m.cost_fixed[f] + m.crew_cost[crews].min()),
        people=np.array([float(g.people) for g in groups]), dwell=np.array([g.dwell for g in groups]),
        due=np.array([g.due for g in groups]),
        board_ready=np.array([g.ready for g in groups]), board_money=np.array([g.board for g in groups]),
        span_ptr=spans[0], span_from=spans[1], span_to=spans[2], alight_money=money[0], scarce_money=money[1],
        scarce_room=m.capacity[scarce], scarce_least=m.minimum[scarce] * told_apart, off_least=np.array(off_least),
        off_drive=np.array(off_drive).T.copy(), on_least=np.array(on_least).T.copy(),
        on_drive=np.array(on_drive).T.copy(), off_calls=off_calls, on_calls=on_calls,
        visit=visits(drive, home, np.diag(_with_loops(drive)).copy(), calls),
    )  # fmt: skip


def _calls(m: Model, groups: list[Group], least: Floats, best: float) -> tuple[Ints, Ints, Ints]:
    """Places that every tour below ``best`` has to call at; and for which group, as bits, if it waits or is aboard."""
    calls: list[int] = []

    def bit(places: Ints) -> int:
        if len(places) != 1 or (places[0] not in calls and len(calls) == MOST_CALLS):
            return 0
        if places[0] not in calls:
            calls.append(int(places[0]))
        return 1 << calls.index(places[0])

    off, on = np.zeros((2, len(groups)), dtype=np.int64)
    for g, group in enumerate(groups):
        on[g] = bit(np.unique(m.gate[np.isfinite(group.slots)]))
        if least.sum() + group.alone() - least[g] >= best:  # it has to ride
            off[g] = on[g] | bit(np.flatnonzero(np.isfinite(group.board)))
    return np.array(calls, dtype=np.int64), off, on


def _with_loops(table: Floats) -> Floats:
    """The table, with the least way from each place by another one back to it."""
    there = table.astype(np.float64)
    loops = there + there.T
    np.fill_diagonal(loops, np.inf)
    least = loops.min(axis=1)
    np.fill_diagonal(there, np.where(np.isfinite(least), least, 0.0))
    return there


def _scarce(m: Model, groups: list[Group]) -> Ints:
    """Slots that have no room for all who may go there, or a minimum; where parties are grouped, none."""
    if any(group.several for group in groups):
        return np.empty(0, dtype=np.int64)
    wanted = np.sum([np.where(np.isfinite(group.slots), group.people, 0) for group in groups], axis=0)
    counted = (wanted > m.capacity) | (m.minimum > 1)
    slots: Ints = np.flatnonzero(counted & (wanted > 0) & (wanted < 1 << BITS))[: 60 // BITS]
    return slots


def _spans(m: Model, groups: list[Group], scarce: Ints) -> tuple[tuple[Ints, Floats, Floats], tuple[Floats, Floats]]:
    """By place: the times between which no window of its slots opens or closes; what groups pay to alight then.

    The last column is not to ride at all.
    """
    first, begins, ends, money, short = [0], [], [], [], []
    for place in range(len(m.metres)):
        slots = np.flatnonzero(m.gate == place).tolist()
        windows = [(k, a, b) for k in slots for a, b in zip(*windows_of(m, k), strict=True)]
        edges = sorted({edge for _, a, b in windows for edge in (a, b)})
        for a, b in [*pairwise(edges), *((edge, edge) for edge in edges)]:
            within = {k for k, opens, closes in windows if opens <= a and b <= closes}
            if within and (a < b or any(opens == closes == a for _, opens, closes in windows)):
                begins.append(float(a))
                ends.append(float(min(b, m.horizon)))
                roomy = within - set(scarce.tolist())
                money.append([min((float(group.slots[k]) for k in roomy), default=np.inf) for group in groups])
                short.append([[float(group.slots[k]) if k in within else np.inf for group in groups] for k in scarce])
        first.append(len(begins))
    roomy_walks = [np.delete(group.walks, scarce).min(initial=np.inf) for group in groups]
    money.append([min(group.stay, float(walk)) for group, walk in zip(groups, roomy_walks, strict=True)])
    short.append([[float(group.walks[k]) for group in groups] for k in scarce])
    table = np.array(money).reshape(-1, len(groups)).T.copy()
    scarcely = np.array(short).reshape(len(begins) + 1, len(scarce), len(groups)).transpose(1, 2, 0)
    scarcely = np.where((scarcely < table[None]) | (m.minimum[scarce] > 1)[:, None, None], scarcely, np.inf)
    return (np.array(first, dtype=np.int64), np.array(begins), np.array(ends)), (table, scarcely)


def _least(f: Field, best: float, until: float, beam: int | None = None) -> float | None:
    """The least cost of a tour, or ``best`` if none is below; with a beam, of a good one. None if there was no time."""
    calls = new_labels(MOST_LABELS)
    layers: dict[int, list[Labels]] = {}
    n = begun(f, calls)
    _file(layers, calls, n)
    while layers and n >= 0:
        labels = Labels._make(np.concatenate(parts) for parts in zip(*layers.pop(min(layers)), strict=True))
        order = np.lexsort((labels.cost, labels.taken, labels.brought, labels.aboard, labels.place))
        kept = undominated(labels, order, f.second)
        if beam is not None:
            kept = kept[np.argsort(labels.cost[kept] + rests(f, labels, kept))[:beam]]
        if len(kept) > MOST_LABELS:
            return None
        for some in np.array_split(kept, 1 + len(kept) // AT_ONCE):
            if time.monotonic() > until:
                return None
            n, best = extended(f, labels, some, calls, best)
            if n < 0:
                return None
            _file(layers, calls, n)
    return None if n < 0 else best


def _file(layers: dict[int, list[Labels]], calls: Labels, n: int) -> None:
    """Keep the first ``n`` labels by how often anybody has boarded or alighted."""
    events = np.bitwise_count(calls.aboard[:n]) + 2 * np.bitwise_count(calls.brought[:n])
    for layer in np.unique(events):
        here = np.flatnonzero(events == layer)
        layers.setdefault(int(layer), []).append(Labels._make(part[here] for part in calls))
