"""How long a journey may take, told for each of its two rides by itself.

Of a journey by a service two vehicles do a part each, and each is timed alone. So the longest time from door to gate
is shared out beforehand: each part gets what it takes at least, waiting for the slot's window included, and of what
is left as much as it has to drive.
"""

from __future__ import annotations

from solvers.model import FAR
from solvers.search.compiled import compiled

MARGIN_S = 3600
"""Each part is reckoned so much longer when what is left is shared, as others ride along."""


@compiled
def in_window(m, k, at):
    """The first moment from ``at`` on in a window of slot ``k`` (-1: none)."""
    w = m.window_class[k]
    for i in range(m.window_ptr[w], m.window_ptr[w + 1]):
        if m.window_to[i] >= at:
            return max(at, m.window_from[i])
    return -1


@compiled
def most_before(m, p, v, k):
    """Seconds that party ``p`` may take from home until service ``v`` departs, on its way to slot ``k``.

    It is the same wherever an interchange's moment is put, as plans are timed anew after that.
    """
    gate, hub = m.gate[k], m.hub_from[v]
    check_in, exits = m.departs[v], m.departs[v] + m.change_s
    if v < m.first_interchange:
        check_in, exits = m.check_in[v], m.exits[v]
    way, there = FAR, m.seconds[m.hub_to[v], gate]
    for b in range(m.board_ptr[p], m.board_ptr[p + 1]):
        way = min(way, m.board_access[b] + m.seconds[m.board_at[b], hub])
    soonest = m.arrives[v] if there == 0 else exits + there
    before = way + m.departs[v] - check_in
    after = max(soonest, in_window(m, k, soonest)) - m.departs[v]
    left = m.max_journey - before - after
    if left <= 0:
        return before
    return before + left * (way + MARGIN_S) // (way + there + 2 * MARGIN_S)


@compiled
def most_after(m, p, v, k):
    """Seconds that party ``p`` may take from when service ``v`` departs until it is at slot ``k``."""
    return m.max_journey - most_before(m, p, v, k)
