"""Where people change from one vehicle to another on the way: a place, and a moment by which the first has been left.

To the search an interchange is a service that leads from a place to the same place, takes as long as changing does, and
costs nothing. As its moment is fixed, the two vehicles are planned apart and need no synchronising, which is what makes
transfers hard for others (Masson, Lehuédé & Péton 2013). Interchanges that nobody uses are drawn anew all the time,
from where vehicles stop in the present plan (:mod:`solvers.search.interchange`).
"""

from __future__ import annotations

import numpy as np

from solvers.model import FAR, Flags, Ints, Model

SPARE, SPARE_EACH = 64, 0.1
"""Interchanges to draw from, besides those that an earlier plan uses: at least so many, or so many for each party, as
parts of a large problem draw apart."""
DRAWN = ("hub_from", "hub_to", "check_in", "departs", "arrives", "exits", "serves")
"""The arrays that drawing changes."""


def with_interchanges(m: Model, number: int) -> Model:
    """The model with so many interchanges, which nobody can use yet."""
    free, shut = np.zeros(number), np.zeros((number, len(m.gate)), dtype=np.bool_)

    def more(values: Ints, new: int = 0) -> Ints:
        return np.append(values, np.full(number, new, dtype=np.int64))

    serves: Flags = np.concatenate((m.serves, shut))
    return m._replace(
        hub_from=more(m.hub_from), hub_to=more(m.hub_to), check_in=more(m.check_in), departs=more(m.departs),
        arrives=more(m.arrives), exits=more(m.exits), service_room=more(m.service_room, FAR),
        service_spaces=more(m.service_spaces, FAR), service_fixed=np.append(m.service_fixed, free),
        service_seat=np.append(m.service_seat, free), service_minimum=more(m.service_minimum),
        group=more(m.group, -1), serves=np.ascontiguousarray(serves),
    )  # fmt: skip


def to_draw_from(m: Model) -> int:
    """How many interchanges a search of the model should have to spare: changing takes two vehicles."""
    return max(SPARE, int(SPARE_EACH * len(m.size))) if len(m.fleet_of) > 1 else 0


def with_own_interchanges(m: Model) -> Model:
    """The model with interchanges that are drawn without anybody else's noticing."""
    return m._replace(**{name: getattr(m, name).copy() for name in DRAWN})


def take_interchanges(m: Model, other: Model) -> None:
    """Make the model's interchanges those of another one of the same problem."""
    for name in DRAWN:
        getattr(m, name)[...] = getattr(other, name)


def bring_interchanges(m: Model, rows: Ints, part: Model, used: Ints, places: Ints) -> None:
    """Make the model's interchanges ``rows`` those that a part's plan has ``used``; ``places`` are the part's."""
    for name in ("hub_from", "hub_to"):
        getattr(m, name)[rows] = places[getattr(part, name)[used]]
    for name in ("check_in", "departs", "arrives", "exits"):
        getattr(m, name)[rows] = getattr(part, name)[used]
    m.serves[rows] = m.gate != m.hub_to[rows, None]


def shut_unused(m: Model, seated: Ints) -> None:
    """Let nobody use an interchange that nobody uses by now."""
    m.serves[m.first_interchange :][seated[m.first_interchange :] == 0] = False


def set_interchange(m: Model, v: int, place: int, moment: int) -> None:
    """Let interchange ``v`` be at a place and moment."""
    for ends in (m.hub_from, m.hub_to):
        ends[v] = place
    for moments in (m.check_in, m.departs, m.arrives):
        moments[v] = moment
    m.exits[v] = moment + m.change_s
    m.serves[v] = m.gate != place
