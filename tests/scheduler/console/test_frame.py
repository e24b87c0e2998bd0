"""Getting in, in whose name, and the frame around every page."""

from __future__ import annotations

import pytest
from django.test import Client

from scheduler.organisations.services import membership_add
from scheduler.organisations.signing_in import TRIES_OF_ADDRESS
from tests.cast import PASSWORD, Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in


def test_whoever_is_not_signed_in_is_asked_to_and_gets_where_they_wanted(cast: Cast, client: Client) -> None:
    there = f"/campaigns/{cast.campaign.id}"
    away = client.get(there)
    assert (away.status_code, away.headers["Location"]) == (302, f"/sign-in?next={there}")
    wrong = client.post("/sign-in", {"email": cast.coordinator.user.email, "password": "no"})
    assert wrong.status_code == 422
    form = {"email": cast.coordinator.user.email.upper(), "password": PASSWORD, "next": there}
    entered = client.post("/sign-in", form)
    assert (entered.status_code, entered.headers["Location"]) == (302, there)
    assert client.get(there).status_code == 200
    assert client.post("/sign-out").status_code == 302
    assert client.get(there).status_code == 302


def test_nobody_is_sent_to_another_site(cast: Cast, client: Client) -> None:
    form = {"email": cast.coordinator.user.email, "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post("/sign-in", form).headers["Location"] == "/"


def test_tries_are_counted(cast: Cast, client: Client) -> None:
    form = {"email": cast.coordinator.user.email, "password": "guess"}
    for _ in range(TRIES_OF_ADDRESS):
        assert client.post("/sign-in", form).status_code == 422
    assert client.post("/sign-in", {**form, "password": PASSWORD}).status_code == 429


def test_one_sees_ones_own_campaigns_only(cast: Cast, client: Client) -> None:
    sign_in(client, cast.other_coordinator)
    page = client.get("/campaigns").content.decode()
    assert f"/campaigns/{cast.other_campaign.id}" in page
    assert str(cast.campaign.id) not in page
    missing = client.get(f"/campaigns/{cast.campaign.id}")
    assert missing.status_code == 404
    assert "找不到" in missing.content.decode()


def test_one_acts_in_the_role_that_one_chooses(cast: Cast, client: Client) -> None:
    second = membership_add(
        user=cast.coordinator.user, organisation=cast.other_coordinator.organisation, role="auditor"
    )
    sign_in(client, cast.coordinator)
    assert client.get(f"/campaigns/{cast.other_campaign.id}").status_code == 404
    client.post("/act-as", {"membership": str(second.id)})
    assert client.get(f"/campaigns/{cast.other_campaign.id}").status_code == 200
    client.post("/act-as", {"membership": str(cast.employer.membership.id)})
    assert client.get(f"/campaigns/{cast.other_campaign.id}").status_code == 200


def test_a_part_of_a_page_gets_a_notice_instead_of_a_page(cast: Cast, client: Client) -> None:
    sign_in(client, cast.other_coordinator)
    part = client.get(f"/campaigns/{cast.campaign.id}", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Retarget"]) == (404, "#notices")
    assert b"<html" not in part.content


@pytest.mark.parametrize("address", ["/", "/sign-in", "/campaigns"])
def test_no_script_or_style_stands_in_a_page(cast: Cast, client: Client, address: str) -> None:
    if address == "/campaigns":
        sign_in(client, cast.coordinator)
    response = client.get(address)
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    page = response.content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert "onclick" not in page
    assert page.count("<script") == page.count("<script src=")


def test_the_look_is_kept_and_is_the_pages_own(cast: Cast, client: Client) -> None:
    client.post("/look", {"theme": "dark", "next": "/"})
    assert 'data-theme="dark"' in client.get("/").content.decode()
    client.post("/look", {"theme": ""})
    assert "data-theme" not in client.get("/").content.decode()


def test_a_page_costs_few_queries(cast: Cast, client: Client) -> None:
    sign_in(client, cast.coordinator)
    assert queries_of(client, f"/campaigns/{cast.campaign.id}") <= MOST_QUERIES
