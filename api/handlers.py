"""Every exception that can leave an endpoint, as a problem."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import DataError, Error, IntegrityError, ProgrammingError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from api import body
from api.errors import Code, Fault, Refused, not_found, place, problem
from scheduler.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Reasons, StaleVersion
from solvers.plan import InvalidPlan
from solvers.problem import InvalidProblem

log = structlog.get_logger(__name__)

INSUFFICIENT_PRIVILEGE = "42501"
STATUS: tuple[tuple[type[DomainError], HTTPStatus], ...] = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (StaleVersion, HTTPStatus.PRECONDITION_FAILED),
    (Conflict, HTTPStatus.CONFLICT),
    (Invalid, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Forbidden, HTTPStatus.FORBIDDEN),
)
FAULTS_SHOWN = 100

Handler = Callable[[HttpRequest, Any], Refused]


def unauthenticated() -> Refused:
    """No token, or none that holds."""
    return Refused(
        HTTPStatus.UNAUTHORIZED,
        Code.UNAUTHENTICATED,
        "Send 'Authorization: Bearer <token>' with a token that holds; POST /api/v1/tokens makes one.",
        headers={"WWW-Authenticate": "Bearer"},
    )


def of_domain(error: DomainError) -> Refused:
    """A domain error keeps its code; its kind gives the status."""
    status = next((status for kind, status in STATUS if isinstance(error, kind)), HTTPStatus.UNPROCESSABLE_ENTITY)
    faults = [Fault(where=error.where, what=error.detail)] if error.where else []
    if isinstance(error, Reasons):
        faults = [Fault(where="", what=reason) for reason in error.reasons[:FAULTS_SHOWN]]
    return Refused(status, error.code, error.detail, title=error.title, errors=faults)


def _domain(_: HttpRequest, error: DomainError) -> Refused:
    return of_domain(error)


def _refused(_: HttpRequest, error: Refused) -> Refused:
    return error


def _unauthenticated(_: HttpRequest, __: AuthenticationError) -> Refused:
    return unauthenticated()


def _missing(_: HttpRequest, __: Http404) -> Refused:
    return not_found()


def _unparsed(_: HttpRequest, error: HttpError) -> Refused:
    """Ninja wraps what the parser raised."""
    cause = error.__cause__
    return cause if isinstance(cause, Refused) else body.malformed(error.message)


def _invalid(_: HttpRequest, error: ValidationError) -> Refused:
    """A path that names nothing is a 404; anything else is told place by place."""
    if any(fault["loc"][0] == "path" for fault in error.errors):
        return not_found()
    faults = [Fault(where=_where(fault["loc"]), what=fault["msg"]) for fault in error.errors[:FAULTS_SHOWN]]
    return Refused(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Code.INVALID_INPUT,
        f"{len(error.errors)} value(s) are wrong; `errors` names the places.",
        errors=faults,
    )


def _where(loc: tuple[str | int, ...]) -> str:
    """Ninja's place without the names that it adds: `body.body.rows.3.size` is `rows[3].size`."""
    source, *path = loc
    return place(path[1:]) if source == "body" and path[:1] == ["body"] else place(path)


def _invalid_document(_: HttpRequest, error: InvalidProblem | InvalidPlan) -> Refused:
    code = Code.INVALID_PROBLEM if isinstance(error, InvalidProblem) else Code.INVALID_PLAN
    return Refused(
        HTTPStatus.UNPROCESSABLE_ENTITY, code, str(error), errors=[Fault(where=error.where, what=error.what)]
    )


def _too_big(request: HttpRequest, _: RequestDataTooBig) -> Refused:
    return body.too_large(getattr(request, "body_limit", 0))


def _cut_off(_: HttpRequest, __: UnreadablePostError) -> Refused:
    return body.malformed("The body was cut off.")


def _database(_: HttpRequest, error: Error) -> Refused:
    """What the database refuses although nothing before it did; the message stays in the log."""
    state = getattr(error.__cause__, "sqlstate", None)
    if isinstance(error, ProgrammingError) and state != INSUFFICIENT_PRIVILEGE:
        raise error
    log.warning("refused_by_database", sqlstate=state, error=type(error).__name__)
    if isinstance(error, ProgrammingError):
        return Refused(
            HTTPStatus.FORBIDDEN, Forbidden.code, "Your organisation may not write this.", title=Forbidden.title
        )
    if isinstance(error, DataError):
        return Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY, Code.INVALID_INPUT, "A value is beyond what can be kept (number, text)."
        )
    return Refused(
        HTTPStatus.CONFLICT, Code.CONFLICT, "What is there already does not allow it: a code is taken, or in use."
    )


HANDLERS: tuple[tuple[type[Exception], Handler], ...] = (
    (Refused, _refused),
    (DomainError, _domain),
    (AuthenticationError, _unauthenticated),
    (Http404, _missing),
    (HttpError, _unparsed),
    (ValidationError, _invalid),
    (InvalidProblem, _invalid_document),
    (InvalidPlan, _invalid_document),
    (RequestDataTooBig, _too_big),
    (UnreadablePostError, _cut_off),
    (IntegrityError, _database),
    (DataError, _database),
    (ProgrammingError, _database),
)


def install(api: NinjaAPI) -> None:
    """Have ninja answer all of them with problem+json."""
    for kind, handler in HANDLERS:
        api.add_exception_handler(kind, _responding(handler))


def _responding(handler: Handler) -> Callable[[HttpRequest, Any], HttpResponse]:
    def respond(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(handler(request, error))

    return respond
