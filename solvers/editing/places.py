"""The best places for a party: the cheapest ways to take it in, each with what it changes for the others.

The plan without the party is laid out as a state of the search, whose estimates rank every position on every duty, idle
vehicle, service with its feeders, and walk, for each of the party's slots. The best are carried out one by one, and so
are the ways by which others change from one vehicle to another; those are kept that the judge has nothing new against.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from solvers.changes import Journey, journeys
from solvers.editing.applied import applied
from solvers.editing.candidates import Candidates
from solvers.editing.edits import CannotEdit, LeaveOut, MoveParty
from solvers.editing.effect import Effect, compared, judged
from solvers.editing.likewise import changing_as_others
from solvers.editing.locks import Held, Locked, check_locks
from solvers.editing.share import share_of
from solvers.editing.wish import ANYTHING, Wish
from solvers.plan import AccessLeg, DutyLeg, Plan
from solvers.problem import Problem

TRIES = 3
"""For each place that is asked for, so many of those that look best are carried out at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of a party: the edit that takes it there, how it travels then, and what that does.

    The effect is told of the parties, duties, slots and services concerned; what it ``extra`` costs is the plan's.
    """

    edit: MoveParty
    journey: Journey
    effect: Effect

    @property
    def extra(self) -> float:
        """What the whole plan costs more with it."""
        return self.effect.extra()


def best_places(
    problem: Problem,
    plan: Plan,
    party: str,
    *,
    held: Set[Held] = frozenset(),
    limit: int = 5,
    wish: Wish = ANYTHING,
) -> list[Place]:
    """Where a party could travel else than now, by rising cost, without breaking a rule that was not broken before.

    Parameters
    ----------
    held
        What is locked, and left alone.
    limit
        How many at most.
    wish
        What is asked of the place.

    Raises
    ------
    CannotEdit
        There is no such party.
    """
    if party not in {one.id for one in problem.parties}:
        raise CannotEdit(f"there is no party {party!r} in this campaign")
    if Held(kind="party", id=party) in held:
        raise Locked([Held(kind="party", id=party)])
    served = any(one.party == party for one in plan.itineraries)
    without = applied(problem, plan, LeaveOut(party=party)) if served else plan
    candidates = Candidates(problem, plan, without, party, held).sorted(wish)
    places: list[Place] = []
    for edit in candidates[: TRIES * limit]:
        place = _tried(problem, plan, edit, held)
        if place is not None:
            places.append(place)
        if len(places) == limit:
            break
    changing = changing_as_others(problem, plan, wish, party)[: TRIES * limit]
    places += [place for edit in changing if (place := _tried(problem, plan, edit, held)) is not None]
    return sorted(places, key=lambda one: one.extra)[:limit]


def _tried(problem: Problem, plan: Plan, edit: MoveParty, held: Set[Held]) -> Place | None:
    """The place with what it does (None: it is the present one, or breaks a rule or a lock)."""
    try:
        after = applied(problem, plan, edit)
        check_locks(plan, after, held)
    except (CannotEdit, Locked):
        return None
    if _way(plan, edit.party) == _way(after, edit.party):
        return None
    small, old, new = share_of(problem, plan, after)
    effect = compared(small, (old, judged(small, old)), (new, judged(small, new)))
    journey = journeys(new, small)[edit.party]
    return None if effect.worse else Place(edit=edit, journey=journey, effect=effect)


def _way(plan: Plan, party: str) -> object:
    """How a party travels, but for the times (None: not at all)."""
    vehicle = {duty.id: (duty.fleet, duty.vehicle) for duty in plan.duties}
    one = next((one for one in plan.itineraries if one.party == party), None)
    if one is None:
        return None
    rides = [vehicle[leg.duty] if isinstance(leg, DutyLeg) else leg for leg in one.legs[1:]]
    return one.slot, [leg.to for leg in one.legs if isinstance(leg, AccessLeg)], rides
