"""Editing a plan by hand: drafts, edits with undo and redo, best places, locks."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from ninja import Query, Router

from api import answers, etags
from api.answers import Answer
from api.auth import COORDINATORS, OFFICE, Request
from api.drafts.editing import edit_of
from api.endpoint import endpoint
from api.pagination import Cursor, Limit, paginate
from api.schemas.editing import EditBody, EditOut, EditPage, FrozenList, LockIn, LockOut, LockPage, PlacesOut
from api.schemas.plans import PlanOut
from api.shapes.editing import edit_out, frozen_out, lock_out, place_out, preview_out
from api.shapes.plans import plan_out
from scheduler.editing import locking, selectors, services
from scheduler.organisations.selectors import user_get
from scheduler.people.selectors import request_get
from scheduler.plans.selectors import plan_get

router = Router(tags=["editing"])

DryRun = Annotated[bool, Query(default=False, description="Only say what the edit would do.")]
Places = Annotated[int, Query(default=5, ge=1, le=20, description="How many at most.")]


@endpoint(router, "POST", "/plans/{plan_id}/drafts", answer=PlanOut, status=HTTPStatus.CREATED, roles=COORDINATORS)
def draft_create(request: Request, plan_id: UUID) -> Answer:
    """Copy a plan, published or not, into a draft that can be edited; its locks come along."""
    draft = services.draft_copy(plan=plan_get(plan_id=plan_id), by=user_get(user_id=request.auth.user_id))
    return answers.created(plan_out(draft), location=f"/api/v1/plans/{draft.id}", version=draft.version)


@endpoint(
    router,
    "POST",
    "/plans/{plan_id}/edits",
    answer=EditOut,
    roles=COORDINATORS,
    changes=True,
    conflicts=True,
)
def edit_create(request: Request, plan_id: UUID, body: EditBody, dry_run: DryRun = False) -> Answer:
    """Edit a draft, or (`dry_run`) see what that would do: times, money, rules broken, others concerned."""
    plan, edit, version = plan_get(plan_id=plan_id), edit_of(body.edit), etags.expected_version(request)
    if dry_run:
        problem, effect = services.edit_preview(plan=plan, edit=edit, version=version)
        return answers.ok(preview_out(edit, effect, problem, plan), version=plan.version)
    made = services.edit_make(plan=plan, edit=edit, by=user_get(user_id=request.auth.user_id), version=version)
    return answers.ok(edit_out(made, made.plan), version=made.plan.version)


@endpoint(router, "POST", "/plans/{plan_id}/undo", answer=EditOut, roles=COORDINATORS, changes=True, conflicts=True)
def edit_undo(request: Request, plan_id: UUID) -> Answer:
    """Take the last edit back."""
    by, version = user_get(user_id=request.auth.user_id), etags.expected_version(request)
    undone = services.edit_undo(plan=plan_get(plan_id=plan_id), by=by, version=version)
    return answers.ok(edit_out(undone, undone.plan), version=undone.plan.version)


@endpoint(router, "POST", "/plans/{plan_id}/redo", answer=EditOut, roles=COORDINATORS, changes=True, conflicts=True)
def edit_redo(request: Request, plan_id: UUID) -> Answer:
    """Do the edit again that was undone last."""
    by, version = user_get(user_id=request.auth.user_id), etags.expected_version(request)
    redone = services.edit_redo(plan=plan_get(plan_id=plan_id), by=by, version=version)
    return answers.ok(edit_out(redone, redone.plan), version=redone.plan.version)


@endpoint(router, "GET", "/plans/{plan_id}/edits", answer=EditPage, roles=OFFICE)
def edit_list(request: Request, plan_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """Who changed what and when, in order; those undone and lost too."""
    plan = plan_get(plan_id=plan_id)
    edits = selectors.edit_list(plan=plan)
    page = paginate(edits, by=("number",), cursor=cursor, limit=limit, of=f"edits.{plan_id}")
    return answers.ok(EditPage(items=[edit_out(one, plan) for one in page.items], next_cursor=page.next_cursor))


@endpoint(
    router,
    "GET",
    "/plans/{plan_id}/requests/{request_id}/best-places",
    answer=PlacesOut,
    roles=OFFICE,
    conflicts=True,
)
def best_places(request: Request, plan_id: UUID, request_id: UUID, limit: Places = 5) -> Answer:
    """Where else a party could travel, cheapest first, and what each place would change."""
    plan, party = plan_get(plan_id=plan_id), request_get(request_id=request_id)
    problem, places = selectors.best_places_of(plan=plan, request=party, limit=limit)
    return answers.ok(PlacesOut(party=party.code, items=[place_out(one, problem) for one in places]))


@endpoint(router, "GET", "/plans/{plan_id}/frozen", answer=FrozenList, roles=OFFICE)
def frozen_list(request: Request, plan_id: UUID) -> Answer:
    """What edits and runs leave as it is, and why: locks, signed charters, issued manifests; what leaves soon."""
    found = selectors.frozen_list(plan=plan_get(plan_id=plan_id))
    return answers.ok(FrozenList(items=[frozen_out(one) for one in found]))


@endpoint(router, "GET", "/plans/{plan_id}/locks", answer=LockPage, roles=OFFICE)
def lock_list(request: Request, plan_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """What is locked in a plan: by whom, when and why."""
    locks = selectors.lock_list(plan=plan_get(plan_id=plan_id))
    page = paginate(locks, by=("made_at", "id"), cursor=cursor, limit=limit, of=f"locks.{plan_id}")
    return answers.ok(LockPage(items=[lock_out(lock) for lock in page.items], next_cursor=page.next_cursor))


@endpoint(
    router,
    "POST",
    "/plans/{plan_id}/locks",
    answer=LockOut,
    status=HTTPStatus.CREATED,
    roles=COORDINATORS,
    conflicts=True,
)
def lock_create(request: Request, plan_id: UUID, body: LockIn) -> Answer:
    """Lock a party, a duty, a service or a slot: edits and runs that start from the plan leave it as it is."""
    by = user_get(user_id=request.auth.user_id)
    lock = locking.lock_set(plan=plan_get(plan_id=plan_id), kind=body.kind, code=body.code, why=body.why, by=by)
    return answers.created(lock_out(lock), location=f"/api/v1/plans/{plan_id}/locks/{lock.id}")


@endpoint(router, "DELETE", "/plans/{plan_id}/locks/{lock_id}", status=HTTPStatus.NO_CONTENT, roles=COORDINATORS)
def lock_delete(request: Request, plan_id: UUID, lock_id: UUID) -> Answer:
    """Unlock something."""
    locking.lock_release(lock=selectors.lock_get(plan=plan_get(plan_id=plan_id), lock_id=lock_id))
    return answers.nothing()
