"""Editing a plan in a browser: by drag, by menu and by keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from scheduler.editing.locking import lock_set
from scheduler.editing.services import draft_copy
from tests.api.stage import published_plan
from tests.browsing import a_browser
from tests.cast import PASSWORD, Cast
from tests.committed import cast
from tests.scheduler.console.test_editing import said

__all__ = ["cast"]
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk() -> Iterator[Page]:
    """A browser on a desk."""
    with a_browser() as browser:
        yield browser.new_context(viewport={"width": 1500, "height": 950}, locale="en").new_page()


def test_in_a_browser_one_drags_uses_the_menu_and_keys(cast: Cast, desk: Page, live_server: LiveServer) -> None:
    faults: list[str] = []
    plan = published_plan(cast.campaign, cast.coordinator)
    with cast.coordinator.acting():
        draft = draft_copy(plan=plan, by=cast.coordinator.user)
        lock_set(plan=draft, kind="slot", code="s3", why="", by=cast.coordinator.user)
    desk.on("pageerror", lambda fault: faults.append(str(fault)))
    desk.goto(f"{live_server.url}/sign-in?next=/plans/{draft.id}/edit")
    desk.fill("[name=email]", cast.coordinator.user.email)
    desk.fill("[name=password]", PASSWORD)
    desk.keyboard.press("Enter")
    inspector, broken = desk.locator("#inspector"), desk.locator(".broken")
    expect(desk.locator("#around")).to_contain_text("s3")

    desk.locator("[data-drag='party:p4']").drag_to(desk.locator("#duty-d1 header"))
    expect(inspector).to_contain_text("Slot s1 is given 1 person too many.")
    desk.keyboard.press("y")
    expect(broken).to_contain_text("Slot s1 is given 1 person too many.")
    expect(desk.locator("#figures")).to_contain_text("+2 by the last edit")
    assert "p4" in {one.party for one in said(draft).itineraries}
    expect(desk.locator("#duty-d1 [data-drag='party:p4']").first).to_be_visible()

    desk.locator(":focus").press("u")
    expect(desk.locator("h1 ~ .badge")).to_have_text("Keeps all rules")
    assert said(draft) == said(plan)

    desk.locator("#duty-d1 .place", has_text="bp-2").click()
    inspector.get_by_role("button", name="Drop this stop").click()
    expect(inspector).to_contain_text("Saves 6")
    inspector.get_by_role("button", name="Carry out").click()
    expect(desk.locator("#duty-d1 .stop")).to_have_count(4)

    corner = {"x": 5, "y": 5}
    hub, first = desk.locator("#duty-d1 [data-drag='stop:2']"), desk.locator("#duty-d1 [data-stop='1']")
    hub.drag_to(first, source_position=corner, target_position=corner)  # type: ignore[arg-type]
    expect(inspector).to_contain_text("would alight before boarding")
    desk.keyboard.press("Escape")
    desk.locator("body").press("r")
    expect(desk.locator("#redo")).to_be_disabled()
    assert faults == []
