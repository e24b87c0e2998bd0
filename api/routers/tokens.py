"""Sign-in: tokens made, listed and revoked."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from api import answers, signing_in
from api.answers import Answer
from api.auth import Request
from api.endpoint import endpoint, public
from api.errors import not_found
from api.pagination import Cursor, Limit, paginate
from api.schemas.organisations import NewTokenOut, SignIn, TokenPage
from api.shapes.organisations import new_token_out, token_out
from scheduler.organisations import selectors, services

if TYPE_CHECKING:
    from scheduler.organisations.models import ApiToken

router = Router(tags=["tokens"])


@public(router, "POST", "/tokens", answer=NewTokenOut, status=HTTPStatus.CREATED, is_limited=True, conflicts=True)
def token_create(request: HttpRequest, body: SignIn) -> Answer:
    """Sign in: a bearer token for one of your roles, shown this once.

    Those who act for several organisations, or in several roles, say which: `organisation`, `role`.
    """
    user = signing_in.sign_in(request, email=body.email, password=body.password, code=body.code)
    membership = signing_in.choose(user, organisation=body.organisation, role=body.role)
    token, secret = services.token_issue(membership=membership, label=body.label, lifetime=timedelta(days=body.days))
    return answers.created(new_token_out(token, membership, secret), location=f"/api/v1/tokens/{token.id}")


@endpoint(router, "GET", "/tokens", answer=TokenPage)
def token_list(request: Request, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """Your tokens in this organisation that still hold."""
    user_id = request.auth.user_id
    page = paginate(
        selectors.token_list(user_id=user_id),
        by=("created_at", "id"),
        cursor=cursor,
        limit=limit,
        of=f"tokens.{user_id}",
    )
    return answers.ok(TokenPage(items=[token_out(token) for token in page.items], next_cursor=page.next_cursor))


@endpoint(router, "DELETE", "/tokens/{token_id}", status=HTTPStatus.NO_CONTENT)
def token_revoke(request: Request, token_id: UUID) -> Answer:
    """Let one of your tokens hold no longer."""
    services.token_revoke(token=_own(request, token_id))
    return answers.nothing()


def _own(request: Request, token_id: UUID) -> ApiToken:
    token = selectors.token_list(user_id=request.auth.user_id).filter(id=token_id).first()
    if token is None:
        raise not_found(f"You have no token {token_id} that holds.")
    return token
