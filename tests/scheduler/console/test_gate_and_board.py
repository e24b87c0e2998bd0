"""An employer ticks off with a thumb who is at the gate, and the bureau's board shows it without being asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest
from tests.browsing import a_browser
from tests.cast import PASSWORD, Actor
from tests.committed import cast
from tests.scheduler.travel.conftest import Road, road

__all__ = ["cast", "road"]

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


def enter(browser: Browser, who: Actor, address: str, *, width: int) -> tuple[Page, list[str]]:
    """A page as somebody, and what goes wrong in it."""
    page, faults = browser.new_context(viewport={"width": width, "height": 844}, locale="en").new_page(), list[str]()
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(address)
    page.fill("[name=email]", who.user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.main")
    return page, faults


def test_a_thumb_at_the_gate_moves_the_board(browser: Browser, road: Road, live_server: LiveServer) -> None:
    url, campaign = live_server.url, road.plan.campaign_id
    board, faults = enter(browser, road.cast.coordinator, f"{url}/campaigns/{campaign}/today", width=1440)
    gate, more = enter(browser, road.cast.employer, f"{url}/slots/{road.slot.id}/gate", width=390)
    expect(board.locator("#part-gates")).to_contain_text("0/5")
    expect(gate.locator(".tally")).to_contain_text("/ 5")
    assert gate.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heights = gate.locator(".party button, .party summary").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert min(heights) >= 44
    gate.locator(f"#here-{road.p1}").click()
    expect(gate.locator(".tally")).to_contain_text("2 / 5")
    gate.locator(f"#miss-{road.p2}").click()
    gate.locator(f"li:has(#miss-{road.p2}) input[type=number]").fill("2")
    gate.locator(f"li:has(#miss-{road.p2}) details button").click()
    expect(gate.locator("#notices")).to_contain_text("1 person is missing")
    board.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(board.locator("#part-gates")).to_contain_text("4/5")
    board.locator("#part-alerts a").click()
    board.get_by_role("button", name="I see to it").click()
    expect(board.locator("#part-alerts")).to_contain_text("is seen to")
    with acting_as_system():
        states = dict(DepartureRequest.objects.filter(id__in=[road.p1, road.p2]).values_list("code", "state"))
    assert states == {"p1": "settled", "p2": "arrived"}
    assert (faults, more) == ([], [])
