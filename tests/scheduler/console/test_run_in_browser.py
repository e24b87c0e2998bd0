"""A coordinator's main job in a real browser: a run is started, followed over a reload and by others, and published;
and all of it by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from scheduler.organisations.tenancy import acting_as_system
from scheduler.plans import runs
from scheduler.plans.curve import Curve
from scheduler.plans.models import Plan, PlanRun, PlanState
from scheduler.plans.planning import run_conclude
from scheduler.telling.jobs import plan_foresee
from solvers.judge import judge
from solvers.progress import Progress
from tests.browsing import a_browser
from tests.builders import ok_small_plan
from tests.cast import PASSWORD, Actor, Cast
from tests.committed import cast
from tests.scheduler.console.visiting import sign_in
from tests.scheduler.replanning.scene import problem_of

__all__ = ["cast"]
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(cast: Cast, client: Client, live_server: LiveServer) -> Iterator[Page]:
    """A browser in which the coordinator is signed in, and what goes wrong in it."""
    sign_in(client, cast.coordinator)
    with a_browser() as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page, faults = context.new_page(), list[str]()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        yield page
    assert faults == []


@contextmanager
def of(desk: Page, who: Actor) -> Iterator[Page]:
    """Another browser beside the first one, of somebody else."""
    client, browser = Client(), desk.context.browser
    assert browser is not None
    sign_in(client, who)
    context = browser.new_context(locale="en")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": desk.url}])
    yield context.new_page()
    context.close()


def seen_of_run(page: Page) -> dict[str, object]:
    """What a run's page says of its search: phase, figures and curve."""
    expect(page.locator("#run")).to_contain_text("Looking for cheaper plans")
    return {
        "phase": page.locator("#run [role=status] strong").inner_text(),
        "figures": page.locator("#run .figure dd").all_text_contents(),
        "curve": page.locator("svg polyline.cost").get_attribute("points"),
    }


def test_a_run_is_followed_and_its_plan_published(desk: Page, cast: Cast, live_server: LiveServer) -> None:
    desk.goto(f"{live_server.url}/campaigns/{cast.campaign.id}/runs")
    desk.keyboard.press("n")
    expect(desk.locator("#run")).to_contain_text("It is the next in the line.")
    with acting_as_system():
        run = PlanRun.objects.get(campaign=cast.campaign)
    claim = runs.claim(run.id, worker="worker-1")
    assert claim is not None
    curve = Curve()
    for second, cost in ((1.0, 30_000.0), (9.0, 12_000.0)):
        told = Progress(phase="search", done=0.3, best_cost=cost, bound=9_000.0, served=6, elapsed_s=second)
        assert runs.beat(claim.fence, told, curve=curve).held
    expect(desk.locator("#run")).to_contain_text("Looking for cheaper plans")
    expect(desk.locator("svg polyline.cost")).to_have_count(1)
    shown = seen_of_run(desk)
    assert shown["figures"] == ["6", "12,000 CNY", "9,000 CNYat most 25.0 % better"]
    desk.reload()
    assert seen_of_run(desk) == shown
    with of(desk, cast.bureau_auditor) as colleague:
        colleague.goto(desk.url)
        assert seen_of_run(colleague) == shown
        expect(colleague.get_by_role("button", name="Stop and keep the best")).to_have_count(0)
    desk.get_by_role("button", name="Stop and keep the best").click()
    expect(desk.locator("#run")).to_contain_text("Stopping")
    problem = problem_of(cast)
    solved = ok_small_plan(problem)
    run_conclude(claim=claim, plan=solved, verdict=judge(problem, solved))
    expect(desk.locator("#run")).to_contain_text("the best plan until then was kept")
    desk.get_by_role("link", name="Check and publish").click()
    expect(desk.locator("#telling")).to_contain_text("Writing the messages")
    with acting_as_system():
        plan_foresee(str(Plan.objects.get(run=run).id))
    expect(desk.locator("#telling")).to_contain_text("messages would go out")
    desk.get_by_role("button", name="Publish plan 1 and tell everyone").click()
    expect(desk.locator("#notices")).to_contain_text("Plan 1 is published")
    with acting_as_system():
        assert Plan.objects.get(run=run).state == PlanState.PUBLISHED


SHOWS = """() => {
    const here = document.activeElement, box = here.getBoundingClientRect(), look = getComputedStyle(here);
    if (here === document.body) return ["the browser's own bar", true];
    const seen = box.width > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    return [here.outerHTML.slice(0, 120), seen && look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2];
}"""
"""What has the focus, and whether one sees that it has."""


def go_to(desk: Page, selector: str, most: int = 150) -> None:
    """Press Tab until something has the focus; wherever one passes, the focus is seen."""
    for _try in range(most):
        desk.keyboard.press("Tab")
        what, is_seen = desk.evaluate(SHOWS)
        assert is_seen, f"the focus cannot be seen on {what}"
        if desk.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{most} times Tab do not lead to {selector} on {desk.url}")


def press(desk: Page, *keys: str) -> None:
    for key in keys:
        desk.keyboard.press(key)


def test_the_whole_job_is_done_by_keyboard_alone(desk: Page, cast: Cast, live_server: LiveServer) -> None:
    desk.context.clear_cookies()
    desk.goto(f"{live_server.url}/sign-in")
    for field, words in (("email", cast.coordinator.user.email), ("password", PASSWORD)):
        if not desk.evaluate("name => document.activeElement.name === name", field):
            go_to(desk, f"[name={field}]")
        desk.keyboard.type(words)
    press(desk, "Enter")
    expect(desk.locator("h1")).to_have_text("Campaigns")
    go_to(desk, "tbody th a")
    press(desk, "Enter")
    expect(desk.locator("h1")).to_have_text("ok-small")

    press(desk, "7")
    expect(desk.locator("h1")).to_have_text("Runs")
    press(desk, "n")
    expect(desk.locator("#run")).to_contain_text("It is the next in the line.")
    with acting_as_system():
        run = PlanRun.objects.get(campaign=cast.campaign)
    claim = runs.claim(run.id, worker="worker-1")
    assert claim is not None
    problem = problem_of(cast)
    solved = ok_small_plan(problem)
    run_conclude(claim=claim, plan=solved, verdict=judge(problem, solved))
    expect(desk.locator("#run")).to_contain_text("Open plan 1")

    press(desk, "o")
    expect(desk.locator("#timeline-row")).not_to_contain_text("Loading")
    go_to(desk, "#timeline")
    press(desk, "ArrowDown", "Enter")
    expect(desk.locator("#details h2")).to_contain_text("d1")

    press(desk, "e")
    expect(desk.locator("h1")).to_have_text("Edit plan 1")
    press(desk, "n")
    expect(desk.locator("h1")).to_contain_text("Draft 2")
    go_to(desk, "[data-drag='party:p4'] a, a[data-drag='party:p4']")
    press(desk, "Enter")
    expect(desk.locator("#move-to")).to_be_visible()
    press(desk, "m")
    desk.keyboard.type("d1")
    go_to(desk, "#inspector button[value=move_party]")
    press(desk, "Enter")
    expect(desk.locator("#carry-out")).to_be_focused()
    assert desk.evaluate(SHOWS)[1]
    press(desk, "y")
    expect(desk.locator("h1 ~ .badge")).to_have_text("Cannot be published")
    press(desk, "u")
    expect(desk.locator("h1 ~ .badge")).to_have_text("Keeps all rules")

    go_to(desk, "a[href$='/publish']")
    press(desk, "Enter")
    expect(desk.locator("h1")).to_contain_text("2")
    go_to(desk, "main button.main")
    press(desk, "Enter")
    expect(desk.locator("#notices")).to_contain_text("Plan 2 is published")
