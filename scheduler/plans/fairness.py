"""Who is served, how long they ride and wait: by how far they live from a hub, sex, age, need and priority.

Figures of groups of fewer than five people are not told, for they would tell of single people; and where only one group
of a kind is that small, neither are those of the next larger one, from which the small one could be worked out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, hypot, radians
from statistics import fmean
from uuid import UUID

from django.contrib.gis.geos import Point

from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import BoardingOption, DepartureRequest, Member
from scheduler.places.models import Place, PlaceKind
from scheduler.plans.models import Plan
from scheduler.plans.seen import By, Group, Trip
from solvers.travel import EARTH_RADIUS_M, LonLat

FEWEST = 5
"""Groups of fewer people are not told of."""
AGES = (25, 35, 45, 55)
KILOMETRES = (20, 40, 80)


UNKNOWN, NONE = "unknown", "none"
Known = tuple[str, int | None, tuple[str, ...]]
NOBODY_KNOWN: Known = ("", None, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom the plan accounts for, with the group that they are in by each kind; several by need."""

    groups: Mapping[By, tuple[str, ...]]
    trip: Trip | None


def fairness(plan: Plan, trips: Iterable[Trip], sizes: Mapping[str, int]) -> tuple[Group, ...]:
    """All groups of a plan, kind by kind; ``trips`` are those of the parties whose ``sizes`` are given."""
    return tuple(fairness_of(_people(plan, trips, sizes)))


def fairness_of(people: Iterable[Person]) -> list[Group]:
    """All groups of these people, kind by kind, each kind in the order of its keys."""
    found: dict[By, dict[str, list[Person]]] = {by: defaultdict(list) for by in By}
    for person in people:
        for by, keys in person.groups.items():
            for key in keys:
                found[by][key].append(person)
    return [group for by, groups in found.items() for group in _told(by, groups)]


def _told(by: By, groups: Mapping[str, list[Person]]) -> list[Group]:
    sizes = sorted((len(members), key) for key, members in groups.items())
    hidden = {key for size, key in sizes if size < FEWEST}
    if len(hidden) == 1 and len(sizes) > 1:
        hidden.add(sizes[1][1])
    return [
        Group(by=by, key=key, people=None, served=None, ride_s=None, wait_s=None)
        if key in hidden
        else _counted(by, key, groups[key])
        for key in sorted(groups, key=_order)
    ]


def _order(key: str) -> tuple[bool, int, str]:
    digits = key.split("-")[0].rstrip("+")
    return key in (UNKNOWN, NONE), int(digits) if digits.isdigit() else 0, key


def _counted(by: By, key: str, members: list[Person]) -> Group:
    trips = [person.trip for person in members if person.trip]
    return Group(
        by=by,
        key=key,
        people=len(members),
        served=len(trips),
        ride_s=fmean(trip.ride_s for trip in trips) if trips else None,
        wait_s=fmean(trip.wait_s for trip in trips) if trips else None,
    )


def _people(plan: Plan, trips: Iterable[Trip], sizes: Mapping[str, int]) -> list[Person]:
    """Everyone; of whom nobody knows more than that they belong to a party, sex and age are unknown."""
    trip_of, distances, known = {trip.party: trip for trip in trips}, _distances(plan), _known(plan)
    requests = DepartureRequest.objects.filter(campaign_id=plan.campaign_id, code__in=sizes)
    return [
        Person(
            trip=trip_of.get(request.code),
            groups={
                By.DISTANCE: (_band(distances.get(request.id), KILOMETRES),),
                By.SEX: (sex or UNKNOWN,),
                By.AGE: (_band(None if born is None else request.ready_at.year - born, AGES),),
                By.NEED: needs or (("wheelchair",) if k < request.wheelchairs else (NONE,)),
                By.PRIORITY: (str(request.priority),),
            },
        )
        for request in requests.only("id", "code", "size", "wheelchairs", "priority", "ready_at")
        for k, (sex, born, needs) in enumerate([*known[request.id], *[NOBODY_KNOWN] * request.size][: request.size])
    ]


def _known(plan: Plan) -> Mapping[UUID, list[Known]]:
    """Sex, year of birth and needs of the members of each request; neither names nor numbers.

    Asked with the system's eyes: overseers see no worker, and what is told of groups names none.
    """
    found: Mapping[UUID, list[Known]] = defaultdict(list)
    members = Member.objects.filter(campaign_id=plan.campaign_id)
    columns = ("request_id", "worker__sex", "worker__birth_year", "worker__needs")
    with acting_as_system():
        for row, sex, born, needs in members.values_list(*columns):
            found[row].append((sex, born, tuple(sorted(need for need, wants in needs.items() if wants))))
    return found


def _band(value: float | None, limits: tuple[int, ...]) -> str:
    """``20-40`` for what is at least 20 and less than 40, ``80+`` for the rest."""
    if value is None:
        return UNKNOWN
    below = next((limit for limit in limits if value < limit), None)
    if below is None:
        return f"{limits[-1]}+"
    lower = limits[limits.index(below) - 1] if below != limits[0] else 0
    return f"{lower}-{below}"


def _distances(plan: Plan) -> dict[UUID, float]:
    """Straight kilometres from where each party lives, or would board first, to the nearest hub."""
    located = Place.objects.filter(campaign_id=plan.campaign_id).values_list("id", "kind", "point")
    places = [(row, kind, _spot(point)) for row, kind, point in located if point]
    spots = [spot for _, kind, spot in places if kind == PlaceKind.HUB]
    if not spots:
        return {}
    boards = BoardingOption.objects.filter(campaign_id=plan.campaign_id, position=0)
    near = {row: _nearest(spot, spots) for row, _, spot in places}
    found = {row: near[place] for row, place in boards.values_list("request_id", "place_id") if place in near}
    homes = DepartureRequest.objects.filter(campaign_id=plan.campaign_id).exclude(home=None)
    return found | {row: _nearest(_spot(home), spots) for row, home in homes.values_list("id", "home") if home}


def _spot(point: Point) -> LonLat:
    return point.x, point.y


def _nearest(spot: LonLat, others: list[LonLat]) -> float:
    return min(_km(spot, other) for other in others)


def _km(a: LonLat, b: LonLat) -> float:
    """Straight, on a plane: right to a thousandth within a province."""
    east = radians(b[0] - a[0]) * cos(radians((a[1] + b[1]) / 2))
    return hypot(east, radians(b[1] - a[1])) * EARTH_RADIUS_M / 1000
