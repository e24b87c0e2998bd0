"""``Idempotency-Key``: a POST that is sent again is not done again.

The key's row is written in the transaction of the work itself, under an advisory lock: the answer is kept
if and only if what it tells of was committed, and a crash leaves nothing behind to clean up. Refusals are
not kept, since they changed nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.crypto import salted_hmac

from api.auth import Request
from api.contract import KEY_PATTERN
from api.errors import Code, Refused
from scheduler.edge import selectors, services

KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Cache-Control", "Vary")
REPLAY = "Idempotent-Replay"


def once(request: Request, work: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of ``work``, or the one that was given for the same key before.

    Raises
    ------
    Refused
        400 for a malformed key, 409 while the first request is at work, 422 when the key came with another
        request.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return work()
    if not re.fullmatch(KEY_PATTERN, key):
        raise Refused(
            HTTPStatus.BAD_REQUEST,
            Code.MALFORMED_HEADER,
            "Idempotency-Key has 1 to 255 printable ASCII characters and no space.",
        )
    organisation_id = request.auth.organisation_id
    if not services.key_lock(organisation_id=organisation_id, key=key):
        raise Refused(
            HTTPStatus.CONFLICT,
            Code.IDEMPOTENCY_KEY_IN_USE,
            f"A request with Idempotency-Key '{key}' is at work; wait for its answer.",
        )
    fingerprint = _fingerprint(request)
    kept = selectors.answer_find(organisation_id=organisation_id, key=key)
    if kept is None:
        response = work()
        services.answer_keep(
            organisation_id=organisation_id,
            key=key,
            fingerprint=fingerprint,
            status=response.status_code,
            headers={name: response[name] for name in KEPT_HEADERS if name in response},
            body=response.content.decode(),
        )
        return response
    if kept.fingerprint != fingerprint:
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            Code.IDEMPOTENCY_KEY_REUSED,
            f"Idempotency-Key '{key}' was used for another request; take a new one.",
        )
    response = HttpResponse(str(kept.body), status=kept.status, headers=kept.headers)
    response[REPLAY] = "true"
    return response


def _fingerprint(request: Request) -> str:
    """What makes two requests the same: who asks, the path, and the body to the byte.

    Keyed, because bodies hold ID numbers, which are few enough to be guessed from a plain hash.
    """
    body = request.body if hasattr(request, "body_limit") else b""
    parts = (str(request.auth.user_id), request.auth.role, request.get_full_path())
    return salted_hmac(
        "menlu.idempotency", "\x00".join(parts).encode() + b"\x00" + body, algorithm="sha256"
    ).hexdigest()
