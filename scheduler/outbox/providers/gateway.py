"""Text messages by an HTTP gateway: ``POST {"to", "text", "reference"}`` with a bearer token.

Any 2xx is a success, 4xx refuses the number or the text for good (but 408, 425 and 429), everything else is tried
again. The gateway is asked by ``Idempotency-Key`` not to send one reference twice.
"""

from __future__ import annotations

import httpx
from django.conf import settings

from scheduler.outbox.models import Trouble
from scheduler.outbox.providers import NotSent, Parcel, Provider

TIMEOUT_S = 10.0
PASSING = (408, 425, 429)


def _send(parcel: Parcel) -> int:
    try:
        answer = httpx.post(
            settings.MENLU_SMS_URL,
            json={"to": parcel.address, "text": parcel.text, "reference": parcel.key},
            headers={"Authorization": f"Bearer {settings.MENLU_SMS_TOKEN}", "Idempotency-Key": parcel.key},
            timeout=TIMEOUT_S,
        )
    except httpx.HTTPError:
        raise NotSent(Trouble.AWAY) from None
    status = answer.status_code
    if answer.is_success:
        return status
    if answer.is_client_error and status not in PASSING:
        raise NotSent(Trouble.REFUSED, final=True, status=status)
    raise NotSent(Trouble.FAILED, status=status)


PROVIDER = Provider(name="gateway", send=_send, deduplicates=True)
