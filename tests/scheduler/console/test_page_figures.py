"""What each page takes at the server on a campaign of 3,000 people: a benchmark.

Run as ``./menlu test tests/scheduler/console/test_page_figures.py -m benchmark -n0 -s``. A page's first visit finds
nothing in the process's own caches, as just after a start; the others follow it. What has to hold is the processor's
time, of this process and of its database connection, which take turns: so other work on the machine does not count.
"""

from __future__ import annotations

import gc
import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from uuid import UUID

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from scheduler.clock import now
from scheduler.editing.services import draft_copy
from scheduler.fleet.models import Fleet, Service
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest, Worker
from scheduler.people.states import RequestState
from scheduler.places.models import Place
from scheduler.plans.jobs import plan_lay_out, plan_run
from scheduler.plans.models import Duty, Itinerary, Plan, PlanRun, Unserved
from scheduler.telling.jobs import plan_foresee, plan_tell
from tests.cast import Actor
from tests.e2e.week.desk import Clock, Desk
from tests.e2e.week.road import Road, owners_of
from tests.e2e.week.scene import COACHES, EMPLOYERS, employers_of, gather
from tests.e2e.week.versions import version_of
from tests.scheduler.console.visiting import addresses, queries_of, sign_in
from tests.solvers.reference.shared import SHARED

PROBLEM = SHARED / "instances" / "wave-3000.json"
SECONDS = 20
VISITS = 20
MOST_MS = 400
SHOWN = ("text/html", "application/json")
"""Pages, parts of pages, and what their scripts draw; no papers."""
ON_THE_ROAD = "2027-02-21T12:00:00+08:00"


@dataclass(frozen=True, slots=True)
class Asked:
    """An address; a part is asked for by the page that it belongs to."""

    address: str
    is_part: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """What a browser sends along."""
        return {"HX-Request": "true"} if self.is_part else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What the visits to a page took, in milliseconds."""

    page: str
    clock: tuple[float, ...]
    work: tuple[float, ...]
    queries: int

    @property
    def is_slow(self) -> bool:
        """Whether one visit in twenty takes too long."""
        return _share(self.work, 95) > MOST_MS

    def __str__(self) -> str:
        figures = (self.clock[0], _share(self.clock, 50), _share(self.clock, 95), _share(self.work, 95))
        return "".join(f"{figure:9.0f}" for figure in figures) + f"{self.queries:6}  {self.page}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """The campaign with a published plan of which everyone was told, a draft of a run from it, and one being edited."""

    desk: Desk
    published: Plan
    draft: Plan
    edited: Plan

    def ids(self, plan: Plan) -> dict[str, UUID]:
        """An id of each kind by the name that an address gives it; of plans this one."""
        campaign = plan.campaign_id
        of_campaign = {"request_id": DepartureRequest, "slot_id": IntakeSlot, "fleet_id": Fleet, "place_id": Place}
        with acting_as_system():
            return {
                "campaign_id": campaign,
                "plan_id": plan.id,
                "first_id": self.published.id,
                "second_id": self.draft.id,
                "run_id": PlanRun.objects.filter(campaign=campaign).latest("created_at").id,
                "duty_id": Duty.objects.filter(plan=self.published, fleet__operator__code=COACHES).first().id,
                "service_id": Service.objects.filter(campaign=campaign).first().id,
                "worker_id": Worker.objects.first().id,
                **{name: model.objects.filter(campaign=campaign).first().id for name, model in of_campaign.items()},
            }


@pytest.fixture
def clock(tmp_path: Path, transactional_db: None) -> Iterator[Clock]:
    with time_machine.travel(now(), tick=True) as machine:
        yield Clock(machine=machine, file=tmp_path / "clock")


@pytest.fixture
def wave(clock: Clock) -> Wave:
    gc.freeze()  # as the web process does once it is loaded
    desk = gather(json.loads(PROBLEM.read_text(encoding="utf-8")), clock, seconds=SECONDS)
    published = _planned(desk, desk.post(f"{desk.here}/runs", {"seconds": SECONDS, "seed": 1})["id"])
    desk.publish(str(published.id))
    plan_tell(str(published.id))
    with acting_as_system():
        withdrawn = Itinerary.objects.filter(plan=published).select_related("request")[0].request.code
    event = {"kind": "withdrawal", "party": withdrawn, "reason": "the harvest"}
    said = desk.post(f"{desk.here}/events", {"events": [event], "seconds": SECONDS})
    draft = _planned(desk, said["run_id"])
    plan_foresee(str(draft.id))
    with desk.bureau.acting():
        edited = draft_copy(plan=published, by=desk.bureau.user)
        published.refresh_from_db()
    plan_lay_out(str(edited.id))
    plan_foresee(str(edited.id))
    return Wave(desk=desk, published=published, draft=draft, edited=edited)


def _planned(desk: Desk, run: str) -> Plan:
    """What a queue worker makes of a run."""
    plan_run(run)
    with acting_as_system():
        return Plan.objects.select_related("campaign").get(run_id=run)


@pytest.mark.benchmark
@pytest.mark.slow
def test_every_page_takes_less_than_400_ms_on_3000_people(wave: Wave) -> None:
    desk, ids = wave.desk, wave.ids(wave.published)
    print("\n    first      p50      p95   p95 of work, in ms; queries")
    taken = [
        *_visits(desk.bureau, _pages(ids) | _pages_of_plan("draft", wave.ids(wave.draft))),
        *_visits(desk.bureau, _pages_of_plan("edited", wave.ids(wave.edited)) | _parts(wave)),
        *_visits(desk.actors[EMPLOYERS[0]], _pages(ids)),
        *_visits(desk.actors[COACHES], _pages(ids)),
    ]
    _go_on(wave)
    names = ("campaign", "today", "today_changed", "replan", "requests", "duties", "intakes", "gate")
    ids = wave.ids(wave.published)
    for who in (desk.bureau, desk.actors[EMPLOYERS[0]], desk.actors[COACHES]):
        taken += _visits(who, {f"{name}, on the road": _pages(ids)[name] for name in names})
    print(f"the machine's load is {os.getloadavg()[0]:.1f}")
    assert [one.page for one in taken if one.is_slow] == []


def _go_on(wave: Wave) -> None:
    """Let everything be seen on the road that the plan has until the middle of the second day."""
    problem = json.loads(PROBLEM.read_text(encoding="utf-8"))
    road = Road(wave.desk, owners_of(problem, employers_of(problem)))
    at = wave.desk.clock.to(ON_THE_ROAD)
    road.go_on(version_of(wave.desk, str(wave.published.id)), at)


def _pages(ids: Mapping[str, UUID]) -> dict[str, Asked]:
    """Every screen."""
    return {name: Asked(address) for name, address in addresses(ids).items()}


def _pages_of_plan(which: str, ids: Mapping[str, UUID]) -> dict[str, Asked]:
    """Every screen of a plan."""
    plan = f"/plans/{ids['plan_id']}"
    return {f"{name}, {which}": one for name, one in _pages(ids).items() if one.address.startswith(plan)}


def _parts(wave: Wave) -> dict[str, Asked]:
    """What pages load once they are there, and what is looked up in them."""
    with acting_as_system():
        duty = Duty.objects.filter(plan=wave.published).first()
        told = Itinerary.objects.filter(plan=wave.published, request__state=RequestState.TOLD)
        party = told.select_related("request")[0].request.code
        left = Unserved.objects.filter(plan=wave.published).select_related("request").first()
    assert duty is not None
    board, edit = reverse("board", args=[wave.published.id]), reverse("edit_plan", args=[wave.edited.id])
    draft, campaign = f"/plans/{wave.draft.id}", f"/campaigns/{wave.draft.campaign_id}"
    compare = f"/plans/{wave.published.id}/compare"
    queries = {
        "publish, check": f"{draft}/publish?part=check",
        "publish, telling": f"{draft}/publish?part=telling",
        "publish, telling, edited": f"/plans/{wave.edited.id}/publish?part=telling",
        "publish, check, edited": f"/plans/{wave.edited.id}/publish?part=check",
        "compare, changes": f"{compare}/{wave.draft.id}?now=1",
        "compare, stops": f"{compare}/{wave.draft.id}?now=1&show=stops",
        "compare, edited": f"{compare}/{wave.edited.id}?now=1",
        "compare, edited, map": f"{compare}/{wave.edited.id}/map.json",
        "board, a duty": f"{board}?duty={duty.code}",
        "board, people": f"{board}?tab=people&q=工友12",
        "board, at home": f"{board}?tab=unserved",
        "board, details": f"{board}/details?party={party}",
        "board, why": f"{board}/why?party={party}",
        "board, why at home": f"{board}/why?party={left.request.code}" if left else board,
        "editor, words": f"{edit}?q=工友12",
        "editor, a duty": f"{edit}/duty?code={duty.code}",
        "editor, a menu": f"{edit}/menu?on=party&code={party}",
        "editor, best places": f"{edit}/best?code={party}",
        "requests, words": f"{campaign}/requests?q=工友12",
        "slots, words": f"{campaign}/slots?q=slot",
    }
    asked_alone = ("board, details", "board, why", "editor, ")
    return {name: Asked(address, is_part=name.startswith(asked_alone)) for name, address in queries.items()}


def _visits(who: Actor, asked: Mapping[str, Asked]) -> Iterator[Taken]:
    """Visit what they get to see of it."""
    client = Client()
    sign_in(client, who)
    for name, one in asked.items():
        for cache in ("default", "counts"):
            caches[cache].clear()
        *first, response = _visit(client, one)
        if response.status_code == 200 and response.headers["Content-Type"].startswith(SHOWN):
            visits = [first, *(_visit(client, one)[:2] for _ in range(VISITS - 1))]
            clock, work = zip(*visits, strict=True)
            queries = queries_of(client, one.address, **one.headers)
            taken = Taken(page=f"{who.role}: {name}", clock=clock, work=work, queries=queries)
            print(taken)
            yield taken


def _visit(client: Client, asked: Asked) -> tuple[float, float, HttpResponse]:
    """The milliseconds of the clock and of the processor, and what came."""
    began, worked = time.perf_counter(), _worked()
    response = client.get(asked.address, headers=asked.headers)
    return (time.perf_counter() - began) * 1000, (_worked() - worked) * 1000, response


def _worked() -> float:
    """Seconds that the processor has worked for this process and its database connection."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (pid,) = cursor.fetchone()
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return time.process_time() + (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def _share(figures: tuple[float, ...], percent: int) -> float:
    return quantiles(figures, n=100, method="inclusive")[percent - 1]
