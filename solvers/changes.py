"""What one plan does otherwise than another, party by party: who travels now, who no longer, who how else.

Both plans are read as they stand; they may be of different problems. Plain data, for people and programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import cast

from solvers.documents.times import moment_text
from solvers.plan import AccessLeg, Duty, DutyLeg, Itinerary, Plan, ServiceLeg, Stop
from solvers.problem import Json, Problem
from solvers.travel import road_of

SLOT, BOARDING, SERVICE, VEHICLE, TIME = "slot", "boarding", "service", "vehicle", "time"
"""In what a journey can differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """A party's journey in one plan.

    ``vehicles`` are fleet and number of each vehicle in turn, ``changes`` the places where it changes from one to the
    next, with no service in between. The moments (seconds since the epoch) are None where the plan and its problem do
    not tell.
    """

    slot: str
    boarding: str | None
    services: tuple[str, ...]
    vehicles: tuple[tuple[str, int], ...]
    changes: tuple[str, ...]
    leaves: int | None
    arrives: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A party that travels in both plans, and otherwise: in what, and how before and after."""

    party: str
    people: int
    otherwise: tuple[str, ...]
    before: Journey
    after: Journey

    @property
    def has_to_be_told(self) -> bool:
        """Whether what the party was told holds no more; nobody is told of seconds."""
        was, now = ((_minute(one.leaves), _minute(one.arrives)) for one in (self.before, self.after))
        return self.otherwise != (TIME,) or was != now

    @property
    def leaves_later_s(self) -> int | None:
        """By how much it leaves later (negative: earlier)."""
        return _later(self.before.leaves, self.after.leaves)

    @property
    def arrives_later_s(self) -> int | None:
        """By how much it arrives later (negative: earlier)."""
        return _later(self.before.arrives, self.after.arrives)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """From one plan to another.

    ``served`` and ``left`` are parties (with their people) who travel now and did not, or the other way round;
    ``gone`` travelled and are not in the problem any more. ``moved`` differ in more than time, ``shifted`` in time
    alone. Kilometres are driven by vehicles; None where the problem's roads do not tell.
    """

    served: Mapping[str, int]
    left: Mapping[str, int]
    gone: tuple[str, ...]
    moved: tuple[Change, ...]
    shifted: tuple[Change, ...]
    km_before: float | None
    km_after: float | None
    cost_before: float
    cost_after: float

    @property
    def told_again(self) -> tuple[str, ...]:
        """The parties who have to be told anew, or for the first time, or that they do not travel."""
        otherwise = (one.party for one in (*self.moved, *self.shifted) if one.has_to_be_told)
        return (*self.served, *self.left, *self.gone, *otherwise)

    @property
    def moved_people(self) -> int:
        """People who travel otherwise than before, but for the time alone."""
        return sum(one.people for one in self.moved)


def changes(before: Plan, after: Plan, problem: Problem, earlier: Problem | None = None) -> Changes:
    """What changed.

    Parameters
    ----------
    before, after
        The two plans.
    problem
        The problem of ``after``.
    earlier
        That of ``before``, where it is known and another; times of services and kilometres are read from it.
    """
    earlier = earlier or problem
    size = {party.id: party.size for party in problem.parties}
    was, now = journeys(before, earlier), journeys(after, problem)
    both = [_change(party, size.get(party, 0), was[party], now[party]) for party in now if party in was]
    different = [one for one in both if one.otherwise]
    return Changes(
        served={party: size.get(party, 0) for party in now if party not in was},
        left={party: size[party] for party in was if party not in now and party in size},
        gone=tuple(party for party in was if party not in size),
        moved=tuple(one for one in different if one.otherwise != (TIME,)),
        shifted=tuple(one for one in different if one.otherwise == (TIME,)),
        km_before=kilometres(before, earlier),
        km_after=kilometres(after, problem),
        cost_before=before.cost.total,
        cost_after=after.cost.total,
    )


def document_of(found: Changes, problem: Problem) -> dict[str, Json]:
    """The changes as JSON, with moments in the problem's local time."""

    def journey(one: Journey) -> dict[str, Json]:
        moments = {name: getattr(one, name) for name in ("leaves", "arrives")}
        text = {name: None if at is None else moment_text(at, problem.utc_offset_s) for name, at in moments.items()}
        return cast(dict[str, Json], asdict(one) | text)

    def change(one: Change) -> dict[str, Json]:
        return {
            "party": one.party,
            "people": one.people,
            "otherwise": list(one.otherwise),
            "leaves_later_s": one.leaves_later_s,
            "arrives_later_s": one.arrives_later_s,
            "before": journey(one.before),
            "after": journey(one.after),
        }

    return {
        "served": dict(found.served),
        "left": dict(found.left),
        "gone": list(found.gone),
        "moved": [change(one) for one in found.moved],
        "shifted": [change(one) for one in found.shifted],
        "moved_people": found.moved_people,
        "km_before": found.km_before,
        "km_after": found.km_after,
        "cost_before": found.cost_before,
        "cost_after": found.cost_after,
    }


def _change(party: str, people: int, was: Journey, now: Journey) -> Change:
    differs = {
        SLOT: was.slot != now.slot,
        BOARDING: was.boarding != now.boarding,
        SERVICE: was.services != now.services,
        VEHICLE: (was.vehicles, was.changes) != (now.vehicles, now.changes),
        TIME: (was.leaves, was.arrives) != (now.leaves, now.arrives),
    }
    otherwise = tuple(name for name, does in differs.items() if does)
    return Change(party=party, people=people, otherwise=otherwise, before=was, after=now)


def _minute(moment: int | None) -> int | None:
    return None if moment is None else moment // 60


def _later(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else after - before


def journeys(plan: Plan, problem: Problem) -> dict[str, Journey]:
    """How each party of a plan travels."""
    duties = {duty.id: duty for duty in plan.duties}
    arrives = {service.id: service.arrive for service in problem.services}
    return {one.party: _journey(one, duties, arrives) for one in plan.itineraries}


def _journey(one: Itinerary, duties: Mapping[str, Duty], arrives: Mapping[str, int]) -> Journey:
    first = one.legs[0] if one.legs and isinstance(one.legs[0], AccessLeg) else None
    rides = [duties[leg.duty] for leg in one.legs if isinstance(leg, DutyLeg) and leg.duty in duties]
    return Journey(
        slot=one.slot,
        boarding=first.to if first else None,
        services=tuple(leg.service for leg in one.legs if isinstance(leg, ServiceLeg)),
        vehicles=tuple((duty.fleet, duty.vehicle) for duty in rides),
        changes=tuple(stop.at for leg, _ in one.changes if (stop := _alights(leg, duties)) is not None),
        leaves=first.depart if first else None,
        arrives=_arrival(one, duties, arrives),
    )


def _arrival(one: Itinerary, duties: Mapping[str, Duty], arrives: Mapping[str, int]) -> int | None:
    last = one.legs[-1] if one.legs else None
    if isinstance(last, DutyLeg):
        stop = _alights(last, duties)
        return None if stop is None else stop.start
    if isinstance(last, ServiceLeg):
        return arrives.get(last.service)
    return last.arrive if last else None


def _alights(leg: DutyLeg, duties: Mapping[str, Duty]) -> Stop | None:
    """Where a ride ends (None: the plan has no such stop)."""
    stops = duties[leg.duty].stops if leg.duty in duties else ()
    return stops[leg.to_stop] if 0 <= leg.to_stop < len(stops) else None


def kilometres(plan: Plan, problem: Problem) -> float | None:
    """What vehicles drive (None: a place is not the problem's)."""
    known = {location.id for location in problem.locations}
    if any(stop.at not in known for duty in plan.duties for stop in duty.stops):
        return None
    road = road_of(problem)
    return sum(road.leg(a.at, b.at)[0] for duty in plan.duties for a, b in pairwise(duty.stops)) / 1000
