"""Ruin, recreate, accept: the search's inner loop, compiled whole.

Schrimpf et al. (2000); simulated annealing as in Ropke & Pisinger (2006). Plans under a minimum (of a slot
or service) are passed through at a price; only plans without such shortage count as found.
"""

from __future__ import annotations

import numpy as np

from solvers.model import FAR, Model
from solvers.search.compiled import compiled
from solvers.search.duties import polish, settle
from solvers.search.insertion import CHEAP, FILL, MOST, OPENED
from solvers.search.interchange import offer_interchanges
from solvers.search.recreate import place_party
from solvers.search.reference import by_reference
from solvers.search.rng import below, uniform
from solvers.search.ruin import (
    change_services,
    close_service,
    closed_slot,
    empty_duty,
    lists,
    open_slot,
    remove_duties,
    remove_slot,
    ruin,
)
from solvers.search.state import can_travel, copy_state, price_stays, relief_of, stay_money, stays, total_cost
from solvers.search.tails import swap_tails

COST, BEST_COST, TEMPERATURE, PENALTY_OF, ROUNDS = 0, 1, 2, 3, 4
"""What the array ``figures`` holds: money of the current and of the best plan, the temperature of annealing, the
penalty a person that a slot or service lacks, and the rounds so far."""
TIMED = 3
"""Candidates of an insertion that are timed exactly."""
BLINKS = 0.02
"""The share of duties that an insertion overlooks."""
SWAP_VEHICLE, SWAP_TAILS = 0.05, 0.15
"""The shares of rounds that first try a duty on other vehicles, or exchange what two duties do after a while."""
SLOT_EXCURSIONS = 0.1
"""The share of excursions that gather people for a slot with a minimum, where somebody at home lists one that is
empty."""
SERVICE_EXCURSIONS = 0.6
"""The share of the others that change services, where there are any."""
LENDING = 0.5
"""The share of the others that try a vehicle of another fleet; the rest try to do with one less."""
EXCURSION_HEAT = 0.3
"""The temperature of an excursion, as a share of the present one."""
MAX_POOL = 12
"""Parties at home that are tried again in one round, besides those just taken out."""


refer_model = by_reference(Model)


@compiled
def order_pool(m, pool, n, rng):
    """The order in which parties are brought back: by chance, size, distance of choice, or few choices."""
    key = np.empty(n)
    draw = uniform(rng)
    for k in range(n):
        p = pool[k]
        noise = uniform(rng)
        if draw < 0.4:
            key[k] = noise
        elif draw < 0.6:
            key[k] = -m.size[p] + noise
        elif draw < 0.8:
            a = m.choice_ptr[p]
            home = m.board_at[m.board_ptr[p]]
            key[k] = -m.seconds[home, m.gate[m.choice_slot[a]]] * (0.7 + 0.3 * noise)
        else:
            key[k] = m.choice_ptr[p + 1] - m.choice_ptr[p] + noise
    return np.argsort(key)


@compiled
def pool_of(m, s, before, pool, opened, rng):
    """Who is to be placed: all whom this round sent home, who list the slot ``opened``, and some others at home."""
    n = 0
    waiting = 0
    for p in range(len(m.size)):
        if s.slot[p] < 0 and can_travel(m, p):
            if before.slot[p] >= 0 or (opened >= 0 and lists(m, p, opened)):
                pool[n] = p
                n += 1
            else:
                waiting += 1
    share = 1.0 if waiting <= MAX_POOL else MAX_POOL / waiting
    for p in range(len(m.size)):
        if s.slot[p] >= 0 or before.slot[p] >= 0 or not can_travel(m, p):
            continue
        if (opened < 0 or not lists(m, p, opened)) and uniform(rng) <= share:
            pool[n] = p
            n += 1
    return n


@compiled
def recreate(m, s, x, tasks, pool, n, knobs, worth, rng):
    """Place the pool's parties one after the other; False: given up, as the plan would cost more than it is ``worth``.

    Who is still to be placed counts for nothing meanwhile, so it costs more already.
    """
    order = order_pool(m, pool, n, rng)
    waiting = 0.0
    for k in range(n):
        waiting += stay_money(m, pool[k])
    for k in range(n):
        if x.halt[0] != 0:
            return True
        p = pool[order[k]]
        waiting -= stay_money(m, p)
        limit = stay_money(m, p) * (1.0 + 0.5 * uniform(rng)) + 1e-6
        place_party(m, s, x, tasks[0], tasks[1], tasks[2], tasks[3], tasks[4], p, limit, knobs, rng)
        if total_cost(m, s, 0.0)[0] - waiting > worth:
            return False
    return True


@compiled
def drop_unprofitable(m, s, x):
    """Empty duties that cost more than leaving their riders at home; True: somebody went."""
    found = False
    for d in range(len(s.stops)):
        if s.riders[d] == 0:
            continue
        left = 0.0
        for r in range(s.riders[d]):
            p = s.rider[d, r] // 2
            if s.rider[d, r] % 2 == 0 or s.duty[2 * p] != d:  # both pieces may be on one duty
                left += stay_money(m, p) - s.aside[p]
        if s.cost[d] > left:
            found = empty_duty(m, s, d) > 0 or found
    if found:
        settle(m, s, x)
    return found


@compiled
def idle_vehicle(m, s, f):
    """A vehicle of fleet ``f`` in its depot (-1: none)."""
    for d in range(m.first_duty[f], m.first_duty[f + 1]):
        if s.riders[d] == 0 and s.dirty[d] == 0:
            return d
    return -1


@compiled
def can_take_over(m, s, d, f):
    """Is a vehicle of fleet ``f`` allowed and large enough for duty ``d``'s riders, and may all of them change?"""
    for k in range(s.stops[d]):
        if s.load[d, k] > m.room[f] or s.wheels[d, k] > m.spaces[f]:
            return False
    for r in range(s.riders[d]):
        p = s.rider[d, r] // 2
        if stays(m, p) or not m.takes[f, s.slot[p]]:
            return False
    return True


@compiled
def move_duty(m, s, d, e):
    """Give duty ``d``'s stops and riders to the idle vehicle ``e``; the caller settles both."""
    f = m.fleet_of[e]
    n = s.stops[d]
    first = 0
    if s.place[d, 0] != m.start_at[f]:
        served = False
        for r in range(s.riders[d]):
            if s.source[s.rider[d, r]] == 0:
                served = True
        first = -1 if served else 0
    shift = 1 if first < 0 else 0
    s.place[e, 0] = m.start_at[f]
    for k in range(n):
        if k + shift > 0:
            s.place[e, k + shift] = s.place[d, k]
    n += shift
    end = m.end_at[f]
    if end >= 0 and s.place[e, n - 1] != end:
        s.place[e, n] = end
        n += 1
    s.stops[e] = n
    for r in range(s.riders[d]):
        piece = s.rider[d, r]
        s.rider[e, r] = piece
        s.duty[piece] = e
        s.source[piece] += shift
        s.target[piece] += shift
    s.riders[e] = s.riders[d]
    s.riders[d] = 0
    s.dirty[e] = 1
    s.dirty[d] = 1


@compiled
def swap_vehicle(m, s, x, keep, rng):
    """Try one duty on one vehicle of each other fleet, and keep the cheapest."""
    if len(s.stops) == 0:
        return False
    d = below(rng, len(s.stops))
    for _ in range(20):
        if s.riders[d] > 0:
            break
        d = below(rng, len(s.stops))
    if s.riders[d] == 0 or s.stops[d] + 2 >= s.place.shape[1]:
        return False
    better = False
    for f in range(len(m.room)):
        if f == m.fleet_of[d] or not can_take_over(m, s, d, f):
            continue
        e = idle_vehicle(m, s, f)
        if e < 0:
            continue
        copy_state(keep, s)
        move_duty(m, s, d, e)
        s.used[f] += 1
        before = s.riders[e]
        settle(m, s, x)
        if s.riders[e] == before and s.cost[e] < keep.cost[d] - 1e-6:
            better = True
            d = e
        else:
            copy_state(s, keep)
    return better


@compiled
def acceptable(figures, rng):
    """What a plan may cost for simulated annealing to take it."""
    return figures[COST] - figures[TEMPERATURE] * np.log(max(1e-300, uniform(rng)))


@compiled
def accept(m, current, trial, best, figures, worth):
    """Keep the trial if it counts for less than it is ``worth``; remember the best without shortage, by its cost."""
    cost, short = total_cost(m, trial, figures[PENALTY_OF])
    if short == 0:
        true = cost + relief_of(m, trial)
        if true < figures[BEST_COST] - 1e-6:
            copy_state(best, trial)
            price_stays(m, best, False)
            figures[BEST_COST] = true
    if cost < worth:
        copy_state(current, trial)
        figures[COST] = cost


@compiled
def offer_used(s):
    """Only services that carry somebody already are on offer."""
    for v in range(len(s.seated)):
        s.offered[v] = 1 if s.seated[v] > 0 else 0


@compiled
def run_rounds(m, current, trial, spare, best, x, tasks, rng, figures, rounds, size, focus, most):
    """Some rounds of ruin and recreate at the present temperature, around ``focus`` (empty: anywhere), with at most
    ``most`` vehicles in use."""
    pool = np.empty(len(m.size), dtype=np.int64)
    knobs = np.array([1.0, figures[PENALTY_OF], BLINKS, most, -1.0, TIMED, -1.0])
    for _ in range(rounds):
        if x.halt[0] != 0:
            return
        copy_state(trial, current)
        offer_used(trial)
        draw = uniform(rng)
        if draw < SWAP_VEHICLE:
            swap_vehicle(m, trial, x, spare, rng)
        elif draw < SWAP_VEHICLE + SWAP_TAILS:
            swap_tails(m, trial, x, spare, acceptable(figures, rng) - figures[COST], rng)
        ruin(m, trial, size, focus, rng)
        settle(m, trial, x)
        n = pool_of(m, trial, current, pool, -1, rng)
        offer_interchanges(m, trial, current, pool, n, rng)
        knobs[FILL] = 0.25 + 0.75 * uniform(rng)
        worth = acceptable(figures, rng)
        if recreate(m, trial, x, tasks, pool, n, knobs, worth, rng):
            polish(m, trial, x)
            drop_unprofitable(m, trial, x)
            accept(m, current, trial, best, figures, worth)
        figures[ROUNDS] += 1


@compiled
def change_vehicles(m, s, knobs, rng):
    """Empty one to three neighbouring duties; either do with a vehicle less from now on, or lend another fleet's."""
    used = 0
    for f in range(len(s.used)):
        used += s.used[f]
    remove_duties(m, s, below(rng, len(m.size)), 1 + below(rng, 3), rng)
    f = below(rng, len(s.used)) if len(s.used) > 0 else 0
    lend = len(s.used) > 1 and s.used[f] < m.first_duty[f + 1] - m.first_duty[f] and uniform(rng) < LENDING
    knobs[CHEAP] = f if lend else -1
    knobs[MOST] = used if lend else used - 1


@compiled
def excursion(m, current, trial, spare, best, side, x, tasks, rng, figures, rounds, size):
    """Open a slot, open or close a service, or change vehicles, and judge only after some rounds of mending.

    A charter pays once the coaches that it makes needless are gone, and a vehicle is spared once others have made
    room: one round of mending is not enough to see either.
    """
    copy_state(side, current)
    offer_used(side)
    knobs = np.array([0.3 + 0.7 * uniform(rng), figures[PENALTY_OF], BLINKS, FAR, -1.0, TIMED, -1.0])
    opened = closed_slot(m, side, rng) if uniform(rng) < SLOT_EXCURSIONS else -1
    if opened >= 0:
        open_slot(m, side, opened, rng)
        knobs[OPENED] = opened
    elif m.first_interchange > 0 and uniform(rng) < SERVICE_EXCURSIONS:
        change_services(m, side, rng)
    else:
        change_vehicles(m, side, knobs, rng)
    settle(m, side, x)
    pool = np.empty(len(m.size), dtype=np.int64)
    n = pool_of(m, side, current, pool, opened, rng)
    if n == 0:
        return
    focus = pool[:n].copy()
    recreate(m, side, x, tasks, pool, n, knobs, np.inf, rng)
    polish(m, side, x)
    drop_unprofitable(m, side, x)
    own = figures.copy()
    own[COST] = total_cost(m, side, figures[PENALTY_OF])[0]
    own[TEMPERATURE] = EXCURSION_HEAT * figures[TEMPERATURE]
    run_rounds(m, side, trial, spare, best, x, tasks, rng, own, rounds, size, focus, knobs[MOST])
    figures[BEST_COST] = own[BEST_COST]
    figures[ROUNDS] = own[ROUNDS]
    if own[COST] < acceptable(figures, rng):
        copy_state(current, side)
        figures[COST] = own[COST]


@compiled
def make_whole(m, s, x):
    """Send home everyone in a slot or service that lacks its minimum, and drop what does not pay, until nobody goes.

    Only who is frozen may leave one short for good.
    """
    again = True
    while again:
        again = False
        for k in range(len(s.headcount)):
            if 0 < s.headcount[k] < m.minimum[k]:
                again = remove_slot(m, s, k) or again
        for v in range(len(s.seated)):
            if 0 < s.seated[v] < m.service_minimum[v]:
                again = close_service(m, s, v) or again
        settle(m, s, x)
        again = drop_unprofitable(m, s, x) or again


@compiled
def place_all(m, s, x, tasks, rng, knobs, parties):
    """Place those of ``parties`` who are at home, in some order."""
    n = 0
    pool = np.empty(len(parties), dtype=np.int64)
    for p in parties:
        if s.slot[p] < 0 and can_travel(m, p):
            pool[n] = p
            n += 1
    recreate(m, s, x, tasks, pool, n, knobs, np.inf, rng)
