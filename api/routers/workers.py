"""Workers: the people whom a bureau looks after."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from ninja import Router

from api import answers, bulk, etags
from api.answers import Answer
from api.auth import KNOWING, REGISTRARS, Request
from api.drafts.people import new_worker
from api.endpoint import endpoint
from api.owners import registering
from api.pagination import Cursor, Limit, paginate
from api.schemas.bulk import BulkOut
from api.schemas.people import WorkerBulk, WorkerIn, WorkerOut, WorkerPage, WorkerPatch
from api.shapes.people import worker_out
from scheduler.people import selectors, services

if TYPE_CHECKING:
    from scheduler.campaigns.taking import Taken
    from scheduler.people.models import Worker

router = Router(tags=["workers"])


@endpoint(router, "GET", "/workers", answer=WorkerPage, roles=KNOWING)
def worker_list(request: Request, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """The workers of your bureau, or of your town, oldest entry first."""
    page = paginate(
        selectors.worker_list(),
        by=("created_at", "id"),
        cursor=cursor,
        limit=limit,
        of=f"workers.{request.auth.organisation_id}",
    )
    return answers.ok(WorkerPage(items=[worker_out(row) for row in page.items], next_cursor=page.next_cursor))


@endpoint(router, "POST", "/workers", answer=WorkerOut, status=HTTPStatus.CREATED, roles=REGISTRARS, conflicts=True)
def worker_create(request: Request, body: WorkerIn) -> Answer:
    """Register a person; nobody twice, where ID numbers are known."""
    worker = _add(request, [body], True).only()
    return answers.created(worker_out(worker), location=f"/api/v1/workers/{worker.id}", version=worker.version)


@endpoint(router, "POST", "/workers/bulk", answer=BulkOut, roles=REGISTRARS)
def worker_bulk(request: Request, body: WorkerBulk) -> Answer:
    """Register many people."""
    return bulk.take_in(body, lambda rows, all_or_nothing: _add(request, rows, all_or_nothing))


@endpoint(router, "GET", "/workers/{worker_id}", answer=WorkerOut, roles=KNOWING)
def worker_get(request: Request, worker_id: UUID) -> Answer:
    """A worker."""
    worker = selectors.worker_get(worker_id=worker_id)
    return answers.ok(worker_out(worker), version=worker.version)


@endpoint(router, "PATCH", "/workers/{worker_id}", answer=WorkerOut, roles=REGISTRARS, changes=True)
def worker_update(request: Request, worker_id: UUID, body: WorkerPatch) -> Answer:
    """Change a worker; what is left out or null stays."""
    worker = services.worker_update(
        worker=selectors.worker_get(worker_id=worker_id),
        version=etags.expected_version(request),
        changes=_changes(body),
    )
    return answers.ok(worker_out(worker), version=worker.version)


def _changes(patch: WorkerPatch) -> dict[str, object]:
    changes: dict[str, object] = patch.model_dump(exclude_none=True, exclude={"wishes", "training_until"})
    if patch.wishes is not None:
        changes["wishes"] = patch.wishes.kept()
    if "training_until" in patch.model_fields_set:
        changes["training_until"] = patch.training_until
    return changes


def _add(request: Request, rows: Sequence[WorkerIn], all_or_nothing: bool) -> Taken[Worker]:
    return services.workers_add(
        bureau=registering(request), workers=[new_worker(row) for row in rows], all_or_nothing=all_or_nothing
    )
