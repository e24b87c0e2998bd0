"""Webhook endpoints of an organisation: registered, rotated, tried, and disabled when they fail again and again."""

from __future__ import annotations

import base64
import json
import secrets
from datetime import timedelta
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.taking import refusals_told, versioned_update
from scheduler.errors import Conflict
from scheduler.organisations.models import Organisation
from scheduler.organisations.roles import OrganisationKind
from scheduler.outbox.models import Channel, Message, RecipientKind, Trouble, WebhookEndpoint
from scheduler.outbox.providers.guard import check_url
from scheduler.outbox.services import Draft, messages_post

log = structlog.get_logger(__name__)

SECRET_BYTES = 32
OVERLAP = timedelta(hours=24)
"""For how long messages are signed with the old secret too, after a rotation."""
MOST = 10
"""Endpoints of one organisation."""
PING = "ping"
KINDS = {
    OrganisationKind.EMPLOYER: RecipientKind.EMPLOYER,
    OrganisationKind.OPERATOR: RecipientKind.OPERATOR,
}


@transaction.atomic
def endpoint_add(*, organisation: Organisation, url: str, description: str = "") -> WebhookEndpoint:
    """Register an address; the secret that signs what goes there is the row's, to be shown this once.

    Raises
    ------
    Invalid
        It cannot be an endpoint: no HTTPS, or in a private network.
    AlreadyThere
        It is registered.
    Conflict
        The organisation has as many as it may.
    """
    check_url(url)
    if WebhookEndpoint.objects.filter(organisation=organisation).count() >= MOST:
        raise Conflict(_("there are {most} endpoints, which is the most: remove one"), most=MOST)
    with refusals_told():
        endpoint = WebhookEndpoint.objects.create(
            organisation=organisation, url=url, description=description, secret=_new_secret()
        )
    log.info("endpoint_added", endpoint=str(endpoint.id))
    return endpoint


def endpoint_update(
    *, endpoint: WebhookEndpoint, version: int | None, url: str | None, description: str | None, enabled: bool | None
) -> WebhookEndpoint:
    """Change an endpoint that is still of ``version``; enabling it forgets its failures."""
    changes: dict[str, object] = {}
    if url is not None:
        check_url(url)
        changes["url"] = url
    if description is not None:
        changes["description"] = description
    if enabled is not None:
        changes |= {"disabled_at": None, "disabled_why": "", "failures": 0}
    if enabled is False:
        changes |= {"disabled_at": clock.now(), "disabled_why": "disabled by hand"}
    return versioned_update(endpoint, version=version, changes=changes)


def endpoint_rotate(*, endpoint: WebhookEndpoint) -> WebhookEndpoint:
    """Give an endpoint another secret; the old one signs too for another 24 hours."""
    return versioned_update(
        endpoint,
        version=None,
        changes={
            "secret": _new_secret(),
            "old_secret": str(endpoint.secret),
            "old_secret_until": clock.now() + OVERLAP,
        },
    )


def endpoint_remove(*, endpoint: WebhookEndpoint) -> None:
    """Forget an endpoint, with the log of what went there."""
    endpoint.delete()
    log.info("endpoint_removed", endpoint=str(endpoint.id))


def endpoint_ping(*, endpoint: WebhookEndpoint) -> Message:
    """Send a test message to an endpoint; its end is in the endpoint's log.

    Raises
    ------
    Conflict
        The endpoint is disabled.
    """
    if endpoint.disabled_at is not None:
        raise Conflict(_("the endpoint is disabled: enable it first"))
    organisation = endpoint.organisation
    key = f"{PING}/{uuid4()}"
    messages_post(
        organisation=organisation.id,
        campaign=None,
        utc_offset_s=0,
        drafts=[
            Draft(
                key=key,
                channel=Channel.WEBHOOK,
                recipient_kind=KINDS.get(OrganisationKind(organisation.kind), RecipientKind.STAFF),
                recipient=organisation.id,
                receiver=organisation.id,
                endpoint=endpoint.id,
                template=PING,
                about=endpoint.id,
                language="en",
                text=event_text(PING, {"endpoint": str(endpoint.id)}),
            )
        ],
    )
    return Message.objects.get(key=key)


def event_text(kind: str, data: object) -> str:
    """The body of a webhook, as the specification recommends it: type, timestamp, data."""
    return json.dumps(
        {"type": kind, "timestamp": clock.now().isoformat(timespec="seconds"), "data": data}, ensure_ascii=False
    )


def success_note(endpoint: UUID) -> None:
    """A try has succeeded: failures are counted anew."""
    WebhookEndpoint.objects.filter(id=endpoint, failures__gt=0).update(failures=0)


def failure_count(endpoint: UUID, *, gone: bool, trouble: Trouble) -> None:
    """A try has failed; too many in a row, or the word that the endpoint is gone, disable it."""
    rows = WebhookEndpoint.objects.filter(id=endpoint, disabled_at__isnull=True)
    rows.update(failures=F("failures") + 1)
    failing = rows if gone else rows.filter(failures__gte=settings.MENLU_WEBHOOK_FAILURES)
    why = "it answered that it is gone, or is not allowed" if gone else "too many tries in a row failed"
    if failing.update(disabled_at=clock.now(), disabled_why=f"{why} ({trouble.value})", version=F("version") + 1):
        log.warning("endpoint_disabled", endpoint=str(endpoint), trouble=trouble.value)


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
