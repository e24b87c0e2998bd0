"""What is wrong with a document is told with its place in it."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any

import pytest

from solvers.documents import UnknownWord, read_plan, read_problem, write_plan, write_problem
from solvers.plan import InvalidPlan
from solvers.problem import InvalidProblem
from tests.builders import ok_long, ok_small, ok_small_plan

Change = Callable[[Any], object]

HAVERSINE = {"kind": "haversine", "detour": 1.4, "tiers": [{"upto_m": 15_000, "kmh": 35}, {"kmh": 80}]}


def _put(*path: Any) -> Change:
    """The last of the path put where the rest of it leads."""
    *way, key, value = path

    def change(document: Any) -> None:
        for step in way:
            document = document[step]
        document[key] = value

    return change


def _drop(*path: Any) -> Change:
    *way, key = path

    def change(document: Any) -> None:
        for step in way:
            document = document[step]
        del document[key]

    return change


BAD_PROBLEMS: dict[str, Change] = {
    "parties[1].boarding[0].at: no location 'bp-9'": _put("parties", 1, "boarding", 0, "at", "bp-9"),
    "parties[0].choices[0].slot: no slot 's9'": _put("parties", 0, "choices", 0, "slot", "s9"),
    "parties[1].boarding[1].at: 'bp-2' is that of entry 0 too; it has to be unique": _put(
        "parties", 1, "boarding", 1, "at", "bp-2"
    ),
    "parties[1].choices[1].slot: 's3' is that of entry 0 too; it has to be unique": _put(
        "parties", 1, "choices", 1, "slot", "s3"
    ),
    "parties[2].id: 'p1' is that of entry 0 too; it has to be unique": _put("parties", 2, "id", "p1"),
    "parties[2].id: is empty": _put("parties", 2, "id", ""),
    "parties[2].id: 7 is not a text": _put("parties", 2, "id", 7),
    "parties[2].size: missing": _drop("parties", 2, "size"),
    "parties[2].size: 0 is less than 1": _put("parties", 2, "size", 0),
    "parties[2].size: -1 is less than 1": _put("parties", 2, "size", -1),
    "parties[2].size: True is not a whole number": _put("parties", 2, "size", True),
    "parties[2].size: '2' is not a whole number": _put("parties", 2, "size", "2"),
    "parties[2].size: 1.5 is not a whole number": _put("parties", 2, "size", 1.5),
    "parties[2].size: None is not a whole number": _put("parties", 2, "size", None),
    "parties[2].wheelchairs: 2 of a party of 1": _put("parties", 2, "wheelchairs", 2),
    "parties[2].sise: unknown key": _put("parties", 2, "sise", 1),
    "parties[2]: 'p3' is not an object": _put("parties", 2, "p3"),
    "parties: {} is not a list": _put("parties", {}),
    "parties[0].unserved_cost: nan is not a finite number": _put("parties", 0, "unserved_cost", math.nan),
    "parties[0].unserved_cost: inf is not a finite number": _put("parties", 0, "unserved_cost", math.inf),
    "parties[0].unserved_cost: -1 is less than 0": _put("parties", 0, "unserved_cost", -1),
    "parties[0].unserved_cost: True is not a number": _put("parties", 0, "unserved_cost", True),
    "parties[0].ready: '05:00' is no time such as 2027-02-20T05:00:00+08:00": _put("parties", 0, "ready", "05:00"),
    "parties[0].ready: 5 is no time such as 2027-02-20T05:00:00+08:00": _put("parties", 0, "ready", 5),
    "parties[0].ready: '2027-02-20T05:00:00' has no offset such as +08:00": _put(
        "parties", 0, "ready", "2027-02-20T05:00:00"
    ),
    "parties[0].due: '2027-02-20T05:00:00.5+08:00' is not in whole seconds": _put(
        "parties", 0, "due", "2027-02-20T05:00:00.5+08:00"
    ),
    "slots[1].gate: no location 'gate-9'": _put("slots", 1, "gate", "gate-9"),
    "slots[1].capacity: -1 is less than 0": _put("slots", 1, "capacity", -1),
    "slots[0].windows[0]: ends at 2027-02-20T11:00:00+08:00, before it starts at 2027-02-20T12:00:00+08:00": _put(
        "slots", 0, "windows", 0, ["2027-02-20T12:00:00+08:00", "2027-02-20T11:00:00+08:00"]
    ),
    "slots[0].windows[0][1]: missing": _put("slots", 0, "windows", 0, ["2027-02-20T12:00:00+08:00"]),
    "locations[1].kind: 'village' is not 'boarding_point', 'home', 'hub', 'gate' or 'depot'": _put(
        "locations", 1, "kind", "village"
    ),
    "locations[1].hours: ends at 06:00, before it starts at 19:30": _put("locations", 1, "hours", ["19:30", "06:00"]),
    "locations[1].hours[1]: '25:00' is no time of day such as 19:30": _put("locations", 1, "hours", ["06:00", "25:00"]),
    "locations[1].lat: 91 is more than 90": _put("locations", 1, "lat", 91),
    "locations[1].lat: missing, and location 'bp-1' needs it": _drop("locations", 1, "lat"),
    "fleets[0].start: no location 'depot-9'": _put("fleets", 0, "start", "depot-9"),
    "fleets[0].end: no location 'depot-9'": _put("fleets", 0, "end", "depot-9"),
    "fleets[1].slots[0]: no slot 's9'": _put("fleets", 1, "slots", ["s9"]),
    "fleets[0].crews[0].drivers: 0 is less than 1": _put("fleets", 0, "crews", 0, "drivers", 0),
    "fleets[0].available: ends at 2027-02-20T00:00:00+08:00, before it starts at 2027-02-21T00:00:00+08:00": _put(
        "fleets", 0, "available", ["2027-02-21T00:00:00+08:00", "2027-02-20T00:00:00+08:00"]
    ),
    "services[0].from: no location 'hub-9'": _put("services", 0, "from", "hub-9"),
    "services[0].from: missing": _drop("services", 0, "from"),
    "services[0].origin: unknown key": _put("services", 0, "origin", "hub-1"),
    "services[0].arrive: 2027-02-20T07:00:00+08:00 is before the departure at 2027-02-20T08:00:00+08:00": _put(
        "services", 0, "arrive", "2027-02-20T07:00:00+08:00"
    ),
    "horizon: ends at 2027-02-19T00:00:00+08:00, before it starts at 2027-02-20T00:00:00+08:00": _put(
        "horizon", "end", "2027-02-19T00:00:00+08:00"
    ),
    "rules.max_load_factor: -0.1 is less than 0": _put("rules", "max_load_factor", -0.1),
    "rules.driver_hours.night.from: '22' is no time of day such as 19:30": _put(
        "rules", "driver_hours", "night", "from", "22"
    ),
    "rules.driver_hours.night.until: unknown key": _put("rules", "driver_hours", "night", "until", "06:00"),
    "rules.driver_hours.min_break_s: missing": _drop("rules", "driver_hours", "min_break_s"),
    "rules: missing": _drop("rules"),
    "format: 'transfer-plan/1' is not 'transfer-problem/1'": _put("format", "transfer-plan/1"),
    "travel: 'kind' is 'euclid', none of 'haversine', 'matrix'": _put("travel", "kind", "euclid"),
    "travel: has no 'kind'": _put("travel", {}),
    "travel.duration_s: has 7 rows for 8 locations": _drop("travel", "duration_s", 0),
    "travel.distance_m[3]: has 7 columns for 8 locations": _drop("travel", "distance_m", 3, 0),
    "travel.distance_m[3]: cell 1 is -5, not a whole number from 0 to 2147483647": _put(
        "travel", "distance_m", 3, 1, -5
    ),
    "travel.distance_m[3]: cell 1 is None, not a whole number from 0 to 2147483647": _put(
        "travel", "distance_m", 3, 1, None
    ),
    "travel.distance_m[3]: 'far' is not a list": _put("travel", "distance_m", 3, "far"),
    "travel.locations: lacks 'bp-1', a location that is used": _put("travel", "locations", 1, "bp-7"),
    "travel.locations[1]: 'depot-1' is that of entry 0 too; it has to be unique": _put(
        "travel", "locations", 1, "depot-1"
    ),
    "travel.tiers: is empty; it needs at least {'kmh': ...}": _put("travel", {**HAVERSINE, "tiers": []}),
    "travel.detour: 0 is not more than 0": _put("travel", {**HAVERSINE, "detour": 0}),
    "travel.tiers[0].kmh: 0 is less than 0.001": _put("travel", {**HAVERSINE, "tiers": [{"kmh": 0}]}),
    "travel.tiers[0].kmh: missing": _put("travel", {**HAVERSINE, "tiers": [{}]}),
    "travel.tiers[0].upto_m: missing": _put("travel", {**HAVERSINE, "tiers": [{"kmh": 1}, {"kmh": 1}]}),
    "travel.tiers[0].upto_m: is of the last tier, which has none": _put(
        "travel", {**HAVERSINE, "tiers": [{"upto_m": 5, "kmh": 1}]}
    ),
    "travel.tiers[1].upto_m: 4 is less than the 5 of the tier before": _put(
        "travel", {**HAVERSINE, "tiers": [{"upto_m": 5, "kmh": 1}, {"upto_m": 4, "kmh": 1}, {"kmh": 1}]}
    ),
}


@pytest.mark.parametrize("message", BAD_PROBLEMS)
def test_a_bad_problem_is_told_with_the_place(message: str) -> None:
    document: Any = copy.deepcopy(write_problem(ok_small()))
    BAD_PROBLEMS[message](document)
    with pytest.raises(InvalidProblem) as error:
        read_problem(document)
    assert str(error.value) == message


@pytest.mark.parametrize("document", [None, [], "problem", 7])
def test_what_is_no_object_is_no_problem(document: Any) -> None:
    with pytest.raises(InvalidProblem, match="is not an object"):
        read_problem(document)


def test_a_huge_number_is_told_in_brief() -> None:
    document: Any = copy.deepcopy(write_problem(ok_small()))
    document["parties"][0]["size"] = 10**4000
    with pytest.raises(InvalidProblem, match=r"^parties\[0\].size: 1000.{,60} is more than 1000000000000$"):
        read_problem(document)
    document["parties"][0].update(size=1, unserved_cost=10**4000)
    with pytest.raises(InvalidProblem, match=r"^parties\[0\].unserved_cost: .{,80}$"):
        read_problem(document)


HARMLESS: dict[str, Change] = {
    "no vehicles": _put("fleets", 0, "count", 0),
    "no seats": _put("fleets", 0, "seats", 0),
    "no crews": _put("fleets", 0, "crews", []),
    "for no slot": _put("fleets", 1, "slots", []),
    "for a slot twice": _put("fleets", 1, "slots", ["s1", "s1"]),
    "nobody taken in": _put("slots", 0, "capacity", 0),
    "more wanted than room for": _put("slots", 0, "min_headcount", 99),
    "never open": _put("slots", 0, "windows", []),
    "nowhere to board": _put("parties", 0, "boarding", []),
    "nothing chosen": _put("parties", 0, "choices", []),
    "free to leave behind": _put("parties", 0, "unserved_cost", 0),
    "due before ready": _put("parties", 0, "due", "2027-02-20T00:00:00+08:00"),
    "a whole number with a point": _put("parties", 0, "size", 2.0),
    "no parties": _put("parties", []),
    "another offset": _put("parties", 0, "ready", "2027-02-19T20:55:00Z"),
    "until midnight": _put("locations", 1, "hours", ["0:00", "24:00"]),
    "no rules for drivers": _put("rules", "driver_hours", None),
    "no flights": _put("services", []),
    "a unit of load": _put("rules", "max_load_factor", 1),
    "a cell with a point": _put("travel", "distance_m", 3, 1, 5.0),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_harmless_is_read(name: str) -> None:
    document: Any = copy.deepcopy(write_problem(ok_small()))
    HARMLESS[name](document)
    problem = read_problem(document)
    assert read_problem(write_problem(problem)) == problem


@pytest.mark.parametrize(
    "path",
    [
        *[("locations", 0, key) for key in ("name", "hours", "lon,lat")],
        *[("rules", "driver_hours", key) for key in ("night", "night_stop", "min_drivers", "max_drive_7d_s")],
    ],
)
def test_what_may_be_left_out_is_null_then(path: tuple[Any, ...]) -> None:
    left_out: Any = copy.deepcopy(write_problem(ok_long()))
    null: Any = copy.deepcopy(write_problem(ok_long()))
    for key in path[-1].split(","):
        _drop(*path[:-1], key)(left_out)
        _put(*path[:-1], key, None)(null)
    assert read_problem(left_out) == read_problem(null)


BAD_PLANS: dict[str, tuple[type[InvalidPlan], Change]] = {
    "duties[1].id: 'd1' is the id of duties[0] too": (InvalidPlan, _put("duties", 1, "id", "d1")),
    "duties[0].stops[1].arrive: 'soon' is no time such as 2027-02-20T05:00:00+08:00": (
        InvalidPlan,
        _put("duties", 0, "stops", 1, "arrive", "soon"),
    ),
    "duties[0].stops[1].bord: unknown key": (InvalidPlan, _put("duties", 0, "stops", 1, "bord", [])),
    "duties[0].stops[1].board[0]: 1 is not a text": (InvalidPlan, _put("duties", 0, "stops", 1, "board", [1])),
    "duties[0].drives[0].end: missing": (InvalidPlan, _drop("duties", 0, "drives", 0, "end")),
    "duties[0].vehicle: 0.5 is not a whole number": (InvalidPlan, _put("duties", 0, "vehicle", 0.5)),
    "itineraries[0].legs[1].from_stop: missing": (InvalidPlan, _drop("itineraries", 0, "legs", 1, "from_stop")),
    "itineraries[0].legs[0].duty: unknown key": (InvalidPlan, _put("itineraries", 0, "legs", 0, "duty", "d1")),
    "itineraries[0].legs[1]: 'mode' is 'walk', none of 'access', 'duty', 'service'": (
        UnknownWord,
        _put("itineraries", 0, "legs", 1, "mode", "walk"),
    ),
    "itineraries[0].legs[1]: has no 'mode'": (UnknownWord, _drop("itineraries", 0, "legs", 1, "mode")),
    "unserved[0].reason: 'tired' is not 'no_choice', 'slot_capacity', 'slot_minimum', 'no_seat', 'time', 'cost' or "
    "'search'": (UnknownWord, _put("unserved", 0, "reason", "tired")),
    "cost.total: missing": (InvalidPlan, _drop("cost", "total")),
    "cost: missing": (InvalidPlan, _drop("cost")),
    "bound: '7' is not a number": (InvalidPlan, _put("bound", "7")),
    "format: 'transfer-problem/1' is not 'transfer-plan/1'": (InvalidPlan, _put("format", "transfer-problem/1")),
}


@pytest.mark.parametrize("message", BAD_PLANS)
def test_a_bad_plan_is_told_with_the_place(message: str) -> None:
    kind, change = BAD_PLANS[message]
    document: Any = copy.deepcopy(write_plan(ok_small_plan(), ok_small()))
    change(document)
    with pytest.raises(kind) as error:
        read_plan(document)
    assert str(error.value) == message
    assert type(error.value) is kind


def test_a_plan_need_not_state_a_bound_or_a_detail() -> None:
    document: Any = copy.deepcopy(write_plan(ok_small_plan(), ok_small()))
    del document["bound"]
    assert "detail" not in document["unserved"][0]
    assert read_plan(document) == ok_small_plan()
