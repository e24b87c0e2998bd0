"""The states of departure requests: moving them by hand, and what happened to them."""

from __future__ import annotations

from uuid import UUID

from ninja import Router

from api import answers, etags
from api.answers import Answer
from api.auth import KNOWING, REGISTRARS, Request
from api.endpoint import endpoint
from api.pagination import Cursor, Limit, paginate
from api.schemas.moves import MoveIn, MovePage, MovesIn, MovesOut
from api.schemas.people import RequestOut
from api.shapes.moves import move_out, moves_out
from api.shapes.people import request_out
from scheduler.campaigns.selectors import campaign_get
from scheduler.organisations.selectors import user_get
from scheduler.people import selectors
from scheduler.people.states import Action
from scheduler.travel.by_hand import request_act, requests_act

router = Router(tags=["departure requests"])


@endpoint(
    router,
    "POST",
    "/requests/{request_id}/moves",
    answer=RequestOut,
    roles=REGISTRARS,
    changes=True,
    conflicts=True,
)
def request_move(request: Request, request_id: UUID, body: MoveIn) -> Answer:
    """Submit, send back, verify, withdraw, return or reopen a departure request; 409 says why not."""
    request_act(
        request=selectors.request_get(request_id=request_id),
        version=etags.expected_version(request),
        action=Action(body.action),
        by=user_get(user_id=request.auth.user_id),
        why=body.why,
    )
    row = selectors.request_get(request_id=request_id)
    return answers.ok(request_out(row), version=row.version)


@endpoint(router, "GET", "/requests/{request_id}/moves", answer=MovePage, roles=KNOWING)
def request_moves(request: Request, request_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """The history of a departure request: each state it came to, when, by whom and why."""
    moves = selectors.request_moves(request=selectors.request_get(request_id=request_id))
    page = paginate(moves, by=("id",), cursor=cursor, limit=limit, of=f"moves.{request_id}")
    return answers.ok(MovePage(items=[move_out(row) for row in page.items], next_cursor=page.next_cursor))


@endpoint(router, "POST", "/campaigns/{campaign_id}/requests/moves", answer=MovesOut, roles=REGISTRARS)
def request_moves_bulk(request: Request, campaign_id: UUID, body: MovesIn) -> Answer:
    """The same for many departure requests, with what became of each."""
    results = requests_act(
        campaign=campaign_get(campaign_id=campaign_id),
        codes=body.requests,
        action=Action(body.action),
        by=user_get(user_id=request.auth.user_id),
        why=body.why,
    )
    return answers.ok(moves_out(results))
