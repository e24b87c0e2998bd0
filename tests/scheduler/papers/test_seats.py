"""Seats on a vehicle: nobody twice, parties together, wheelchairs in front."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.papers.seats import seats_of, seats_text
from solvers.plan import Duty, Stop
from solvers.problem import Problem
from tests.builders import ok_long, ok_long_plan, ok_small, ok_small_plan, party


def test_parties_sit_together_and_a_wheelchair_sits_in_front() -> None:
    problem = ok_small()
    duty = ok_small_plan(problem).duties[0]
    assert seats_of(problem, duty) == {"p1": (8, 9), "p2": (2, 3, 4)}, "seat 1 is the escort's"


def test_who_was_told_a_seat_keeps_it_and_others_sit_elsewhere() -> None:
    problem = ok_small()
    duty = ok_small_plan(problem).duties[0]
    assert seats_of(problem, duty, told={"p1": (3, 4)}) == {"p1": (3, 4), "p2": (5, 6, 7)}
    assert seats_of(problem, duty, told={"p1": (3, 4), "p2": (4, 5, 6)})["p2"] == (5, 6, 7), "taken by p1"
    assert seats_of(problem, duty, told={"p1": (1, 2), "p2": (8,)}) == seats_of(problem, duty), "no seats of theirs"


def test_relief_drivers_keep_their_seats() -> None:
    problem = ok_long()
    crews = tuple(replace(crew, seats=crew.drivers - 1) for crew in problem.fleets[1].crews)
    problem = replace(problem, fleets=(problem.fleets[0], replace(problem.fleets[1], crews=crews)))
    duty = replace(ok_long_plan(problem).duties[1], crew=2)
    assert min(seat for seats in seats_of(problem, duty).values() for seat in seats) > 1 + 2


def test_a_run_of_seats_is_written_short() -> None:
    assert [seats_text(s) for s in ((4,), (5, 6, 7), (1, 3, 4, 9))] == ["4", "5-7", "1, 3-4, 9"]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 4), st.integers(1, 3)), min_size=1, max_size=12))
def test_no_seat_is_taken_twice_at_once(rides: list[tuple[int, int, int]]) -> None:
    problem, duty = _made_of(rides)
    seats, aboard = seats_of(problem, duty), set[str]()
    for stop in duty.stops:
        aboard = (aboard - set(stop.alight)) | set(stop.board)
        taken = [seat for name in aboard for seat in seats[name]]
        assert len(taken) == len(set(taken))
    assert all(len(seats[name]) == size for name, size in ((p.id, p.size) for p in problem.parties))


def _made_of(rides: list[tuple[int, int, int]]) -> tuple[Problem, Duty]:
    """A duty of eight stops; each ride is a size, a first stop and how many stops it lasts."""
    parties = tuple(party(f"q{k}", size, {"bp-1": 0}, {}, "04:00") for k, (size, _, _) in enumerate(rides))
    stops = tuple(
        Stop(
            at="bp-1",
            arrive=k,
            start=k,
            depart=k,
            board=tuple(f"q{i}" for i, (_, first, _) in enumerate(rides) if first == k),
            alight=tuple(f"q{i}" for i, (_, first, last) in enumerate(rides) if first + last == k),
        )
        for k in range(8)
    )
    problem = replace(ok_small(), parties=parties)
    return problem, Duty(id="d", fleet="van", vehicle=0, crew=0, stops=stops, drives=())
