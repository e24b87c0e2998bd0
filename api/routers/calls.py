"""Calls: name lists sorted to home towns, what came of each call, and the request that follows."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from ninja import Query, Router

from api import answers, etags
from api.answers import Answer
from api.auth import REGISTRARS, Request
from api.drafts.calls import asked, told
from api.endpoint import endpoint
from api.pagination import Cursor, Limit, paginate
from api.schemas.calls import CallOut, CallPage, CallPatch, CallRequestIn, OutcomeName, Towns
from api.shapes.calls import call_out, town_out
from scheduler.calls import selectors, services
from scheduler.calls.outcomes import Outcome
from scheduler.campaigns.selectors import campaign_get
from scheduler.organisations.selectors import user_get

router = Router(tags=["calls"])

TownName = Annotated[str | None, Query(default=None, max_length=100, description="Of one town only.")]
WithOutcome = Annotated[OutcomeName | None, Query(default=None, description="With one outcome only.")]


@endpoint(router, "GET", "/campaigns/{campaign_id}/calls", answer=CallPage, roles=REGISTRARS)
def call_list(
    request: Request,
    campaign_id: UUID,
    town: TownName = None,
    outcome: WithOutcome = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Answer:
    """Whom to call, town by town. Name lists come in as uploads of the kind `name_list`."""
    calls = selectors.call_list(campaign=campaign_get(campaign_id=campaign_id), town=town, outcome=outcome)
    of = f"calls.{campaign_id}.{town}.{outcome}"
    page = paginate(calls, by=("town", "created_at", "id"), cursor=cursor, limit=limit, of=of)
    return answers.ok(CallPage(items=[call_out(call) for call in page.items], next_cursor=page.next_cursor))


@endpoint(router, "GET", "/campaigns/{campaign_id}/call-towns", answer=Towns, roles=REGISTRARS)
def call_towns(request: Request, campaign_id: UUID) -> Answer:
    """How far each town is with its calls."""
    towns = selectors.call_towns(campaign=campaign_get(campaign_id=campaign_id))
    return answers.ok(Towns(items=[town_out(town) for town in towns]))


@endpoint(router, "GET", "/calls/{call_id}", answer=CallOut, roles=REGISTRARS)
def call_get(request: Request, call_id: UUID) -> Answer:
    """Somebody to call."""
    call = selectors.call_get(call_id=call_id)
    return answers.ok(call_out(call), version=call.version)


@endpoint(router, "PATCH", "/calls/{call_id}", answer=CallOut, roles=REGISTRARS, changes=True)
def call_note(request: Request, call_id: UUID, body: CallPatch) -> Answer:
    """Note what came of a call."""
    call = services.call_note(
        call=selectors.call_get(call_id=call_id),
        version=etags.expected_version(request),
        outcome=Outcome(body.outcome),
        note=body.note,
        call_again_at=body.call_again_at,
        by=user_get(user_id=request.auth.user_id),
    )
    return answers.ok(call_out(call), version=call.version)


@endpoint(
    router,
    "POST",
    "/calls/{call_id}/request",
    answer=CallOut,
    status=HTTPStatus.CREATED,
    roles=REGISTRARS,
    conflicts=True,
)
def call_request(request: Request, call_id: UUID, body: CallRequestIn) -> Answer:
    """Make a departure request of who wants to go; `Location` is the request's."""
    call = services.call_request(
        call=selectors.call_get(call_id=call_id),
        request=asked(body),
        person=told(body),
        by=user_get(user_id=request.auth.user_id),
    )
    return answers.created(call_out(call), location=f"/api/v1/requests/{call.request_id}", version=call.version)
