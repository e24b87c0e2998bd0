"""How the parts of a problem fit together: what no single value can tell.

The same checks serve problems read from a document and problems put together from a database. Places are
those of the document, such as ``parties[17].boarding[0].at``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from operator import attrgetter

from solvers.documents.times import clock_text, moment_text
from solvers.problem import Fleet, Haversine, InvalidProblem, Matrix, Party, Problem, Service, Slot, Span


def check_problem(problem: Problem) -> None:
    """Every id is given once, every place and slot that is named exists, every span ends after it starts.

    Raises
    ------
    InvalidProblem
        With the place in the document and what is wrong there.
    """
    at = _moment_writer(problem)
    _ordered("horizon", problem.horizon, at)
    for part in ("locations", "parties", "slots", "fleets", "services"):
        _unique(f"{part}[{{}}].id", map(attrgetter("id"), getattr(problem, part)))
    locations, slots = {x.id for x in problem.locations}, {x.id for x in problem.slots}
    _check_locations(problem)
    for i, party in enumerate(problem.parties):
        _check_party(f"parties[{i}]", party, locations, slots)
    for i, slot in enumerate(problem.slots):
        _check_slot(f"slots[{i}]", slot, locations, at)
    for i, fleet in enumerate(problem.fleets):
        _check_fleet(f"fleets[{i}]", fleet, locations, slots, at)
    for i, service in enumerate(problem.services):
        _check_service(f"services[{i}]", service, locations, at)
    if isinstance(problem.travel, Haversine):
        _check_haversine(problem.travel)
    else:
        _check_matrix(problem.travel, problem)


def _moment_writer(problem: Problem) -> Callable[[int], str]:
    return lambda moment: moment_text(moment, problem.utc_offset_s)


def _unique(where: str, ids: Iterable[str]) -> None:
    first: dict[str, int] = {}
    for i, name in enumerate(ids):
        if (before := first.setdefault(name, i)) != i:
            raise InvalidProblem(where.format(i), f"{name!r} is that of entry {before} too; it has to be unique")


def _known(where: str, name: str, among: Collection[str], what: str) -> None:
    if name not in among:
        raise InvalidProblem(where, f"no {what} {name!r}")


def _ordered(where: str, span: Span, text: Callable[[int], str]) -> None:
    if span[0] > span[1]:
        raise InvalidProblem(where, f"ends at {text(span[1])}, before it starts at {text(span[0])}")


def _check_locations(problem: Problem) -> None:
    needed = isinstance(problem.travel, Haversine)
    for i, place in enumerate(problem.locations):
        if place.hours is not None:
            _ordered(f"locations[{i}].hours", place.hours, clock_text)
        for key, value, other in (("lon", place.lon, place.lat), ("lat", place.lat, place.lon)):
            if value is None and (needed or other is not None):
                raise InvalidProblem(f"locations[{i}].{key}", f"missing, and location {place.id!r} needs it")


def _check_party(where: str, party: Party, locations: Collection[str], slots: Collection[str]) -> None:
    if party.wheelchairs > party.size:
        raise InvalidProblem(f"{where}.wheelchairs", f"{party.wheelchairs} of a party of {party.size}")
    for i, boarding in enumerate(party.boarding):
        _known(f"{where}.boarding[{i}].at", boarding.at, locations, "location")
    for i, choice in enumerate(party.choices):
        _known(f"{where}.choices[{i}].slot", choice.slot, slots, "slot")
    if len(party.boarding) > 1:
        _unique(f"{where}.boarding[{{}}].at", (b.at for b in party.boarding))
    if len(party.choices) > 1:
        _unique(f"{where}.choices[{{}}].slot", (c.slot for c in party.choices))


def _check_slot(where: str, slot: Slot, locations: Collection[str], at: Callable[[int], str]) -> None:
    _known(f"{where}.gate", slot.gate, locations, "location")
    for i, window in enumerate(slot.windows):
        _ordered(f"{where}.windows[{i}]", window, at)


def _check_fleet(
    where: str, fleet: Fleet, locations: Collection[str], slots: Collection[str], at: Callable[[int], str]
) -> None:
    _known(f"{where}.start", fleet.start, locations, "location")
    if fleet.end is not None:
        _known(f"{where}.end", fleet.end, locations, "location")
    _ordered(f"{where}.available", fleet.available, at)
    for i, slot in enumerate(fleet.slots or ()):
        _known(f"{where}.slots[{i}]", slot, slots, "slot")


def _check_service(where: str, service: Service, locations: Collection[str], at: Callable[[int], str]) -> None:
    _known(f"{where}.from", service.origin, locations, "location")
    _known(f"{where}.to", service.destination, locations, "location")
    if service.arrive < service.depart:
        raise InvalidProblem(f"{where}.arrive", f"{at(service.arrive)} is before the departure at {at(service.depart)}")


def _check_haversine(travel: Haversine) -> None:
    if not travel.tiers:
        raise InvalidProblem("travel.tiers", "is empty; it needs at least {'kmh': ...}")
    last, before = len(travel.tiers) - 1, 0
    for i, tier in enumerate(travel.tiers):
        where = f"travel.tiers[{i}].upto_m"
        if (tier.upto_m is None) != (i == last):
            raise InvalidProblem(where, "is of the last tier, which has none" if i == last else "missing")
        if tier.upto_m is not None and tier.upto_m < before:
            raise InvalidProblem(where, f"{tier.upto_m} is less than the {before} of the tier before")
        before = tier.upto_m or 0


def _check_matrix(travel: Matrix, problem: Problem) -> None:
    size = len(travel.locations)
    _unique("travel.locations[{}]", travel.locations)
    for key, table in (("distance_m", travel.distance_m), ("duration_s", travel.duration_s)):
        if len(table) != size:
            raise InvalidProblem(f"travel.{key}", f"has {len(table)} rows for {size} locations")
        for i, row in enumerate(table):
            if len(row) != size:
                raise InvalidProblem(f"travel.{key}[{i}]", f"has {len(row)} columns for {size} locations")
    used = {b.at for p in problem.parties for b in p.boarding} | {s.gate for s in problem.slots}
    used |= {f.start for f in problem.fleets} | {f.end for f in problem.fleets if f.end is not None}
    used |= {s.origin for s in problem.services} | {s.destination for s in problem.services}
    if missing := sorted(used - set(travel.locations)):
        raise InvalidProblem("travel.locations", f"lacks {missing[0]!r}, a location that is used")
