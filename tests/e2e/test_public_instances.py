"""Every public instance over HTTP: imported, planned by a queue worker, fetched, and accepted by both judges."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from solvers.documents import load, read_plan, read_problem
from solvers.judge import judge
from tests.e2e.conftest import Shown
from tests.solvers.reference.shared import INSTANCES, load_checker

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("demo")]

SECONDS = 2
LIMIT_S = 120


def bureau(demo: Shown) -> httpx.Client:
    """A client that has signed in as the bureau's coordinator."""
    accounts = json.loads(demo.accounts.read_text(encoding="utf-8"))
    account = next(one for one in accounts if one["role"] == "coordinator")
    address = f"{demo.url}/api/v1/"
    body = {"email": account["email"], "password": account["password"]}
    token = done(httpx.post(f"{address}tokens", json=body, timeout=60), 201)["token"]
    return httpx.Client(base_url=address, timeout=60, headers={"Authorization": f"Bearer {token}"})


def done(answer: httpx.Response, status: int) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def ended(client: httpx.Client, run: str) -> dict[str, Any]:
    """The run, once it waits for nothing."""
    until = time.monotonic() + LIMIT_S
    while time.monotonic() < until:
        state: dict[str, Any] = done(client.get(f"runs/{run}"), 200)
        if state["status"] not in ("queued", "planning"):
            return state
        time.sleep(0.5)
    raise AssertionError(f"run {run} has not ended within {LIMIT_S} s")


@pytest.mark.parametrize("path", INSTANCES, ids=[path.stem for path in INSTANCES])
def test_an_instance_is_planned_by_a_queue_worker(demo: Shown, path: Path) -> None:
    problem = load(path)
    with bureau(demo) as client:
        campaign = done(client.post("campaigns/import", json=problem), 201)["id"]
        started = client.post(f"campaigns/{campaign}/runs", json={"seconds": SECONDS, "seed": 1})
        run = done(started, 202)["id"]
        assert started.headers["Location"].endswith(f"/api/v1/runs/{run}")
        state = ended(client, run)
        assert state["status"] == "ready", state["error"]
        plan = done(client.get(f"runs/{run}/plan"), 200)
    assert judge(read_problem(problem), read_plan(plan)).feasible
    assert load_checker().Check(problem, plan).run() == []
