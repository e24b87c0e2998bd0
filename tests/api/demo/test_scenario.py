"""What the demonstration's files promise."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import phonenumbers
import pytest
from pydantic import TypeAdapter

from api.demo.scenario import SCENARIO, Scenario, read_scenario
from api.schemas.campaigns import AccessRule, CampaignIn, ContactIn
from api.schemas.fleet import FleetIn, ServiceIn
from api.schemas.intake import GateIn, JobPostIn, PlantIn, SlotIn
from api.schemas.people import RequestIn, WorkerIn
from api.schemas.places import PlaceIn


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario()


def people(scenario: Scenario) -> list[dict[str, Any]]:
    return list(chain.from_iterable(request["members"] for request in scenario.bureau["requests"]))


def test_it_has_500_people_from_30_townships_to_30_employers_in_three_days(scenario: Scenario) -> None:
    campaign = scenario.bureau["campaign"]
    days = datetime.fromisoformat(campaign["horizon_end"]) - datetime.fromisoformat(campaign["horizon_start"])
    assert len(people(scenario)) == 500
    assert len({request["town"] for request in scenario.bureau["requests"]}) == 30
    assert len(scenario.employers) == 30
    assert days == timedelta(days=3)


def test_it_has_coaches_works_coaches_charters_at_several_times_and_a_rail_block(scenario: Scenario) -> None:
    services = list(chain.from_iterable(operator["services"] for operator in scenario.operators))
    groups = {s["group"]: [t["departs_at"] for t in services if t["group"] == s["group"]] for s in services}
    assert {s["mode"] for s in services} == {"flight", "rail"}
    assert all(len(times) == 3 for group, times in groups.items() if group)
    assert sum(len(employer["fleets"]) for employer in scenario.employers) == 3
    assert all(fleet["only_slots"] for employer in scenario.employers for fleet in employer["fleets"])


def test_some_need_a_wheelchair_space_and_some_are_fetched_at_the_door_only(scenario: Scenario) -> None:
    requests = scenario.bureau["requests"]
    assert sum(request["wheelchairs"] for request in requests) == 7
    at_the_door = [r for r in requests if [b["at"] for b in r.get("boarding", ())] == [f"home-{r['code']}"]]
    assert len(at_the_door) == 7
    assert scenario.bureau["campaign"]["rules"]["escort_seats"] == 1


def test_nobody_can_be_called_by_these_numbers(scenario: Scenario) -> None:
    posts = (scenario.bureau["contacts"], *([e["contact"]] for e in (*scenario.employers, *scenario.operators)))
    numbers = {one["phone"] for one in chain(people(scenario), *posts)}
    assert len(numbers) > 500
    assert not any(phonenumbers.is_valid_number(phonenumbers.parse(number, "CN")) for number in numbers)


def test_there_are_no_id_numbers(scenario: Scenario) -> None:
    assert not any("id_number" in person for person in people(scenario))


def test_everything_is_in_the_shapes_of_the_api(scenario: Scenario) -> None:
    bureau, parts = scenario.bureau, (*scenario.employers, *scenario.operators)
    TypeAdapter(CampaignIn).validate_python(bureau["campaign"])
    TypeAdapter(list[AccessRule]).validate_python(bureau["access_rules"])
    TypeAdapter(list[ContactIn]).validate_python(bureau["contacts"])
    TypeAdapter(list[WorkerIn]).validate_python(people(scenario))
    TypeAdapter(list[RequestIn]).validate_python([{**r, "members": []} for r in bureau["requests"]])
    for key, shape in (("places", PlaceIn), ("fleets", FleetIn), ("services", ServiceIn)):
        TypeAdapter(list[shape]).validate_python(list(chain.from_iterable(p.get(key, ()) for p in parts)))  # type: ignore[valid-type]
    for key, shape in (("plants", PlantIn), ("gates", GateIn), ("job_posts", JobPostIn), ("slots", SlotIn)):
        TypeAdapter(list[shape]).validate_python(list(chain.from_iterable(e[key] for e in scenario.employers)))  # type: ignore[valid-type]


def test_the_files_are_written_for_people_to_read() -> None:
    for path in SCENARIO.glob("*.json"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert max(map(len, lines)) < 160, path
        assert json.loads("\n".join(lines))
