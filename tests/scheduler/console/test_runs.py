"""Starting a run, following it, and what came of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from scheduler.organisations.tenancy import acting_as_system
from scheduler.plans import runs
from scheduler.plans.curve import Curve
from scheduler.plans.models import Failure, PlanRun
from scheduler.plans.services import run_start
from solvers.progress import Progress
from tests.cast import Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in
from tests.scheduler.telling.scene import publish

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def coordinator(cast: Cast, client: Client) -> Client:
    sign_in(client, cast.coordinator)
    client.defaults.update(ENGLISH)
    return client


def form(**values: object) -> dict[str, object]:
    return {"start": "nothing", "seconds": "30", **values}


def run_of(cast: Cast) -> PlanRun:
    with cast.coordinator.acting():
        return run_start(campaign=cast.campaign, seconds=60, seed=1, by=cast.coordinator.user)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_run_is_started_as_it_was_asked_for(cast: Cast, coordinator: Client) -> None:
    wishes = form(other_seconds="7", seed="42", releases_reserve="on")
    started = coordinator.post(f"/campaigns/{cast.campaign.id}/runs/start", wishes)
    with acting_as_system():
        run = PlanRun.objects.get(campaign=cast.campaign)
    assert (started.status_code, started.headers["Location"]) == (302, f"/runs/{run.id}")
    assert (run.seconds, run.seed, run.base, run.releases_reserve) == (7, 42, None, True)
    assert run.created_by_id == cast.coordinator.user.id


def test_a_run_from_the_published_plan_keeps_what_the_form_says(cast: Cast, coordinator: Client) -> None:
    published = publish(cast)
    address = f"/campaigns/{cast.campaign.id}/runs"
    assert "Plan 1, which is published" in page(coordinator, address)
    coordinator.post(f"{address}/start", form(start="published", freeze_hours="12", move_cost="50", late_factor="2"))
    with acting_as_system():
        run = PlanRun.objects.get(campaign=cast.campaign, base=published)
    assert (run.move_cost, run.late_factor, run.releases_reserve) == (50, 2, False)
    assert run.freeze_until is not None


def test_nothing_typed_is_lost_when_something_is_wrong(cast: Cast, coordinator: Client) -> None:
    refused = coordinator.post(f"/campaigns/{cast.campaign.id}/runs/start", form(other_seconds="0", seed="77"))
    assert refused.status_code == 422
    assert 'value="77"' in refused.content.decode()
    with acting_as_system():
        assert not PlanRun.objects.filter(campaign=cast.campaign).exists()


def test_auditors_look_and_start_nothing(cast: Cast, client: Client) -> None:
    sign_in(client, cast.bureau_auditor)
    client.defaults.update(ENGLISH)
    run = run_of(cast)
    assert "Start planning" not in page(client, f"/campaigns/{cast.campaign.id}/runs")
    assert "Take it out of the line" not in page(client, f"/runs/{run.id}")
    assert client.post(f"/campaigns/{cast.campaign.id}/runs/start", form()).status_code == 403
    assert client.post(f"/runs/{run.id}/stop").status_code == 403


def test_a_run_elsewhere_is_not_found(cast: Cast, client: Client) -> None:
    run = run_of(cast)
    sign_in(client, cast.other_coordinator)
    assert client.get(f"/runs/{run.id}").status_code == 404
    assert client.post(f"/runs/{run.id}/stop").status_code == 404


def test_the_page_follows_a_run_from_the_line_to_its_end(cast: Cast, coordinator: Client) -> None:
    first, run = run_of(cast), run_of(cast)
    waiting = page(coordinator, f"/runs/{run.id}")
    assert "1 run is before it in the line" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert "No queue worker is running" in waiting
    assert runs.claim(first.id, worker="worker-1") is not None
    assert "It is the next in the line" in page(coordinator, f"/runs/{run.id}")
    claim = runs.claim(run.id, worker="worker-1")
    assert claim is not None
    curve = Curve()
    for second, cost in ((1.0, 20_000.0), (5.0, 4_000.0)):
        told = Progress(phase="search", done=0.1, best_cost=cost, bound=3_000.0, served=5, elapsed_s=second)
        assert runs.beat(claim.fence, told, curve=curve).held
    works = page(coordinator, f"/runs/{run.id}")
    assert "Looking for cheaper plans" in works
    assert "at most 25.0 % better" in works
    assert works.count("<polyline") == 2
    assert coordinator.post(f"/runs/{run.id}/stop").status_code == 302
    assert "Stopping" in page(coordinator, f"/runs/{run.id}")


def test_a_run_that_nobody_began_is_stopped_at_once(cast: Cast, coordinator: Client) -> None:
    run = run_of(cast)
    stopped = coordinator.post(f"/runs/{run.id}/stop", follow=True).content.decode()
    assert "The run is stopped." in stopped
    assert "hx-trigger" not in stopped


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_failure_says_what_to_do(cast: Cast, coordinator: Client, language: str) -> None:
    claim = runs.claim(run_of(cast).id, worker="worker-1")
    assert claim is not None
    assert runs.fail(claim.fence, Failure.INVALID_PROBLEM, "slot s1 has no window")
    coordinator.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    failed = page(coordinator, f"/runs/{claim.fence.run_id}")
    with translation.override(language):
        assert translation.gettext("Start another run") in failed
    assert "slot s1 has no window" in failed
    assert ("start again" in failed) is (language == "en")


def test_what_came_of_a_run_is_shown(cast: Cast, coordinator: Client) -> None:
    plan = publish(cast)
    ready = page(coordinator, f"/runs/{plan.run_id}")
    assert "Ready" in ready
    assert "of 9" in ready
    assert "plan 1" in page(coordinator, f"/campaigns/{cast.campaign.id}/runs")


def test_the_pages_cost_few_queries(cast: Cast, coordinator: Client) -> None:
    plan = publish(cast)
    run_of(cast)
    assert queries_of(coordinator, f"/campaigns/{cast.campaign.id}/runs") <= MOST_QUERIES
    assert queries_of(coordinator, f"/runs/{plan.run_id}") <= MOST_QUERIES
