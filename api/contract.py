"""What the schema says about an endpoint: parameters in headers, and every status that can come back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from api.errors import MEDIA_TYPE

KEY_PATTERN = r"^[\x21-\x7e]{1,255}$"

WHY = {
    HTTPStatus.BAD_REQUEST: "The body is not JSON, a header is malformed, or the cursor is not of this list.",
    HTTPStatus.UNAUTHORIZED: "The bearer token is missing, unknown, expired or revoked.",
    HTTPStatus.FORBIDDEN: "The token's role may not do this.",
    HTTPStatus.NOT_FOUND: "There is no such thing, or it belongs to another organisation.",
    HTTPStatus.CONFLICT: "The state of things does not allow it, or the same Idempotency-Key is at work.",
    HTTPStatus.PRECONDITION_FAILED: "The thing has changed since it was read.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too large.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is of no type that is taken here, plain or gzipped.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Values are wrong; `errors` names each place.",
    HTTPStatus.PRECONDITION_REQUIRED: "If-Match is missing.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many tries; wait for Retry-After seconds.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """The traits of an endpoint that decide which statuses it can answer with; ``takes`` are the types of a file."""

    method: str
    status: HTTPStatus
    media_type: str | None = None
    signed_in: bool = True
    limits_roles: bool = False
    has_path: bool = False
    has_query: bool = False
    has_body: bool = False
    takes: tuple[str, ...] = ()
    is_idempotent: bool = False
    needs_match: bool = False
    is_limited: bool = False
    conflicts: bool = False


def problems(contract: Contract) -> list[HTTPStatus]:
    """The statuses of the errors that an endpoint can answer with, in order."""
    reads = contract.method == "GET"
    causes: list[tuple[HTTPStatus, bool]] = [
        (
            HTTPStatus.BAD_REQUEST,
            reads or contract.has_body or contract.is_idempotent or contract.needs_match,
        ),
        (HTTPStatus.UNAUTHORIZED, contract.signed_in or contract.is_limited),
        (HTTPStatus.FORBIDDEN, contract.limits_roles),
        (HTTPStatus.NOT_FOUND, contract.has_path),
        (HTTPStatus.CONFLICT, contract.conflicts or contract.is_idempotent),
        (HTTPStatus.PRECONDITION_FAILED, contract.needs_match),
        (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, contract.has_body),
        (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, contract.has_body),
        (HTTPStatus.UNPROCESSABLE_ENTITY, contract.has_body or contract.has_query or contract.is_idempotent),
        (HTTPStatus.PRECONDITION_REQUIRED, contract.needs_match),
        (HTTPStatus.TOO_MANY_REQUESTS, contract.is_limited),
    ]
    return [status for status, can in causes if can]


def openapi(contract: Contract) -> dict[str, Any]:
    """What is merged into the endpoint's part of the schema."""
    found: dict[str, Any] = {"parameters": _parameters(contract), "responses": _responses(contract)}
    if contract.takes:
        file = {"schema": {"type": "string", "format": "binary"}}
        found["requestBody"] = {"required": True, "content": dict.fromkeys(contract.takes, file)}
    return found


def _parameters(contract: Contract) -> list[dict[str, Any]]:
    found = []
    if contract.is_idempotent:
        found.append(
            _header(
                "Idempotency-Key",
                "Send the same key again to get the same answer instead of doing it twice; kept for 24 hours.",
                {"type": "string", "minLength": 1, "maxLength": 255, "pattern": KEY_PATTERN},
            )
        )
    if contract.needs_match:
        found.append(_header("If-Match", "The ETag that was read.", {"type": "string"}, required=True))
    if contract.method == "GET" and contract.signed_in:
        found.append(_header("If-None-Match", "The ETag that is there already.", {"type": "string"}))
    return found


def _header(name: str, description: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"in": "header", "name": name, "description": description, "required": required, "schema": schema}


def _responses(contract: Contract) -> dict[int, Any]:
    success: dict[str, Any] = {"headers": _answer_headers(contract)}
    if contract.media_type is not None:
        text = {"type": "object"} if contract.media_type.endswith("json") else {"type": "string", "format": "binary"}
        success["content"] = {contract.media_type: {"schema": text}}
    found: dict[int, Any] = {int(contract.status): success}
    if contract.method == "GET" and contract.signed_in:
        found[int(HTTPStatus.NOT_MODIFIED)] = {"description": "The client has it already."}
    for status in problems(contract):
        found[int(status)] = {
            "description": WHY[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return found


def _answer_headers(contract: Contract) -> dict[str, Any]:
    names: list[tuple[str, bool]] = [
        ("Location", contract.status in (HTTPStatus.CREATED, HTTPStatus.ACCEPTED)),
        ("ETag", contract.signed_in and contract.method in ("GET", "PATCH", "PUT")),
        ("Idempotent-Replay", contract.is_idempotent),
    ]
    return {name: {"schema": {"type": "string"}} for name in _kept(names)}


def _kept(names: Iterable[tuple[str, bool]]) -> list[str]:
    return [name for name, kept in names if kept]
