"""Answers: who was asked what, who has to be called, and what staff were told."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query, Router

from api import answers
from api.answers import Answer
from api.auth import COORDINATORS, KNOWING, OFFICE, REGISTRARS, Request
from api.endpoint import endpoint
from api.pagination import Cursor, Limit, paginate
from api.schemas.answers import (
    AskKindName,
    AskPage,
    CallListOut,
    ReplyOut,
    ReplyPage,
    SaidListIn,
    SaidListOut,
    SaidOut,
)
from api.shapes.answers import ask_out, call_out, reply_out
from scheduler.answers.recording import TripSaid, trips_answer
from scheduler.answers.replies import reply_get, reply_handle
from scheduler.answers.selectors import ask_list, call_list, reply_list
from scheduler.campaigns.selectors import campaign_get
from scheduler.organisations.selectors import user_get

router = Router(tags=["answers"])

Kind = Annotated[AskKindName | None, Query(default=None, description="Questions of this kind.")]
Overdue = Annotated[bool, Query(default=False, description="Those that nobody answered in time.")]
Handled = Annotated[bool, Query(default=False, description="Those that were handled, too.")]


@endpoint(router, "GET", "/campaigns/{campaign_id}/asks", answer=AskPage)
def ask_page(
    request: Request,
    campaign_id: UUID,
    kind: Kind = None,
    overdue: Overdue = False,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Answer:
    """Who was asked what, by deadline: all of it for the bureau, your own for employers and operators."""
    rows = ask_list(campaign=campaign_get(campaign_id=campaign_id), kind=kind, overdue=overdue)
    of = f"asks.{campaign_id}.{kind}.{overdue}"
    page = paginate(rows, by=("due_at", "id"), cursor=cursor, limit=limit, of=of)
    return answers.ok(AskPage(items=[ask_out(one) for one in page.items], next_cursor=page.next_cursor))


@endpoint(router, "GET", "/campaigns/{campaign_id}/call-list", answer=CallListOut, roles=KNOWING)
def campaign_call_list(request: Request, campaign_id: UUID) -> Answer:
    """Whom staff have to call or visit: no telephone, no answer in time, or answers that differ."""
    calls = call_list(campaign=campaign_get(campaign_id=campaign_id))
    return answers.ok(CallListOut(items=[call_out(call) for call in calls]))


@endpoint(router, "POST", "/campaigns/{campaign_id}/answers", answer=SaidListOut, roles=REGISTRARS)
def answers_note(request: Request, campaign_id: UUID, body: SaidListIn) -> Answer:
    """Note what parties told staff: each row confirms or withdraws by itself."""
    outcomes = trips_answer(
        campaign=campaign_get(campaign_id=campaign_id),
        rows=[TripSaid(party=row.request, says_yes=row.comes, reason=row.reason) for row in body.rows],
        by=user_get(user_id=request.auth.user_id),
    )
    results = [
        SaidOut(row=i, state=one.state, why=one.error.detail if one.error else "") for i, one in enumerate(outcomes)
    ]
    done = sum(result.state is not None for result in results)
    return answers.ok(SaidListOut(done=done, refused=len(results) - done, results=results))


@endpoint(router, "GET", "/campaigns/{campaign_id}/sms-replies", answer=ReplyPage, roles=OFFICE)
def sms_reply_page(
    request: Request, campaign_id: UUID, handled: Handled = False, cursor: Cursor = None, limit: Limit = 100
) -> Answer:
    """Text messages that came in and wait for staff."""
    rows = reply_list(campaign=campaign_get(campaign_id=campaign_id), open_only=not handled)
    page = paginate(rows, by=("received_at", "id"), cursor=cursor, limit=limit, of=f"replies.{campaign_id}.{handled}")
    return answers.ok(ReplyPage(items=[reply_out(one) for one in page.items], next_cursor=page.next_cursor))


@endpoint(router, "POST", "/sms-replies/{reply_id}/handled", answer=ReplyOut, roles=COORDINATORS, conflicts=True)
def sms_reply_handle(request: Request, reply_id: UUID) -> Answer:
    """A reply was read, and what was to be done is done."""
    reply = reply_handle(reply=reply_get(reply_id=reply_id), by=user_get(user_id=request.auth.user_id))
    return answers.ok(reply_out(reply))
