"""ETags and the conditions on them (RFC 9110, section 13)."""

from __future__ import annotations

import hashlib
import re
from http import HTTPStatus

from django.http import HttpRequest

from api.errors import Code, Refused

TAG = re.compile(r'(W/)?"[\x21\x23-\x7e\x80-\xff]*"')
VERSION = re.compile(r'"v([0-9]{1,9})(-[0-9a-f]+)?"')
LIST = re.compile(rf"\s*{TAG.pattern}(\s*,\s*{TAG.pattern})*\s*")


def etag_of(body: bytes, version: int | None) -> str:
    """The tag of an answer: its content's digest, after the version of a thing that counts its changes.

    ``If-Match`` looks at the version only; ``If-None-Match`` at the whole, since an answer may hold more
    than the thing's own columns.
    """
    digest = hashlib.sha256(body).hexdigest()[:24]
    return f'"{digest}"' if version is None else f'"v{version}-{digest}"'


def expected_version(request: HttpRequest) -> int | None:
    """The version that ``If-Match`` asks for (None: any, ``*``).

    Raises
    ------
    Refused
        428 without the header, 400 when it is not a list of entity tags, 412 when no tag can be a version.
    """
    tags = _matched(request)
    if tags == ["*"]:
        return None
    found = [match for match in map(VERSION.fullmatch, tags) if match]
    if len(found) != 1:
        raise stale()
    return int(found[0].group(1))


def check_content(request: HttpRequest, body: bytes) -> None:
    """Compare ``If-Match`` with a thing that has no version but its content.

    Raises
    ------
    Refused
        428 without the header, 400 when it is not a list of entity tags, 412 when none fits.
    """
    tags = _matched(request)
    if tags != ["*"] and etag_of(body, None) not in tags:
        raise stale()


def _matched(request: HttpRequest) -> list[str]:
    header = request.headers.get("If-Match")
    if header is None:
        raise Refused(
            HTTPStatus.PRECONDITION_REQUIRED,
            Code.PRECONDITION_REQUIRED,
            "Send the ETag that you read as If-Match, so that nobody's change is lost.",
        )
    return _tags("If-Match", header)


def is_unchanged(request: HttpRequest, etag: str) -> bool:
    """Whether ``If-None-Match`` names what the client has already; compared weakly.

    Raises
    ------
    Refused
        400 when the header is not a list of entity tags.
    """
    header = request.headers.get("If-None-Match")
    if header is None:
        return False
    tags = _tags("If-None-Match", header)
    return tags == ["*"] or etag in (tag.removeprefix("W/") for tag in tags)


def stale() -> Refused:
    """Somebody changed the thing in between."""
    return Refused(
        HTTPStatus.PRECONDITION_FAILED,
        Code.STALE,
        "The thing has changed since you read it: read it again, then change it.",
    )


def _tags(name: str, header: str) -> list[str]:
    if header.strip() == "*":
        return ["*"]
    if not LIST.fullmatch(header):
        raise Refused(
            HTTPStatus.BAD_REQUEST,
            Code.MALFORMED_HEADER,
            f'{name} is not a list of entity tags; write it like "v3-0a1b".',
        )
    return [match.group(0) for match in TAG.finditer(header)]
