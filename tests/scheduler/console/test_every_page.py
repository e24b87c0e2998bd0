"""What holds for every page: few queries, no script or style in it, readable by all, in both languages and looks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from scheduler.campaigns.models import ContactRole
from scheduler.campaigns.services import contact_add
from scheduler.organisations.roles import Role
from tests.api.stage import Stage, make_stage
from tests.browsing import a_browser
from tests.cast import Actor
from tests.scheduler.console.visiting import MOST_QUERIES, addresses, queries_of, sign_in
from tests.towns import make_towns

LOOKS = (("zh-hans", "light"), ("en", "dark"))
GRAVE = {"serious", "critical"}


@pytest.fixture
def stage(db: None) -> Stage:
    return make_stage()


def of_role(stage: Stage, role: Role) -> Actor:
    if role == Role.TOWN:
        return make_towns(stage.cast).east
    return next(actor for actor in stage.cast.all if actor.role == role)


def pages(client: Client, stage: Stage) -> list[str]:
    """The pages that this client gets, among all addresses; parts of pages are none."""
    with stage.cast.coordinator.acting():
        desk = contact_add(campaign=stage.cast.campaign, role=ContactRole.DESK, name="服务台", phone="11100000001")
    found, plan = [], stage.ids["plan_id"]
    for address in addresses(stage.ids | {"first_id": plan, "second_id": plan, "contact_id": desk.id}).values():
        response = client.get(address)
        assert response.status_code < 500, address
        if response.status_code == 200 and b"<html" in response.content:
            found.append(address)
    return found


def test_a_coordinator_gets_most_pages_and_each_costs_few_queries(stage: Stage, client: Client) -> None:
    sign_in(client, stage.cast.coordinator)
    found = pages(client, stage)
    assert len(found) > len(LOOKS) * 3
    assert {address: n for address in found if (n := queries_of(client, address)) > MOST_QUERIES} == {}


@pytest.mark.parametrize("role", sorted(Role))
def test_pages_hold_no_script_and_no_style_and_every_link_leads_somewhere(
    stage: Stage, client: Client, role: Role
) -> None:
    sign_in(client, of_role(stage, role))
    for address in pages(client, stage):
        page = client.get(address).content.decode()
        assert page.count("<script") == page.count("<script src=") + page.count('type="application/json"'), address
        assert "<style" not in page
        assert " style=" not in page, address
        assert "javascript:" not in page


@pytest.fixture
def browser() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


def signed_in(browser: Browser, who: Actor, url: str, language: str, look: str) -> BrowserContext:
    client = Client()
    sign_in(client, who)
    context = browser.new_context(color_scheme=look, viewport={"width": 360, "height": 800})  # type: ignore[arg-type]
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}
    context.add_cookies([session, {"name": "django_language", "value": language, "url": url}])  # type: ignore[list-item]
    return context


def hindrances(page: Page) -> list[str]:
    """What keeps people from using a page, as axe finds it."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']} {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in GRAVE]


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("role", "shift"), [(Role.COORDINATOR, 0), (Role.EMPLOYER, 1), (Role.OPERATOR, 0), (Role.TOWN, 1)]
)
def test_everybody_can_read_them_in_both_languages_and_looks_and_on_a_telephone(
    browser: Browser, live_server: LiveServer, role: Role, shift: int
) -> None:
    """Axe looks at every other page in one language and look, at those between in the other."""
    stage = make_stage()
    who = of_role(stage, role)
    client = Client()
    sign_in(client, who)
    found = pages(client, stage)
    faults: list[str] = []
    for language, look in LOOKS:
        context = signed_in(browser, who, live_server.url, language, look)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"a script: {error}"))
        for k, address in enumerate(found):
            page.goto(live_server.url + address)
            if LOOKS[(k + shift) % len(LOOKS)] == (language, look):
                faults.extend(f"{address} {language} {look}: {grave}" for grave in hindrances(page))
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append(f"{address} {language}: wider than a telephone")
        context.close()
    assert faults == []
