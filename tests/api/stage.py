"""Everything that an endpoint can name, of two bureaus that do not know each other."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.test import Client

from scheduler.answers.models import SmsReply
from scheduler.calls.models import Call
from scheduler.campaigns.models import Campaign, Participation
from scheduler.campaigns.selectors import campaign_problem
from scheduler.editing.locking import lock_set
from scheduler.fleet.models import Fleet, Service
from scheduler.intake.models import IntakeSlot, JobPost
from scheduler.intake.services import NewJobPost, job_posts_add, plant_add
from scheduler.manning.drivers import NewDriver, drivers_add
from scheduler.organisations.models import ApiToken
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.endpoints import endpoint_add
from scheduler.people.models import DepartureRequest
from scheduler.people.services import NewWorker, workers_add
from scheduler.places.models import Place
from scheduler.plans import runs
from scheduler.plans.issuing import manifest_issue, manifest_withdraw
from scheduler.plans.models import Duty, Plan, PlanRun
from scheduler.plans.planning import run_conclude
from scheduler.plans.services import plan_publish, run_start
from scheduler.sheets import uploads
from scheduler.sheets.datum import Datum
from scheduler.sheets.models import Upload
from scheduler.sheets.services import upload_create, upload_take_in
from scheduler.sheets.states import UploadKind
from scheduler.sheets.working import upload_work
from scheduler.travel.models import Alert, AlertKind
from solvers.judge import judge
from solvers.plan import Plan as SolvedPlan
from solvers.problem import Problem
from tests.api.bodies import SHEET
from tests.builders import ok_small_plan
from tests.cast import Actor, Cast, make_cast

JSON = "application/json"
MISSING = {"people": 2, "replan": {"kind": "no_show", "party": "p1", "people": 2}}


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.content)

    @property
    def code(self) -> str:
        """The code of a problem, which has to be one."""
        assert self.headers["Content-Type"] == "application/problem+json", self.content
        return str(self.body["code"])

    @property
    def etag(self) -> str:
        return self.headers["ETag"]


def call(
    who: Actor | str | None, method: str, path: str, body: object = None, *, raw: bytes | None = None, **headers: str
) -> Reply:
    """Ask the API as somebody (a token, nobody). ``if_match="*"`` becomes the header ``If-Match``."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if who is not None:
        sent["Authorization"] = f"Bearer {who if isinstance(who, str) else who.secret}"
    kind = sent.pop("content-type", JSON if raw is not None or body is not None else "")
    response = Client(raise_request_exception=True).generic(
        method,
        path if path.startswith("/api") else f"/api/v1{path}",
        raw if raw is not None else b"" if body is None else json.dumps(body).encode(),
        content_type=kind,
        headers=sent,
    )
    return Reply(status=response.status_code, headers=dict(response.items()), content=response.content)


@dataclass(frozen=True)
class Stage:
    """The cast, and the ids of the first bureau's things by the name that a path gives them."""

    cast: Cast
    ids: dict[str, UUID] = field(repr=False)

    def path(self, template: str) -> str:
        """A path of the schema with the ids put in."""
        return template.format(**self.ids)


def make_stage() -> Stage:
    """A campaign with a published plan, and everything else once."""
    cast = make_cast()
    plan = published_plan(cast.campaign, cast.coordinator)
    with cast.employer.acting():
        plant_id = plant_add(employer=cast.employer.organisation, code="plant-1", name="一号厂").id
        posts = [NewJobPost(code="post-1", title="装配工", headcount=5, plant="plant-1")]
        job_posts_add(campaign=cast.campaign, employer=cast.employer.organisation, posts=posts)
    with cast.coordinator.acting():
        people = [NewWorker(name="向阳花", phone="11100000000", id_number="500000200001010000")]
        worker_id = workers_add(bureau=cast.coordinator.organisation, workers=people).only().id
        hook = "https://bureau.example/hook"
        endpoint = endpoint_add(organisation=cast.coordinator.organisation, url=hook)
    with cast.operator.acting():
        named = [NewDriver(code="zhao", name="赵立夏", phone="11100000091")]
        driver = drivers_add(operator=cast.operator.organisation, drivers=named).only()
    take_in(cast, UploadKind.NAME_LIST, "姓名,乡镇\n牵牛花,城西\n".encode())
    upload = send(cast, UploadKind.DEPARTURES, SHEET)
    with cast.coordinator.acting():
        lock = lock_set(plan=plan, kind="slot", code="s3", why="", by=cast.coordinator.user)
        flight = Service.objects.get(campaign=cast.campaign, code="f1")
        issue = manifest_issue(plan=plan, of=flight, by=cast.coordinator.user)
        manifest_withdraw(issue=issue, why="a name was missing", by=cast.coordinator.user)
    campaign, works = cast.campaign, cast.employer.organisation
    with acting_as_system():
        reply = SmsReply.objects.create(
            reference="m1", bureau=campaign.bureau, campaign=campaign, phone="11100000000", text="几点的车？"
        )
        van = Duty.objects.get(plan=plan, fleet__code="van")
        alert = Alert.objects.create(campaign=campaign, duty=van, kind=AlertKind.NO_SHOW, subject="p1", payload=MISSING)
        ids = {
            "campaign_id": campaign.id,
            "plan_id": plan.id,
            "run_id": plan.run_id,
            "plant_id": plant_id,
            "worker_id": worker_id,
            "job_post_id": JobPost.objects.get(campaign=campaign).id,
            "participation_id": Participation.objects.get(campaign=campaign, organisation=works).id,
            "place_id": Place.objects.get(campaign=campaign, code="bp-1").id,
            "request_id": DepartureRequest.objects.get(campaign=campaign, code="p1").id,
            "slot_id": IntakeSlot.objects.get(campaign=campaign, code="s1").id,
            "fleet_id": Fleet.objects.get(campaign=campaign, code="van").id,
            "service_id": Service.objects.get(campaign=campaign, code="f1").id,
            "duty_id": van.id,
            "endpoint_id": endpoint.id,
            "driver_id": driver.id,
            "reply_id": reply.id,
            "alert_id": alert.id,
            "upload_id": upload.id,
            "call_id": Call.objects.get(campaign=campaign).id,
            "lock_id": lock.id,
            "issue_id": issue.id,
            "token_id": ApiToken.objects.get(membership=cast.coordinator.membership).id,
        }
    return Stage(cast=cast, ids=ids)


def send(cast: Cast, kind: UploadKind, content: bytes) -> Upload:
    """A sheet of the first bureau's coordinator, read by a queue worker."""
    by = cast.coordinator
    with by.acting():
        upload = upload_create(
            campaign=cast.campaign,
            kind=kind,
            file_name="a.csv",
            content=content,
            datum=Datum.WGS84,
            sender=by.organisation,
            by=by.user,
        )
    return work(upload)


def take_in(cast: Cast, kind: UploadKind, content: bytes) -> Upload:
    """The same, and all of its rows taken in."""
    upload = send(cast, kind, content)
    with cast.coordinator.acting():
        upload_take_in(upload=upload, rows=None, by=cast.coordinator.user)
    return work(upload)


def work(upload: Upload) -> Upload:
    """What a queue worker does with an upload that waits."""
    claim = uploads.claim(upload.id)
    assert claim is not None
    upload_work(claim, lambda done: None)
    with acting_as_system():
        upload.refresh_from_db()
    return upload


Planner = Callable[[Problem], SolvedPlan]


def ready_run(campaign: Campaign, coordinator: Actor, planner: Planner = ok_small_plan) -> PlanRun:
    """A run of a campaign that has come to a known plan; without another, that of ``ok_small``."""
    with coordinator.acting():
        run = run_start(campaign=campaign, seconds=5, seed=1, by=coordinator.user)
        problem = campaign_problem(campaign)
    claim = runs.claim(run.id, worker="worker-1")
    assert claim is not None
    plan = planner(problem)
    run_conclude(claim=claim, plan=plan, verdict=judge(problem, plan))
    with acting_as_system():
        run.refresh_from_db()
    return run


def published_plan(campaign: Campaign, coordinator: Actor, planner: Planner = ok_small_plan) -> Plan:
    """That plan, published."""
    run = ready_run(campaign, coordinator, planner)
    with coordinator.acting():
        return plan_publish(plan=Plan.objects.get(run=run), by=coordinator.user)
