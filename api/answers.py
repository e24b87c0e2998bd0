"""What an endpoint answers, and how it is written down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from api import etags

JSON = "application/json"
PDF = "application/pdf"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A successful answer; ``version`` makes its ETag (None: its content does, where it has one)."""

    body: bytes = b""
    status: HTTPStatus = HTTPStatus.OK
    media_type: str = JSON
    version: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def ok(body: BaseModel, *, version: int | None = None) -> Answer:
    """200 with what was asked for."""
    return Answer(body=_json(body), version=version)


def created(body: BaseModel, *, location: str, version: int | None = None) -> Answer:
    """201 with the new thing and where it is."""
    return Answer(body=_json(body), status=HTTPStatus.CREATED, version=version, headers={"Location": location})


def accepted(body: BaseModel, *, location: str) -> Answer:
    """202: somebody else goes on with it; look at ``location``."""
    return Answer(body=_json(body), status=HTTPStatus.ACCEPTED, headers={"Location": location})


def nothing() -> Answer:
    """204: done, and there is nothing to say."""
    return Answer(status=HTTPStatus.NO_CONTENT)


def document(obj: object) -> Answer:
    """200 with a document of the transfer format."""
    return Answer(body=json.dumps(obj, ensure_ascii=False, separators=(",", ":")).encode())


def file(body: bytes, *, media_type: str, name: str) -> Answer:
    """200 with a file; ``name`` is ASCII."""
    return Answer(body=body, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def respond(request: HttpRequest, answer: Answer) -> HttpResponse:
    """The HTTP response, which is 304 without a body where the client has it already."""
    response = HttpResponse(answer.body, status=int(answer.status), content_type=answer.media_type)
    if not answer.body:
        del response["Content-Type"]
    for name, value in answer.headers.items():
        response[name] = value
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Authorization"
    tag = _etag(request, answer)
    if tag:
        response["ETag"] = tag
        if request.method == "GET" and etags.is_unchanged(request, tag):
            response.status_code = int(HTTPStatus.NOT_MODIFIED)
            response.content = b""
            del response["Content-Type"]
    return response


def _etag(request: HttpRequest, answer: Answer) -> str | None:
    if answer.version is None and request.method not in ("GET", "PUT"):
        return None
    return etags.etag_of(answer.body, answer.version)


def _json(body: BaseModel) -> bytes:
    return body.model_dump_json().encode()
