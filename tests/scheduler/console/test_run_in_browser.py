"""The main job of a coordinator in a real browser: a run is started and followed over a reload, its plan published."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from launcher.needs import CHROMIUM
from scheduler.organisations.tenancy import acting_as_system
from scheduler.plans import runs
from scheduler.plans.curve import Curve
from scheduler.plans.models import Plan, PlanRun, PlanState
from scheduler.plans.planning import run_conclude
from solvers.judge import judge
from solvers.progress import Progress
from tests.builders import ok_small_plan
from tests.cast import Cast
from tests.committed import cast
from tests.scheduler.console.visiting import sign_in
from tests.scheduler.replanning.scene import problem_of

__all__ = ["cast"]
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, cast: Cast, client: Client, live_server: LiveServer) -> Iterator[Page]:
    """A browser in which the coordinator is signed in, and what goes wrong in it."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright runs a loop in this thread
    sign_in(client, cast.coordinator)
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page, faults = context.new_page(), list[str]()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        yield page
        browser.close()
        connections.close_all()  # the loop has a connection of its own, which nobody else could close
        assert faults == []


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
    desk.reload()
    expect(desk.locator("#run")).to_contain_text("at most 25.0 % better")
    desk.get_by_role("button", name="Stop and keep the best").click()
    expect(desk.locator("#run")).to_contain_text("Stopping")
    problem = problem_of(cast)
    solved = ok_small_plan(problem)
    run_conclude(claim=claim, plan=solved, verdict=judge(problem, solved))
    expect(desk.locator("#run")).to_contain_text("the best plan until then was kept")
    desk.get_by_role("link", name="Check and publish").click()
    expect(desk.locator("#telling")).to_contain_text("messages would go out")
    desk.get_by_role("button", name="Publish plan 1 and tell everyone").click()
    expect(desk.locator("#notices")).to_contain_text("Plan 1 is published")
    with acting_as_system():
        assert Plan.objects.get(run=run).state == PlanState.PUBLISHED
