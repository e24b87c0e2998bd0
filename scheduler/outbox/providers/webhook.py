"""Webhooks in the form of the Standard Webhooks specification, version 1.

The headers ``webhook-id`` (the message's key, for the receiver to know a repetition by), ``webhook-timestamp`` and
``webhook-signature`` go with the body; while a secret is rotated, there are two signatures. No redirect is followed.
"""

from __future__ import annotations

import httpx
from standardwebhooks.webhooks import Webhook

from scheduler import clock
from scheduler.outbox.models import Trouble
from scheduler.outbox.providers import NotSent, Parcel, Provider, guard

TIMEOUT_S = 10.0
GONE = 410


def _send(parcel: Parcel) -> int:
    try:
        target = guard.target_of(parcel.address)
    except guard.Private:
        raise NotSent(Trouble.FORBIDDEN_ADDRESS, final=True) from None
    except guard.Unresolved:
        raise NotSent(Trouble.AWAY) from None
    at = clock.now()
    signatures = [Webhook(secret).sign(parcel.key, at, parcel.text) for secret in parcel.secrets]
    headers = {
        "Host": target.netloc,
        "Content-Type": "application/json",
        "User-Agent": "Menlu",
        "webhook-id": parcel.key,
        "webhook-timestamp": str(clock.seconds(at)),
        "webhook-signature": " ".join(signatures),
    }
    try:
        # Streamed: of the answer only its head is wanted, whatever its length.
        with (
            httpx.Client(timeout=TIMEOUT_S, trust_env=False) as client,
            client.stream(
                "POST",
                target.url,
                content=parcel.text.encode(),
                headers=headers,
                extensions={"sni_hostname": target.host},
            ) as answer,
        ):
            status = answer.status_code
    except httpx.HTTPError:
        raise NotSent(Trouble.AWAY) from None
    if not answer.is_success:
        raise NotSent(Trouble.FAILED, final=status == GONE, status=status)
    return status


PROVIDER = Provider(name="webhook", send=_send, deduplicates=True)
