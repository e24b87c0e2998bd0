"""The plan board in a browser: map, timeline and tables share one selection."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.api.stage import published_plan
from tests.browsing import a_browser
from tests.cast import PASSWORD, Cast
from tests.committed import cast

__all__ = ["cast"]
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk() -> Iterator[Page]:
    """A browser on a desk."""
    with a_browser() as browser:
        yield browser.new_page(viewport={"width": 1440, "height": 900}, locale="en")


def test_map_timeline_and_tables_share_one_selection(cast: Cast, desk: Page, live_server: LiveServer) -> None:
    faults: list[str] = []
    plan = published_plan(cast.campaign, cast.coordinator)
    desk.on("pageerror", lambda fault: faults.append(str(fault)))
    desk.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    desk.goto(f"{live_server.url}/sign-in?next=/plans/{plan.id}")
    desk.fill("[name=email]", cast.coordinator.user.email)
    desk.fill("[name=password]", PASSWORD)
    desk.click("main button.main")
    desk.wait_for_selector("#board[data-drawn]")
    desk.locator("#tables").get_by_text("d2", exact=True).click()
    expect(desk).to_have_url(f"{live_server.url}/plans/{plan.id}?duty=d2")
    expect(desk.locator("#details h2")).to_contain_text("d2")
    timeline = desk.locator("#timeline")
    expect(desk.locator("#timeline-row")).to_contain_text("d2")
    timeline.focus()
    for key in ("Home", "ArrowDown", "Enter"):
        timeline.press(key)
    expect(desk).to_have_url(f"{live_server.url}/plans/{plan.id}?service=f1")
    expect(desk.locator("#details")).to_contain_text("check-in")
    desk.go_back()
    expect(desk.locator("#details h2")).to_contain_text("d2")
    expect(desk.locator('tr[data-select="duty:d2"]')).to_have_attribute("aria-selected", "true")
    tab = desk.locator("#tables nav").get_by_role("link", name="People")
    tab.click()
    expect(tab).to_have_attribute("aria-current", "true")
    desk.locator("#tables").get_by_role("searchbox").press_sequentially("p2", delay=60)
    expect(desk.locator("#tables tbody tr")).to_have_count(1)
    assert "q=p2" in desk.url
    assert "duty=d2" in desk.url
    assert faults == []
