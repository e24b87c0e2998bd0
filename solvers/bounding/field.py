"""What tours of one vehicle go through, as the inner loop of :mod:`solvers.bounding.tour` wants it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from solvers.bounding.riders import Rider, rides_of
from solvers.bounding.roads import Roads
from solvers.bounding.tour import BITS, Field, visits
from solvers.bounding.ways import windows_of
from solvers.model import Floats, Ints, Model

MOST_CALLS = 14
"""Places that the way still to come is made of."""


def field_of(m: Model, roads: Roads, f: int, riders: list[Rider], *, clock: float, share: float) -> Field:
    """Riders and a vehicle of fleet ``f`` for which they pay a ``share``, still without what its roads cost.

    ``clock`` is the price of a second of the vehicle's hours; where it is 0 the roads' prices hold their time.
    """
    crews = slice(m.crew_ptr[f], m.crew_ptr[f + 1])
    nothing = np.zeros((len(m.metres), len(riders)))
    scarce = _scarce(m, riders)
    spans, money = _spans(m, riders, scarce)
    rides = [rides_of(m, roads, rider) for rider in riders]
    aboard = [rides_of(m, roads, rider._replace(board=np.zeros(len(m.metres)), dwell=0.0)) for rider in riders]
    here = [np.minimum(_at_once(m, rider), ride) for rider, ride in zip(riders, aboard, strict=True)]
    off_least = np.array([min(rider.alone(), float(ride.min())) for rider, ride in zip(riders, rides, strict=True)])
    nobody = np.zeros(len(riders), dtype=np.int64)
    return Field(
        metres_money=roads.metres, seconds=with_loops(roads.seconds), second=clock, person_s=m.person_s,
        stop_fixed=float(m.stop_fixed), start=int(m.start_at[f]), end=int(m.end_at[f]),
        free_from=float(m.free_from[f]), free_to=float(min(m.free_to[f], m.horizon)),
        fixed=share * float(m.cost_fixed[f] + m.crew_cost[crews].min()),
        people=np.array([float(rider.people) for rider in riders]), dwell=np.array([rider.dwell for rider in riders]),
        due=np.array([rider.due for rider in riders]),
        board_ready=np.array([rider.ready for rider in riders]), board_money=np.array([r.board for r in riders]),
        span_ptr=spans[0], span_from=spans[1], span_to=spans[2], alight_money=money[0], scarce_money=money[1],
        scarce_room=m.capacity[scarce], scarce_least=m.minimum[scarce] * (len(riders) == len(m.size)),
        off_least=off_least, off_drive=nothing, on_least=np.array([ride.min(axis=1) for ride in aboard]).T.copy(),
        on_drive=nothing, here_least=np.array([ride.min(axis=1) for ride in here]).T.copy(), off_calls=nobody,
        on_calls=nobody, call_at=nobody, visit=nothing, last=np.array([-1, -1]),
    )  # fmt: skip


def priced(m: Model, f: Field, riders: list[Rider], drive: Floats, seconds: Floats, best: float, turn: Floats) -> Field:
    """The field with what it costs to ``drive`` from place to place, the stop before it included.

    The clock counts ``seconds`` of that stop and way. Tours that cost ``best`` do not matter. ``turn``: see
    :func:`loops_of`.
    """
    home = np.zeros(len(drive)) if f.end < 0 else drive[:, f.end]
    calls, off_calls, on_calls = _calls(m, riders, f.off_least, best)
    call_at = np.zeros(len(drive), dtype=np.int64)
    call_at[calls] = 1 << np.arange(len(calls))
    by_slot = drive[:, m.gate] + home[m.gate]  # places x slots
    off_drive, on_drive = [], []
    for rider, least in zip(riders, f.off_least, strict=True):
        goes = np.where(np.isfinite(rider.slots), by_slot, np.inf).min(axis=1)
        reach = (drive + np.where(np.isfinite(rider.board), goes, np.inf)[None, :]).min(axis=1)
        off_drive.append(np.minimum(reach, rider.alone() - least))
        on_drive.append(goes)
    loops, money = loops_of(drive, turn), with_loops(drive - f.second * seconds)
    if f.second == 0.0:
        np.fill_diagonal(money, loops)
    return f._replace(
        metres_money=money, off_drive=np.array(off_drive).T.copy(),
        on_drive=np.array(on_drive).T.copy(), off_calls=off_calls, on_calls=on_calls, call_at=call_at,
        visit=visits(drive, home, loops, calls), last=np.array([-1, -1]),
    )  # fmt: skip


def _at_once(m: Model, rider: Rider) -> Floats:
    """By place and slot: what the slot costs a party that alights where it is."""
    there = m.gate[None, :] == np.arange(len(m.metres))[:, None]
    money: Floats = np.where(there, rider.slots[None, :], np.inf)
    return money


def with_loops(table: Floats) -> Floats:
    """The table, with the least way from each place by another one back to it."""
    there = table.astype(np.float64)
    loops = there + there.T
    np.fill_diagonal(loops, np.inf)
    least = loops.min(axis=1)
    np.fill_diagonal(there, np.where(np.isfinite(least), least, 0.0))
    return there


def loops_of(drive: Floats, turn: Floats) -> Floats:
    """The least that it costs to leave each place and come back to it.

    Where the vehicle turns nobody need board or alight: ``turn`` is the part of what a way there and back costs that is
    left without the stop between the two.
    """
    loops = (drive + drive.T) * turn
    np.fill_diagonal(loops, np.inf)
    least = loops.min(axis=1)
    found: Floats = np.where(np.isfinite(least), least, 0.0)
    return found


def _calls(m: Model, riders: list[Rider], least: Floats, best: float) -> tuple[Ints, Ints, Ints]:
    """Places that every tour below ``best`` has to call at; and for whom, as bits, if they wait or are aboard."""
    calls: list[int] = []

    def bit(places: Ints) -> int:
        if len(places) != 1 or (places[0] not in calls and len(calls) == MOST_CALLS):
            return 0
        if places[0] not in calls:
            calls.append(int(places[0]))
        return 1 << calls.index(places[0])

    off, on = np.zeros((2, len(riders)), dtype=np.int64)
    for g, rider in enumerate(riders):
        on[g] = bit(np.unique(m.gate[np.isfinite(rider.slots)]))
        if least.sum() + rider.alone() - least[g] >= best:  # it has to ride
            off[g] = on[g] | bit(np.flatnonzero(np.isfinite(rider.board)))
    return np.array(calls, dtype=np.int64), off, on


def _scarce(m: Model, riders: list[Rider]) -> Ints:
    """Slots that have no room for all who may go there, or a minimum."""
    wanted = np.sum([np.where(np.isfinite(rider.slots), rider.people, 0) for rider in riders], axis=0)
    counted = (wanted > m.capacity) | (m.minimum > 1)
    slots: Ints = np.flatnonzero(counted & (wanted > 0) & (wanted < 1 << BITS))[: 60 // BITS]
    return slots


def _spans(m: Model, riders: list[Rider], scarce: Ints) -> tuple[tuple[Ints, Floats, Floats], tuple[Floats, Floats]]:
    """By place: the times between which no window of its slots opens or closes; what riders pay to alight then.

    The last column is not to ride at all.
    """
    first, begins, ends, money, short = [0], [], [], [], []
    for place in range(len(m.metres)):
        slots = np.flatnonzero(m.gate == place).tolist()
        windows = [(k, a, b) for k in slots for a, b in zip(*windows_of(m, k), strict=True)]
        edges = sorted({edge for _, a, b in windows for edge in (a, b)})
        # where one window closes as another opens, both are open for a moment
        moments = {opens for _, opens, _ in windows} & {closes for _, _, closes in windows}
        for a, b in [*pairwise(edges), *((moment, moment) for moment in sorted(moments))]:
            within = {k for k, opens, closes in windows if opens <= a and b <= closes}
            if within:
                begins.append(float(a))
                ends.append(float(min(b, m.horizon)))
                roomy = within - set(scarce.tolist())
                money.append([min((float(rider.slots[k]) for k in roomy), default=np.inf) for rider in riders])
                short.append([[float(rider.slots[k]) if k in within else np.inf for rider in riders] for k in scarce])
        first.append(len(begins))
    roomy_walks = [np.delete(rider.walks, scarce).min(initial=np.inf) for rider in riders]
    money.append([min(rider.stay, float(walk)) for rider, walk in zip(riders, roomy_walks, strict=True)])
    short.append([[float(rider.walks[k]) for rider in riders] for k in scarce])
    table = np.array(money).reshape(-1, len(riders)).T.copy()
    scarcely = np.array(short).reshape(len(begins) + 1, len(scarce), len(riders)).transpose(1, 2, 0)
    scarcely = np.where((scarcely < table[None]) | (m.minimum[scarce] > 1)[:, None, None], scarcely, np.inf)
    return (np.array(first, dtype=np.int64), np.array(begins), np.array(ends)), (table, scarcely)
