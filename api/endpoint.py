"""How an endpoint runs: who, in whose name, once only, and what the schema says about it.

Every endpoint is a function of a few lines under :func:`endpoint`. Around it, in this order: the body's
headers, the token, the role, the input (ninja), then one transaction as the token's organisation in which
row-level security hides what belongs to others, and in which the ``Idempotency-Key`` is kept.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router
from ninja.decorators import decorate_view
from pydantic import BaseModel

from api import idempotency
from api.answers import JSON, Answer, respond
from api.auth import ALL, Bearer, Request
from api.body import check_headers, read
from api.contract import Contract, openapi
from api.errors import Refused, problem
from scheduler.organisations.roles import Role
from scheduler.organisations.tenancy import acting_as

BODY_LIMIT = 8 * 1024 * 1024
"""Bytes of a body, unpacked, unless the route says otherwise: some 20,000 rows in bulk."""

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], Answer]
PublicView = Callable[Concatenate[HttpRequest, P], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One endpoint's place and traits, before its view is known."""

    router: Router
    method: str
    path: str
    answer: type[BaseModel] | None
    status: HTTPStatus
    body_limit: Callable[[], int]
    takes: tuple[str, ...] = ()


def endpoint(
    router: Router,
    method: str,
    path: str,
    *,
    answer: type[BaseModel] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    roles: frozenset[Role] = ALL,
    media_type: str | None = None,
    changes: bool = False,
    conflicts: bool = False,
    once: bool = True,
    body_limit: Callable[[], int] = lambda: BODY_LIMIT,
    takes: tuple[str, ...] = (),
) -> Callable[[View[P]], View[P]]:
    """Register a view for a signed-in caller.

    Parameters
    ----------
    answer
        The schema of a success; None where there is no body, or it is a file of ``media_type``.
    roles
        Who may; anyone else gets 403.
    changes
        The view compares ``If-Match``: 428 and 412 can come back.
    conflicts
        The view's service can say 409.
    once
        Whether a POST honours ``Idempotency-Key``; not where the answer holds a secret.
    body_limit
        Bytes of a body, asked for at each request.
    takes
        The media types of a file that is the body; the view reads it by :func:`file_of`.
    """
    route = Route(
        router=router, method=method, path=path, answer=answer, status=status, body_limit=body_limit, takes=takes
    )
    is_idempotent = method == "POST" and once

    def register(view: View[P]) -> View[P]:
        @wraps(view)
        def run(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            with acting_as(request.auth.organisation_id, request.auth.role, user_id=request.auth.user_id):
                if not is_idempotent:
                    return respond(request, view(request, *args, **kwargs))
                return idempotency.once(request, lambda: respond(request, view(request, *args, **kwargs)))

        traits: dict[str, Any] = {
            "media_type": media_type,
            "limits_roles": roles != ALL,
            "is_idempotent": is_idempotent,
            "needs_match": changes,
            "conflicts": conflicts,
        }
        _register(route, view, run, traits, Bearer(roles))
        return view

    return register


def public(
    router: Router,
    method: str,
    path: str,
    *,
    answer: type[BaseModel],
    status: HTTPStatus,
    is_limited: bool = False,
    conflicts: bool = False,
) -> Callable[[PublicView[P]], PublicView[P]]:
    """Register a view that anyone may call; it runs in no organisation's name."""
    route = Route(router=router, method=method, path=path, answer=answer, status=status, body_limit=lambda: BODY_LIMIT)

    def register(view: PublicView[P]) -> PublicView[P]:
        @wraps(view)
        def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return respond(request, view(request, *args, **kwargs))

        traits = {"signed_in": False, "is_limited": is_limited, "conflicts": conflicts}
        _register(route, view, run, traits, None)
        return view

    return register


def _register(
    route: Route,
    view: Callable[..., Answer],
    run: Callable[..., HttpResponse],
    traits: dict[str, Any],
    auth: Bearer | None,
) -> None:
    """Hand the wrapped view to ninja, with its types resolved and its statuses written down."""
    signature = inspect.signature(view, eval_str=True)
    run.__signature__ = signature  # type: ignore[attr-defined]
    names = set(signature.parameters) - {"request"}
    contract = Contract(
        method=route.method,
        status=route.status,
        has_path="{" in route.path,
        has_body="body" in names or bool(route.takes),
        takes=route.takes,
        has_query=any(f"{{{name}}}" not in route.path for name in names - {"body"}),
        **traits,
    )
    if contract.has_body:
        run = decorate_view(_checked(route.body_limit, route.takes or (JSON,)))(run)
    route.router.api_operation(
        [route.method],
        route.path,
        auth=auth,
        response={int(route.status): route.answer},
        operation_id=view.__name__,
        summary=(view.__doc__ or view.__name__).partition("\n")[0],
        openapi_extra=openapi(contract),
    )(run)


def file_of(request: Request) -> bytes:
    """The file that was sent as the body, unpacked; raises Refused."""
    limit: int = request.body_limit  # type: ignore[attr-defined]
    return read(request, limit=limit)


def _checked(
    limit: Callable[[], int], takes: tuple[str, ...]
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Look at a body's headers before anything reads it."""

    def around(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(run)
        def checked(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            bound = limit()
            try:
                check_headers(request, limit=bound, takes=takes)
            except Refused as refused:
                return problem(refused)
            request.body_limit = bound  # type: ignore[attr-defined]
            return run(request, **kwargs)

        return checked

    return around
