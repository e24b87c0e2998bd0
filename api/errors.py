"""Errors over HTTP: problem+json (RFC 9457) with a code that never changes its meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from http import HTTPStatus

from django.http import HttpResponse
from pydantic import BaseModel, ConfigDict

MEDIA_TYPE = "application/problem+json"


class Code(StrEnum):
    """What the edge itself refuses; domain errors bring codes of their own."""

    BODY_TOO_LARGE = "body_too_large"
    CONFLICT = "conflict"
    IDEMPOTENCY_KEY_IN_USE = "idempotency_key_in_use"
    IDEMPOTENCY_KEY_REUSED = "idempotency_key_reused"
    INVALID_CURSOR = "invalid_cursor"
    INVALID_INPUT = "invalid_input"
    INVALID_PLAN = "invalid_plan"
    INVALID_PROBLEM = "invalid_problem"
    MALFORMED_BODY = "malformed_body"
    MALFORMED_HEADER = "malformed_header"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    NOT_FOUND = "not_found"
    PRECONDITION_REQUIRED = "precondition_required"
    ROLE_NOT_ALLOWED = "role_not_allowed"
    SEVERAL_ROLES = "several_roles"
    STALE = "stale"
    UNAUTHENTICATED = "unauthenticated"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"


class Fault(BaseModel):
    """One thing that is wrong: where in the document or request, and what."""

    model_config = ConfigDict(extra="forbid")

    where: str
    what: str


class Problem(BaseModel):
    """The body of every error."""

    model_config = ConfigDict(extra="forbid")

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Fault]


class Refused(Exception):
    """A request that the edge answers with a problem.

    Parameters
    ----------
    status
        The HTTP status.
    code
        The stable code.
    detail
        One sentence for the person who reads it: the thing, the value, what would be right.
    errors
        The places in the document or request, if there are any.
    headers
        Further headers of the answer.
    """

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        detail: str,
        *,
        title: str | None = None,
        errors: Iterable[Fault] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.title = title or str(code).replace("_", " ").capitalize()
        self.errors = list(errors)
        self.headers = headers or {}


def problem(refused: Refused) -> HttpResponse:
    """The answer to a request that was refused."""
    body = Problem(
        type=f"urn:menlu:problem:{refused.code}",
        title=refused.title,
        status=int(refused.status),
        detail=refused.detail,
        code=str(refused.code),
        errors=refused.errors,
    )
    response = HttpResponse(body.model_dump_json(), status=int(refused.status), content_type=MEDIA_TYPE)
    for name, value in refused.headers.items():
        response[name] = value
    return response


def not_found(what: str = "There is no such thing, or it is not yours to see.") -> Refused:
    """What is absent and what belongs to somebody else look the same."""
    return Refused(HTTPStatus.NOT_FOUND, Code.NOT_FOUND, what)


def place(path: Sequence[str | int]) -> str:
    """A place in a document, as the transfer format's errors write it.

    >>> place(["parties", 17, "boarding", 0, "at"])
    'parties[17].boarding[0].at'
    """
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else (f".{step}" if text else step)
    return text
