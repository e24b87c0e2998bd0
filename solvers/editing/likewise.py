"""Where no place keeps the rules, a party travels as those do who are there: whoever puts it on a feeder means the
flight that the feeder is for, too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from solvers.editing.edits import At, MoveParty, Ride
from solvers.editing.wish import Wish
from solvers.plan import DutyLeg, Itinerary, Plan, ServiceLeg
from solvers.problem import Party, Problem


def as_others(problem: Problem, plan: Plan, edit: MoveParty) -> MoveParty | None:
    """A move that fits what is named, by the vehicles and service of somebody who travels to a slot of the party's.

    Its own slot comes before others, and who boards where it could before those who board elsewhere (None: nobody
    travels so).
    """
    return next(iter(_ranked(problem, plan, Wish(named=edit), edit.party)), None)


def changing_as_others(problem: Problem, plan: Plan, wish: Wish, party: str) -> list[MoveParty]:
    """The ways by which others change from one vehicle to another, as far as they fit a wish, each once."""
    ranked = _ranked(problem, plan, wish, party)
    return list(dict.fromkeys(move for move in ranked if move.after is not None and move.service is None))


def _ranked(problem: Problem, plan: Plan, wish: Wish, name: str) -> list[MoveParty]:
    """The ways of others as moves of a party that fit a wish: to its own slot, and from where it boards, come first."""
    party = next(one for one in problem.parties if one.id == name)
    now = next((one.slot for one in plan.itineraries if one.party == name), None)
    moves = [move for move in _moves(plan, party, wish.named.boarding) if wish.allows(move)]
    stops = {duty.id: {stop.at for stop in duty.stops} for duty in plan.duties}
    near = {one.at for one in party.boarding}

    def rank(move: MoveParty) -> tuple[bool, bool]:
        duty = move.before.duty if move.before is not None else None
        return move.slot != (wish.named.slot or now), not near & stops.get(duty or "", set())

    return sorted(moves, key=rank)


def _moves(plan: Plan, party: Party, boarding: str | None) -> Iterator[MoveParty]:
    """How others travel to the party's slots, as moves of the party."""
    choices = {choice.slot for choice in party.choices}
    for trip in plan.itineraries:
        if trip.slot in choices and trip.party != party.id:
            move = _move(trip)
            if move is not None:
                yield replace(move, party=party.id, boarding=boarding)


def _changing(trip: Itinerary, first: DutyLeg, last: DutyLeg) -> MoveParty:
    """A journey from one vehicle to another as a move."""
    before, after = (
        Ride(duty=first.duty, alight=At(stop=first.to_stop)),
        Ride(duty=last.duty, board=At(stop=last.from_stop)),
    )
    return MoveParty(party=trip.party, slot=trip.slot, before=before, after=after, exact=True)


def _move(trip: Itinerary) -> MoveParty | None:
    """A journey as a move (None: it changes vehicles in a way that no move can name)."""
    legs, changes = trip.legs[1:], trip.changes
    if changes:
        return _changing(trip, *changes[0]) if legs == changes[0] else None
    before = Ride(duty=legs[0].duty) if legs and isinstance(legs[0], DutyLeg) else None
    rest = legs[1:] if before is not None else legs
    service = rest[0].service if rest and isinstance(rest[0], ServiceLeg) else None
    onward = rest[1:] if service is not None else rest
    after = Ride(duty=onward[0].duty) if onward and isinstance(onward[0], DutyLeg) and service is not None else None
    if len(onward) > (after is not None) or (before is None and service is None):
        return None
    return MoveParty(party=trip.party, slot=trip.slot, before=before, service=service, after=after, exact=True)
