"""The driver's page in a real browser: what is ticked without a network is kept, and sent once when there is one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.codes import boarding_code
from scheduler.travel.models import TravelEvent
from tests.browsing import a_browser
from tests.committed import cast
from tests.scheduler.phone.test_page import link_of
from tests.scheduler.travel.conftest import Road, road

__all__ = ["cast", "road"]

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone() -> Iterator[BrowserContext]:
    """A browser as wide as a telephone."""
    with a_browser() as browser:
        yield browser.new_context(viewport={"width": 390, "height": 844}, locale="en")


def kept() -> list[tuple[str, int | None]]:
    with acting_as_system():
        return list(TravelEvent.objects.order_by("at", "received_at").values_list("kind", "stop"))


def open_page(phone: BrowserContext, address: str) -> tuple[Page, list[str]]:
    """The page, once it has told the browser to keep it, and what goes wrong in it from then on."""
    page, faults = phone.new_page(), list[str]()
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(address)
    expect(page.locator("#sync")).to_contain_text("All sent")
    page.wait_for_selector("html[data-kept]")
    page.wait_for_function("navigator.serviceWorker.controller")
    return page, faults


def test_ticks_without_a_network_outlive_the_page_and_are_sent_once(
    phone: BrowserContext, road: Road, live_server: LiveServer
) -> None:
    page, faults = open_page(phone, f"{live_server.url}/drive/{link_of(road.van)}?language=en")
    stop = page.locator(".stop[data-stop='1']")
    phone.set_offline(True)
    stop.get_by_role("button", name="Arrived").click()
    stop.get_by_role("button", name="Aboard", exact=True).click()
    expect(page.locator("#sync")).to_contain_text("2 waiting to be sent")
    page.reload()
    expect(page.locator("#aboard")).to_have_text("Aboard 2")
    expect(stop.get_by_role("button", name="Aboard", exact=True)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Scan").click()
    page.locator("#answer").fill(boarding_code(road.p2).lower())
    page.get_by_role("button", name="OK").click()
    expect(page.locator("#aboard")).to_have_text("Aboard 5")
    phone.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#sync")).to_contain_text("All sent")
    assert kept() == [("arrive", 1), ("board", 1), ("board", 2)]
    other, more = open_page(phone, page.url)
    expect(other.locator("#aboard")).to_have_text("Aboard 5")
    assert (faults, more) == ([], [])


def test_a_network_that_is_back_while_a_try_still_fails_is_not_overlooked(
    phone: BrowserContext, road: Road, live_server: LiveServer
) -> None:
    page, faults = open_page(phone, f"{live_server.url}/drive/{link_of(road.van)}?language=en")
    tries = list[Route]()
    page.route("**/events", lambda route: route.continue_() if tries else tries.append(route))
    page.locator(".stop[data-stop='1']").get_by_role("button", name="Arrived").click()
    for _ in range(100):
        if not tries:
            page.wait_for_timeout(50)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    tries[0].abort()
    expect(page.locator("#sync")).to_contain_text("All sent")
    assert kept() == [("arrive", 1)]
    assert faults == []


def test_a_network_that_is_back_and_fails_once_is_tried_again_soon(
    phone: BrowserContext, road: Road, live_server: LiveServer
) -> None:
    page, faults = open_page(phone, f"{live_server.url}/drive/{link_of(road.van)}?language=en")
    failed = list[Route]()
    page.route("**/events", lambda route: (failed.append(route), route.abort()), times=2)
    page.locator(".stop[data-stop='1']").get_by_role("button", name="Arrived").click()
    expect(page.locator("#sync")).to_contain_text("1 waiting to be sent")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#sync")).to_contain_text("All sent")
    assert len(failed) == 2
    assert (kept(), faults) == ([("arrive", 1)], [])
