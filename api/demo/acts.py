"""What the clients do, in the order in which they do it."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx

from api.demo.client import Client, DemoFailed, Row
from api.demo.scenario import Account, Scenario
from solvers.documents import read_plan, read_problem
from solvers.plan import Plan
from solvers.problem import Problem

POLL_S = 0.5
GRACE_S = 90
"""Beyond the planning time: for waiting in the queue, reading, judging and writing."""

AT_ONCE = 2
"""Papers that are fetched side by side: what two processes of the web can make."""

Follow = Callable[[Row], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody, signed in; employers and operators by the code of their organisation."""

    bureau: Client
    employers: dict[str, Client]
    operators: dict[str, Client]


def sign_in(http: httpx.Client, accounts: tuple[Account, ...]) -> Cast:
    """Get everybody a token."""
    clients: dict[str, dict[str, Client]] = {"coordinator": {}, "employer": {}, "operator": {}}
    for account in accounts:
        answer = Client(http).post_sign_in(account.email, account.password)
        clients[account.role][account.organisation] = Client(http, token=answer["token"], name=account.email)
    (bureau,) = clients["coordinator"].values()
    return Cast(bureau=bureau, employers=clients["employer"], operators=clients["operator"])


def open_campaign(cast: Cast, scenario: Scenario) -> str:
    """The bureau opens a campaign with its places, and invites everybody; gives the campaign's id."""
    bureau, posts = cast.bureau, scenario.bureau
    campaign = str(bureau.post("/campaigns", posts["campaign"])["id"])
    bureau.put(f"/campaigns/{campaign}/access-rules", {"rules": posts["access_rules"]})
    for contact in posts["contacts"]:
        bureau.post(f"/campaigns/{campaign}/contacts", contact)
    bureau.bulk(f"/campaigns/{campaign}/places", posts["places"])
    for code in (*cast.employers, *cast.operators):
        bureau.post(f"/campaigns/{campaign}/participations", {"organisation": code})
    return campaign


def offer_slots(cast: Cast, scenario: Scenario, campaign: str) -> None:
    """Each employer posts its plants, gates, jobs and intake slots."""
    for posts in scenario.employers:
        employer = cast.employers[posts["organisation"]["code"]]
        for plant in posts["plants"]:
            employer.post_unless_there("/plants", plant)
        employer.bulk(f"/campaigns/{campaign}/places", posts["places"])
        for gate in posts["gates"]:
            employer.post(f"/campaigns/{campaign}/gates", gate)
        employer.bulk(f"/campaigns/{campaign}/job-posts", posts["job_posts"])
        employer.bulk(f"/campaigns/{campaign}/slots", posts["slots"])
        employer.bulk(f"/campaigns/{campaign}/fleets", posts["fleets"])
        employer.post(f"/campaigns/{campaign}/contacts", {"role": "organisation", **posts["contact"]})


def offer_vehicles(cast: Cast, scenario: Scenario, campaign: str) -> None:
    """Each operator posts its depots, vehicles and timed services."""
    for posts in scenario.operators:
        operator = cast.operators[posts["organisation"]["code"]]
        operator.bulk(f"/campaigns/{campaign}/places", posts["places"])
        operator.bulk(f"/campaigns/{campaign}/fleets", posts["fleets"])
        operator.bulk(f"/campaigns/{campaign}/services", posts["services"])
        operator.post(f"/campaigns/{campaign}/contacts", {"role": "organisation", **posts["contact"]})


def ask_to_go(cast: Cast, scenario: Scenario, campaign: str) -> None:
    """The bureau enters its workers and their departure requests; PostGIS finds where they can board."""
    requests = scenario.bureau["requests"]
    workers = iter(cast.bureau.bulk("/workers", [person for one in requests for person in one["members"]]))
    rows = [{**one, "members": [next(workers) for _ in one["members"]]} for one in requests]
    cast.bureau.bulk(f"/campaigns/{campaign}/requests", rows)


def plan(bureau: Client, campaign: str, *, seconds: int, seed: int, follow: Follow) -> str:
    """Start a plan run and follow it to its end; gives the run's id.

    Raises
    ------
    DemoFailed
        The run failed, was cancelled, or did not end in time.
    """
    run = bureau.post(f"/campaigns/{campaign}/runs", {"seconds": seconds, "seed": seed})
    patience = time.monotonic() + seconds + GRACE_S
    while run["status"] in ("queued", "planning"):
        if time.monotonic() > patience:
            raise DemoFailed(f"run {run['id']} is still {run['status']} {GRACE_S} s after its time")
        time.sleep(POLL_S)
        run = bureau.get(f"/runs/{run['id']}")
        follow(run)
    if run["status"] != "ready":
        raise DemoFailed(f"run {run['id']} {run['status']}: {run['error']}")
    return str(run["id"])


def fetch(bureau: Client, campaign: str, run: str) -> tuple[Problem, Plan]:
    """The problem and the plan, as anybody's program gets them."""
    problem = read_problem(bureau.get(f"/campaigns/{campaign}/problem"))
    return problem, read_plan(bureau.get(f"/runs/{run}/plan"))


def publish(bureau: Client, run: str) -> str:
    """Publish the plan of a run; gives the plan's id."""
    return str(bureau.post(f"/runs/{run}/publish")["id"])


def confirm(cast: Cast, campaign: str) -> int:
    """Each employer confirms the intakes that it sees; gives how many people they expect.

    Raises
    ------
    DemoFailed
        An intake is left without a confirmation.
    """
    for employer in cast.employers.values():
        for intake in employer.all(f"/campaigns/{campaign}/intakes"):
            employer.post(f"/slots/{intake['slot_id']}/intake", {"state": "confirmed"})
    intakes = list(cast.bureau.all(f"/campaigns/{campaign}/intakes"))
    silent = [i["slot"] for i in intakes if i["decision"] is None or i["decision"]["state"] != "confirmed"]
    if silent:
        raise DemoFailed(f"not confirmed: {', '.join(silent)}")
    return sum(int(i["planned"]) for i in intakes)


def fetch_papers(cast: Cast, plan_id: str, out: Path, *, language: str) -> tuple[int, int]:
    """Route sheets as the bureau prints them, intake lists as each employer gets its own; gives how many."""
    sheets = _emptied(out / "route-sheets", f"*-{language}.pdf")
    lists = _emptied(out / "intake-lists", f"*-{language}.xlsx")
    duties = list(cast.bureau.all(f"/plans/{plan_id}/duties"))

    def fetch_sheet(duty: Row) -> None:
        name = "".join(c if c.isalnum() or c in "-_." else "_" for c in duty["code"])
        pdf = cast.bureau.file(f"/duties/{duty['id']}/route-sheet", language=language)
        (sheets / f"{name}-{language}.pdf").write_bytes(pdf)

    def fetch_list(code: str) -> None:
        workbook = cast.employers[code].file(f"/plans/{plan_id}/intake-list", language=language)
        (lists / f"{code}-{language}.xlsx").write_bytes(workbook)

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        list(pool.map(fetch_sheet, duties))
        list(pool.map(fetch_list, cast.employers))
    return len(duties), len(cast.employers)


def _emptied(folder: Path, pattern: str) -> Path:
    """A folder without the papers of an earlier demonstration."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(pattern):
        old.unlink()
    return folder
