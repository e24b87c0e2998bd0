"""What a person can ask to be changed in a plan. Stops are counted as in the plan before the edit, from 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """The usual ways in which an edit makes no sense."""

    ALIGHTS_FIRST = "alights_first"
    ENDS_STAY = "ends_stay"
    NO_CHOICE = "no_choice"
    NO_BOARDING = "no_boarding"
    NO_RIDE = "no_ride"
    NO_VEHICLE = "no_vehicle"
    AT_HOME = "at_home"
    NOBODY_THERE = "nobody_there"
    STOPS_THERE = "stops_there"


class CannotEdit(ValueError):
    """The edit makes no sense for this plan; the text says why, and what would."""

    def __init__(self, text: str, why: Why | None = None) -> None:
        super().__init__(text)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Where on a duty's way: at its stop ``stop``, or (``new``) at a stop of one's own right after that one."""

    stop: int
    new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """What to ride: a duty of the plan, or an idle vehicle of a fleet. Where not said, the shortest detour is taken."""

    duty: str | None = None
    fleet: str | None = None
    board: At | None = None
    alight: At | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveParty:
    """Have a party travel otherwise, or travel at all: ``before`` to its service (or all the way), ``after`` from it.

    With no service, it changes from ``before`` to ``after`` at the stop at which the one is left or the other boarded.
    What is not named is chosen, as cheaply as can be found; if the way is ``exact``, it is not used.
    """

    party: str
    slot: str | None = None
    boarding: str | None = None
    before: Ride | None = None
    service: str | None = None
    after: Ride | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOut:
    """Take a party out of the plan."""

    party: str
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapVehicle:
    """Another vehicle does a duty: number ``vehicle`` of a fleet (None: the first idle one).

    If that vehicle has a duty of its own, the two are exchanged.
    """

    duty: str
    fleet: str
    vehicle: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapCrew:
    """Another crew of its fleet mans a duty."""

    duty: str
    crew: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddStop:
    """A duty passes by a place, right after its stop ``after``; parties can be moved there afterwards."""

    duty: str
    at: str
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DropStop:
    """A duty does not stop there. Who boards there boards at another of its stops if they can, or stays at home."""

    duty: str
    stop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderStops:
    """A duty's stops in another order: ``order`` lists all of them by their present numbers."""

    duty: str
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftTime:
    """A duty leaves later by so many seconds (negative: earlier), or begins its stop ``stop`` so much later."""

    duty: str
    by_s: int
    stop: int | None = None


Edit = MoveParty | LeaveOut | SwapVehicle | SwapCrew | AddStop | DropStop | ReorderStops | ShiftTime

KINDS: Mapping[str, type[Edit]] = {
    "move_party": MoveParty,
    "leave_out": LeaveOut,
    "swap_vehicle": SwapVehicle,
    "swap_crew": SwapCrew,
    "add_stop": AddStop,
    "drop_stop": DropStop,
    "reorder_stops": ReorderStops,
    "shift_time": ShiftTime,
}
"""Edits by their names in documents."""


def edit_kind(edit: Edit) -> str:
    """An edit's name in documents."""
    return next(name for name, kind in KINDS.items() if type(edit) is kind)
