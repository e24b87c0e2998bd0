"""Request bodies: how large, of which type, and JSON that PostgreSQL can keep."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, NoReturn, cast

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from ninja.parser import Parser

from api.errors import Code, Fault, Refused, place

SUSPECT = re.compile(rb"\\u(0000|[dD][89a-fA-F])")
"""Escapes that may stand for a NUL or half a surrogate pair: only then is every text looked at."""
SURROGATE = re.compile("[\ud800-\udfff]")
FAULTS_SHOWN = 20


def too_large(limit: int) -> Refused:
    """The body is beyond the limit of its route."""
    return Refused(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        Code.BODY_TOO_LARGE,
        f"The body may be at most {limit} bytes here, unpacked; send it in parts.",
    )


def check_headers(request: HttpRequest, *, limit: int, takes: tuple[str, ...]) -> None:
    """Refuse a body by its headers, before any of it is read.

    Raises
    ------
    Refused
        413 beyond ``limit``, 415 when it is of no type that the route takes, or packed in an unknown way.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
        raise too_large(limit)
    if request.content_type not in takes:
        wanted = "' or '".join(takes)
        raise Refused(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            Code.UNSUPPORTED_MEDIA_TYPE,
            f"The body is '{request.content_type}', it should be '{wanted}'.",
            headers={"Accept": ", ".join(takes)},
        )
    packing = request.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in ("identity", "gzip", ""):
        raise Refused(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            Code.UNSUPPORTED_MEDIA_TYPE,
            f"The body is packed as '{packing}', it should be 'gzip' or not at all.",
            headers={"Accept-Encoding": "gzip"},
        )


def read(request: HttpRequest, *, limit: int) -> bytes:
    """The body, unpacked.

    Raises
    ------
    Refused
        413 when it unpacks to more than ``limit`` bytes, 400 when the packing is broken.
    """
    try:
        raw = request.body
    except RequestDataTooBig:
        raise too_large(limit) from None
    if request.headers.get("Content-Encoding", "").strip().lower() != "gzip":
        return raw
    unpacker = zlib.decompressobj(wbits=31)
    try:
        body = unpacker.decompress(raw, limit + 1)
    except zlib.error:
        raise malformed("The body is not gzip, though its Content-Encoding says so.") from None
    if len(body) > limit:
        raise too_large(limit)
    if not unpacker.eof:
        raise malformed("The gzip body is cut off.")
    return body


def malformed(detail: str, errors: tuple[Fault, ...] = ()) -> Refused:
    """The body is not JSON that can be kept."""
    return Refused(HTTPStatus.BAD_REQUEST, Code.MALFORMED_BODY, detail, errors=errors)


def parse(body: bytes) -> object:
    """The document of a body.

    Raises
    ------
    Refused
        400 for what is no JSON (RFC 8259: no NaN, UTF-8 only), and for texts with a NUL or half a
        surrogate pair, which JSON allows and PostgreSQL does not.
    """
    try:
        document: object = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError as fault:
        raise malformed(f"The body is not UTF-8 at byte {fault.start}.") from None
    except json.JSONDecodeError as fault:
        raise malformed(f"The body is not JSON: {fault.msg} at line {fault.lineno} column {fault.colno}.") from None
    except RecursionError:
        raise malformed("The body is nested too deeply.") from None
    except ValueError as fault:
        raise malformed(f"The body is not JSON: {fault}.") from None
    if SUSPECT.search(body):
        faults = tuple(Fault(where=place(path), what=what) for path, what in _bad_texts(document))
        if faults:
            raise malformed("The body has text that cannot be kept.", faults[:FAULTS_SHOWN])
    return document


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _bad_texts(document: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Places of texts that PostgreSQL refuses; a stack, since documents may be deeper than Python's."""
    stack: list[tuple[tuple[str | int, ...], object]] = [((), document)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, str):
            if "\x00" in value:
                yield path, "has a NUL character (\\u0000)"
            elif SURROGATE.search(value):
                yield path, "has half a surrogate pair"
        elif isinstance(value, list):
            stack.extend(((*path, i), item) for i, item in enumerate(value))
        elif isinstance(value, dict):
            for key, item in value.items():
                stack.append(((*path, "(key)"), key))
                stack.append(((*path, key.encode("utf-8", "replace").decode()), item))


class JsonParser(Parser):
    """Ninja's parser, reading bodies by the rules above.

    Ninja turns whatever a parser raises into its own error; the exception handler finds ours as its cause.
    """

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The document of the request's body; its route has set ``body_limit`` on the request."""
        limit: int = request.body_limit  # type: ignore[attr-defined]
        return cast("dict[str, Any]", parse(read(request, limit=limit)))
