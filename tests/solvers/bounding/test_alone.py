"""What one vehicle can do at best is found exactly, as brute force and the search say."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

import pytest

from solvers.bounding import alone, bound_of
from solvers.bounding.roads import least_roads
from solvers.model import model_of
from solvers.problem import Party, Problem, Slot
from solvers.solve import solve
from solvers.travel import road_of
from tests.solvers.any_problem import near

EXACT = 1e-6
Event = tuple[str, Party, str]
"""``board`` or ``alight``, who, where."""


def one_van(sizes: tuple[int, ...], capacity: int = 99, least: int = 0, unserved: float = 5000.0) -> Problem:
    """Three places, two gates and a van with seats for all."""
    problem = near(sizes, seats=20, vans=1, capacity=capacity)
    return replace(
        problem,
        slots=tuple(replace(s, min_headcount=least) for s in problem.slots),
        parties=tuple(replace(p, unserved_cost=unserved) for p in problem.parties),
    )


def cheapest(problem: Problem) -> float:
    """Brute force: everyone to every slot or nowhere, in every order of calls, without waiting on the way."""
    slots = {slot.id: slot for slot in problem.slots}
    ways = [[None, *(choice for choice in p.choices)] for p in problem.parties]
    best = float("inf")
    for chosen in product(*ways):
        going = [(p, c) for p, c in zip(problem.parties, chosen, strict=True) if c is not None]
        heads = {name: sum(p.size for p, c in going if c.slot == name) for name in slots}
        if any(n > slots[k].capacity or 0 < n < slots[k].min_headcount for k, n in heads.items()):
            continue
        money = sum(p.unserved_cost for p, c in zip(problem.parties, chosen, strict=True) if c is None)
        money += sum(p.size * c.cost for p, c in going)
        rides = [(p, slots[c.slot]) for p, c in going]
        best = min([best, *(money + cost for cost in (_tours(problem, rides) if rides else [0.0]))])
    return best


def _tours(problem: Problem, rides: list[tuple[Party, Slot]]) -> Iterator[float]:
    gates = {p.id: slot for p, slot in rides}
    for order in _orders([p for p, _ in rides], {}):
        events = [(kind, p, p.boarding[0].at if kind == "board" else gates[p.id].gate) for kind, p in order]
        cost = _cost(problem, events, gates)
        if cost is not None:
            yield cost


def _orders(waiting: list[Party], aboard: Mapping[str, Party]) -> Iterator[list[tuple[str, Party]]]:
    if not waiting and not aboard:
        yield []
    for p in waiting:
        for rest in _orders([q for q in waiting if q is not p], {**aboard, p.id: p}):
            yield [("board", p), *rest]
    for p in aboard.values():
        for rest in _orders(waiting, {name: q for name, q in aboard.items() if q is not p}):
            yield [("alight", p), *rest]


def _cost(problem: Problem, events: list[Event], gates: Mapping[str, Slot]) -> float | None:
    """Of one duty with these calls, each event at the place of the one before being part of its call."""
    road, rules, van = road_of(problem), problem.rules, problem.fleets[0]
    now, place, metres, away, dwell, begun = 0, van.start, 0, 0.0, rules.stop_fixed_s, None
    if events[0][2] != van.start:
        dwell = begun = 0
    earliest, latest = van.available
    for kind, p, at in events:
        if at != place:
            begun = dwell if begun is None else begun  # a duty's hours begin when it departs
            leg = road.leg(place, at)
            now, metres, place, dwell = now + dwell + leg[1], metres + leg[0], at, rules.stop_fixed_s
        dwell += rules.stop_per_person_s * p.size
        away += p.size * (now if kind == "alight" else p.boarding[0].access_s - now)
        ready = p.ready + p.boarding[0].access_s
        opens, closes = (ready, latest + now) if kind == "board" else gates[p.id].windows[0]
        earliest, latest = max(earliest, opens - now), min(latest, closes - now)
    if van.end is not None and van.end != place:  # and end when it arrives
        leg = road.leg(place, van.end)
        now, metres = now + dwell + leg[1], metres + leg[0]
    if earliest > latest:
        return None
    hours = (now - (begun or 0)) / 3600
    money = van.cost_fixed + van.cost_per_km * metres / 1000 + van.cost_per_hour * hours
    return money + rules.time_cost_per_hour * away / 3600


CASES = {
    "all ride": one_van((2, 1, 3)),
    "some stay": one_van((1, 2, 1), unserved=150.0),
    "slots are small": one_van((2, 3, 2), capacity=4),
    "slots want many": one_van((1, 2, 2), capacity=5, least=3),
    "one slot only, or none": one_van((3, 3, 1), capacity=4, least=4),
}


@pytest.mark.parametrize("name", CASES)
def test_brute_force_finds_the_same(name: str) -> None:
    problem = CASES[name]
    assert bound_of(problem, model_of(problem), 60.0) == pytest.approx(cheapest(problem), rel=EXACT)


def test_the_best_of_some_plans_for_few_parties_is_proved_to_be_the_best() -> None:
    problem = one_van((2, 1, 3))
    costs = [solve(problem, seconds=60.0, workers=1, seed=seed, rounds=1000).cost.total for seed in (1, 2, 3)]
    assert min(costs) == pytest.approx(bound_of(problem, model_of(problem), 60.0), rel=EXACT)


@pytest.mark.parametrize("most", [1, 2])
@pytest.mark.parametrize("name", CASES)
def test_in_shares_it_is_no_dearer(name: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = CASES[name]
    only_shares(monkeypatch, most)
    assert 0 < proved(problem) <= cheapest(problem) * (1 + EXACT)


@pytest.mark.parametrize("most", [1, 2, 3])
def test_six_parties_in_shares_are_no_dearer_than_together(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = one_van((2, 1, 3, 1, 2, 1))
    exact = proved(problem)
    only_shares(monkeypatch, most)
    assert 0 < proved(problem) <= exact * (1 + EXACT)


def test_prices_that_move_prove_more(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = one_van((2, 1, 3, 1, 2, 1))
    only_shares(monkeypatch, 2)
    moved = proved(problem)
    monkeypatch.setattr(alone, "LEAST_STEP", 1.0)
    assert proved(problem) < moved * (1 - EXACT)


def test_no_vehicle_or_nobody_to_carry() -> None:
    problem = one_van((2, 1))
    nobody = sum(party.unserved_cost for party in problem.parties)
    assert proved(replace(problem, fleets=())) == pytest.approx(nobody)
    large = replace(problem, fleets=(replace(problem.fleets[0], seats=2),))
    assert proved(large) <= nobody
    assert proved(replace(problem, parties=())) == 0.0


def proved(problem: Problem) -> float:
    """What one vehicle costs at least."""
    m = model_of(problem)
    return max(alone.by_one_vehicle(m, least_roads(m), math.inf, time.monotonic() + 300.0))


def only_shares(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Let shares have so many parties, and no more."""
    monkeypatch.setattr(alone, "FEWEST", most)
    monkeypatch.setattr(alone, "EARLY", 0.0)
    monkeypatch.setattr(alone, "LATE", 0.0)
