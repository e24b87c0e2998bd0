"""A coordinator's morning in a real browser: a sheet comes in, its requests are verified, and the map shows where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browsing import a_browser
from tests.cast import PASSWORD, Cast
from tests.committed import cast
from tests.scheduler.console.test_records import state_of
from tests.scheduler.console.test_sheets import SHEET, work

__all__ = ["cast"]
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk() -> Iterator[Page]:
    """A browser on a desk; whatever goes wrong in a page, or lies beside it, fails the test."""
    faults = list[str]()
    with a_browser() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB")
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        yield page
    assert faults == []


def test_a_sheet_comes_in_and_its_requests_are_verified(
    cast: Cast, desk: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    sheet = tmp_path / "wuli.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    desk.goto(f"{live_server.url}/sign-in?next=/campaigns/{cast.campaign.id}/uploads")
    desk.get_by_label("E-mail address").fill(cast.coordinator.user.email)
    desk.get_by_label("Password").fill(PASSWORD)
    desk.keyboard.press("Enter")

    desk.get_by_label("File (XLSX or CSV)").set_input_files(sheet)
    desk.get_by_role("button", name="Read the file").click()
    expect(desk.get_by_text("The sheet is being read.")).to_be_visible()
    work()
    expect(desk.get_by_text("is no telephone number")).to_be_visible()  # the page looked by itself
    desk.get_by_role("button", name="Take in all 2 rows without faults").click()
    work()
    expect(desk.get_by_text("2 rows are taken in.")).to_be_visible()

    desk.keyboard.press("2")  # to the requests
    desk.wait_for_url("**/requests")
    desk.keyboard.press("/")
    desk.keyboard.type("冯芒种")
    expect(desk.locator("#table tbody tr")).to_have_count(1)
    desk.locator("[data-all]").check()
    expect(desk.locator("[data-count]")).to_have_text("1")
    desk.get_by_role("button", name="Verify").click()
    expect(desk.get_by_text("1 × done")).to_be_visible()
    code = desk.locator("#table tbody th a").inner_text()
    assert state_of(cast, code) == "verified"

    desk.goto(f"{live_server.url}/campaigns/{cast.campaign.id}/places")
    expect(desk.locator("#map[data-drawn='8']")).to_be_visible()
    desk.get_by_role("row", name="gate-1").locator("[data-show]").click()
    expect(desk.get_by_role("row", name="gate-1")).to_have_attribute("aria-selected", "true")
    desk.reload()
    expect(desk.locator("#map[data-drawn='8']")).to_be_visible()
    expect(desk.get_by_role("row", name="gate-1")).to_have_attribute("aria-selected", "true")
