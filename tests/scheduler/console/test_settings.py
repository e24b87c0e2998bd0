"""What a campaign goes by, changed at a screen: rules, titles and days, contacts, plants, gates and crews."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from scheduler.campaigns.models import AccessRule, Campaign, Contact, ContactRole
from scheduler.campaigns.services import contact_add
from scheduler.fleet.models import Fleet
from scheduler.intake.models import Gate, Plant
from scheduler.matching.rules import USUAL, Mode
from scheduler.matching.selectors import rules_get
from scheduler.organisations.tenancy import acting_as_system
from scheduler.places.models import Place
from tests.cast import Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    """Before the screens of the first bureau's coordinator."""
    sign_in(client, cast.coordinator)
    return client


def filled(client: Client, address: str) -> dict[str, Any]:
    """The form of a page as it stands there, to be sent again."""
    assert queries_of(client, address) <= MOST_QUERIES
    editing = client.get(address).context["editing"]
    sent = {name: editing.form[name].value() for name in editing.form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    for _heading, lines in editing.lists:
        sent |= {f"{lines.prefix}-{key}": value for key, value in lines.management_form.initial.items()}
        for line in lines:
            sent |= {line[name].html_name: line[name].value() for name in line.fields if line[name].value() is not None}
    return sent


def rules_of(cast: Cast) -> Any:
    with acting_as_system():
        return Campaign.objects.get(id=cast.campaign.id).rules


def test_rules_are_changed_in_the_units_that_people_use_and_all_else_stays(cast: Cast, desk: Client) -> None:
    address, before = reverse("campaign_rules", args=[cast.campaign.id]), rules_of(cast)
    as_it_is = filled(desk, address)
    assert desk.post(address, as_it_is).status_code == 302
    assert rules_of(cast) == {**before, "driver_hours": before["driver_hours"]}, "sent again, nothing changes"
    stale = desk.post(address, as_it_is | {"max_journey_s": "30"})
    assert stale.status_code == 409
    assert "许小暑" in stale.content.decode(), "who was quicker"
    china = filled(desk, f"{address}?law=cn") | {"max_journey_s": "36.5", "max_load_factor": "50"}
    desk.post(address, china)
    after = rules_of(cast)
    assert (after["max_journey_s"], after["max_load_factor"]) == (131_400, 0.5)
    assert after["driver_hours"]["night"] == {"from": "22:00", "to": "06:00", "max_continuous_drive_s": 7200}
    half = {**filled(desk, address), "night_to": "", "min_break_s": "", "max_journey_s": "500"}
    refused = desk.post(address, half)
    assert refused.status_code == 422
    assert set(refused.context["editing"].form.errors) == {"night_to", "min_break_s", "max_journey_s"}
    free = {name: value for name, value in filled(desk, address).items() if name != "has_law"}
    desk.post(address, free)
    assert rules_of(cast)["driver_hours"] is None


def test_titles_and_days_and_whom_to_call(cast: Cast, desk: Client) -> None:
    address = reverse("campaign_edit", args=[cast.campaign.id])
    sent = filled(desk, address)
    begins, ends = cast.campaign.horizon_start, cast.campaign.horizon_end
    wrong = desk.post(address, sent | {"title": "春运", "horizon_end": f"{begins - timedelta(days=1):%Y-%m-%dT%H:%M}"})
    assert wrong.status_code == 422
    desk.post(address, sent | {"title": "春运", "horizon_end": f"{ends:%Y-%m-%dT%H:%M}"})
    with acting_as_system():
        assert Campaign.objects.get(id=cast.campaign.id).title == "春运"
    with cast.coordinator.acting():
        desk_line = contact_add(campaign=cast.campaign, role=ContactRole.DESK, name="服务台", phone="11100000001")
    contact = reverse("campaign_contact", args=[cast.campaign.id, desk_line.id])
    desk.post(contact, filled(desk, contact) | {"phone": "11100000002"})
    with acting_as_system():
        assert str(Contact.objects.get(id=desk_line.id).phone) == "11100000002"
    desk.post(contact, filled(desk, contact) | {"remove": "1"})
    assert desk.get(contact).status_code == 404


def test_an_employer_names_its_plant_and_who_receives_people_at_its_gate(cast: Cast, client: Client) -> None:
    sign_in(client, cast.employer)
    address = reverse("plants", args=[cast.campaign.id])
    with acting_as_system():
        gate = Place.objects.get(campaign=cast.campaign, intake_slots__code="s1")
    new = reverse("plant_new", args=[cast.campaign.id])
    sent = {**filled(client, new), "employer": cast.employer.organisation.id, "code": "p1", "name": "一号厂"}
    assert client.post(new, sent)["Location"] == address
    with acting_as_system():
        plant = Plant.objects.get(employer=cast.employer.organisation, code="p1")
    at_gate = {"plant": plant.id, "contact_name": "金大暑", "contact_phone": "11100000003"}
    client.post(reverse("place_gate", args=[gate.id]), at_gate)
    page = client.get(address).content.decode()
    assert "金大暑" in page
    edit = reverse("plant_edit", args=[cast.campaign.id, plant.id])
    client.post(edit, filled(client, edit) | {"city": "日照", "lon": "119.5", "lat": "35.4"})
    with acting_as_system():
        plant.refresh_from_db()
        assert (plant.city, round(plant.point.x, 1)) == ("日照", 119.5)
        assert Gate.objects.get(place=gate).plant_id == plant.id
    sign_in(client, cast.operator)
    assert client.get(address).status_code == 403


def test_a_crew_is_added_and_none_is_taken_away(cast: Cast, desk: Client) -> None:
    with acting_as_system():
        fleet = Fleet.objects.get(campaign=cast.campaign, code="van")
        before = set(fleet.crews.values_list("drivers", flat=True))
    address = reverse("fleet_edit", args=[fleet.id])
    sent, line = filled(desk, address), f"crews-{len(before)}"
    assert desk.post(address, sent | {f"{line}-drivers": min(before), f"{line}-cost": "9"}).status_code == 422
    desk.post(address, sent | {f"{line}-drivers": "3", f"{line}-cost": "900", f"{line}-seats": "1"})
    with acting_as_system():
        assert set(fleet.crews.values_list("drivers", flat=True)) == {*before, 3}
        assert (fleet.crews.get(drivers=3).cost, fleet.crews.get(drivers=3).seats) == (900, 1)


def test_roads_and_the_way_to_board_are_changed_and_all_else_stays(cast: Cast, desk: Client) -> None:
    roads, reach = (reverse(name, args=[cast.campaign.id]) for name in ("campaign_roads", "campaign_reach"))
    with acting_as_system():
        before = Campaign.objects.get(id=cast.campaign.id).travel
        rules = list(AccessRule.objects.filter(campaign=cast.campaign).values_list("means", "reach_m"))
    stale = filled(desk, roads)
    kept = {"replaces": "on"} if before["kind"] == "matrix" else {}
    fast = {"detour": "1.5", "tiers-0-upto_m": "20.5", "tiers-0-kmh": "40", "tiers-1-upto_m": "", "tiers-1-kmh": "75"}
    gone = {f"tiers-2-{name}": "" for name in ("upto_m", "kmh")}
    assert desk.post(roads, {**stale, **kept, **fast, **gone, "tiers-0-upto_m": ""}).status_code == 422
    desk.post(roads, {**stale, **kept, **fast, **gone})
    with acting_as_system():
        travel = Campaign.objects.get(id=cast.campaign.id).travel
    assert travel == {"kind": "haversine", "detour": 1.5, "tiers": [{"upto_m": 20_500, "kmh": 40.0}, {"kmh": 75.0}]}
    sent = filled(desk, reach)
    assert desk.post(reach, {**sent, "version": stale["version"]}).status_code == 409
    assert desk.post(reach, {**sent, "reach-0-kmh": ""}).status_code == 422
    desk.post(reach, {**sent, "reach-0-reach_m": "1.5", "reach-1-means": ""})
    with acting_as_system():
        after = list(AccessRule.objects.filter(campaign=cast.campaign).values_list("means", "reach_m"))
    assert after == [(rules[0][0], 1500), *rules[2:]]


def test_slots_are_proposed_by_the_rules_that_were_filled_in(cast: Cast, desk: Client) -> None:
    address = reverse("campaign_matching", args=[cast.campaign.id])
    usual = filled(desk, address)
    desk.post(address, {**usual, "skills": "wish", "needs_at_work": ["wheelchair"], "dearest": ""})
    with acting_as_system():
        rules = rules_get(campaign=cast.campaign).rules
    assert rules == replace(USUAL, skills=Mode.WISH)
    assert desk.post(address, {**usual, "version": "0"}).status_code == 409, "the usual rules are no more in force"
    assert desk.post(address, {**filled(desk, address), "most": "0"}).status_code == 422


def test_a_fleet_is_kept_for_certain_slots_and_for_everybody_again(cast: Cast, desk: Client, client: Client) -> None:
    with acting_as_system():
        fleet = Fleet.objects.get(campaign=cast.campaign, code="van")
        Fleet.objects.filter(id=fleet.id).update(operator=cast.operator.organisation)
    address = reverse("fleet_edit", args=[fleet.id])
    desk.post(address, filled(desk, address) | {"only_slots": ["s1"]})
    with acting_as_system():
        assert list(fleet.only_slots.values_list("code", flat=True)) == ["s1"]
    sign_in(client, cast.operator)
    own = reverse("vehicle", args=[cast.campaign.id, fleet.id])
    form = client.get(own).context["form"]
    assert "only_slots" not in form.fields, "an operator sees no slots, and lifts no limit"
    sign_in(client, cast.coordinator)
    everybody = filled(desk, address)
    assert everybody.pop("only_slots") == ["s1"]
    desk.post(address, everybody)
    with acting_as_system():
        assert not Fleet.objects.get(id=fleet.id).exclusive
