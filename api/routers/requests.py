"""Departure requests: parties that want to travel, and where they can board."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from ninja import Query, Router

from api import answers, bulk, etags
from api.answers import Answer
from api.auth import KNOWING, REGISTRARS, Request
from api.drafts.people import boarding_pairs, choice_pairs, new_request
from api.endpoint import endpoint
from api.lists import in_order
from api.named import request_ids
from api.pagination import Cursor, Limit
from api.schemas.bulk import BulkOut
from api.schemas.people import (
    BoardingFound,
    BoardingSearch,
    RequestBulk,
    RequestIn,
    RequestOut,
    RequestPage,
    RequestPatch,
    RequestStateName,
)
from api.shapes.people import request_out
from scheduler.campaigns.selectors import campaign_get
from scheduler.organisations.selectors import user_get
from scheduler.people import selectors, services
from scheduler.people.boarding import boarding_options_find
from scheduler.places.mapping import point_of

if TYPE_CHECKING:
    from scheduler.campaigns.taking import Taken
    from scheduler.people.models import DepartureRequest

router = Router(tags=["departure requests"])


@endpoint(router, "GET", "/campaigns/{campaign_id}/requests", answer=RequestPage, roles=KNOWING)
def request_list(
    request: Request,
    campaign_id: UUID,
    state: Annotated[RequestStateName | None, Query(default=None, description="Only those in this state.")] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Answer:
    """The departure requests of a campaign; a town's staff see those of its people."""
    rows = selectors.request_list(campaign=campaign_get(campaign_id=campaign_id), state=state)
    page = in_order(rows, campaign_id, cursor=cursor, limit=limit)
    return answers.ok(RequestPage(items=[request_out(row) for row in page.items], next_cursor=page.next_cursor))


@endpoint(
    router,
    "POST",
    "/campaigns/{campaign_id}/requests",
    answer=RequestOut,
    status=HTTPStatus.CREATED,
    roles=REGISTRARS,
    conflicts=True,
)
def request_create(request: Request, campaign_id: UUID, body: RequestIn) -> Answer:
    """Take in a departure request; without `boarding`, places within reach of `home` are found."""
    row = _add(campaign_id, [body], True).only()
    row = selectors.request_get(request_id=row.id)
    return answers.created(request_out(row), location=f"/api/v1/requests/{row.id}", version=row.version)


@endpoint(router, "POST", "/campaigns/{campaign_id}/requests/bulk", answer=BulkOut, roles=REGISTRARS)
def request_bulk(request: Request, campaign_id: UUID, body: RequestBulk) -> Answer:
    """Take in many departure requests."""
    return bulk.take_in(body, lambda rows, all_or_nothing: _add(campaign_id, rows, all_or_nothing))


@endpoint(router, "POST", "/campaigns/{campaign_id}/boarding-options", answer=BoardingFound, roles=REGISTRARS)
def boarding_options_search(request: Request, campaign_id: UUID, body: BoardingSearch) -> Answer:
    """Find, from their homes, where parties can board; what was found before is found anew."""
    campaign = campaign_get(campaign_id=campaign_id)
    chosen = None if body.requests is None else request_ids(campaign, body.requests)
    found = boarding_options_find(campaign=campaign, requests=chosen)
    return answers.ok(BoardingFound(requests=found.requests, options=found.options, without=list(found.without)))


@endpoint(router, "GET", "/requests/{request_id}", answer=RequestOut, roles=KNOWING)
def request_get(request: Request, request_id: UUID) -> Answer:
    """A departure request."""
    row = selectors.request_get(request_id=request_id)
    return answers.ok(request_out(row), version=row.version)


@endpoint(router, "PATCH", "/requests/{request_id}", answer=RequestOut, roles=REGISTRARS, changes=True)
def request_update(request: Request, request_id: UUID, body: RequestPatch) -> Answer:
    """Change a departure request; what is left out stays, and a null `due_at` means no limit."""
    services.request_update(
        request=selectors.request_get(request_id=request_id),
        version=etags.expected_version(request),
        changes=_changes(body),
        boarding=boarding_pairs(body.boarding),
        choices=choice_pairs(body.choices),
    )
    row = selectors.request_get(request_id=request_id)
    return answers.ok(request_out(row), version=row.version)


@endpoint(router, "DELETE", "/requests/{request_id}", answer=RequestOut, roles=REGISTRARS, changes=True, conflicts=True)
def request_withdraw(request: Request, request_id: UUID) -> Answer:
    """Withdraw a departure request: it is planned no more, and stays on record; 409 once it has left."""
    services.request_withdraw(
        request=selectors.request_get(request_id=request_id),
        version=etags.expected_version(request),
        by=user_get(user_id=request.auth.user_id),
    )
    row = selectors.request_get(request_id=request_id)
    return answers.ok(request_out(row), version=row.version)


def _add(campaign_id: UUID, rows: Sequence[RequestIn], all_or_nothing: bool) -> Taken[DepartureRequest]:
    return services.requests_add(
        campaign=campaign_get(campaign_id=campaign_id),
        requests=[new_request(row) for row in rows],
        all_or_nothing=all_or_nothing,
    )


def _changes(patch: RequestPatch) -> dict[str, object]:
    special = {"home", "due_at", "boarding", "choices", "wishes"}
    changes: dict[str, object] = patch.model_dump(exclude_none=True, exclude=special)
    if patch.wishes is not None:
        changes["wishes"] = patch.wishes.kept()
    if "due_at" in patch.model_fields_set:
        changes["due_at"] = patch.due_at
    if patch.home is not None:
        changes["home"] = point_of(patch.home.lon, patch.home.lat)
    return changes
