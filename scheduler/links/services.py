"""Giving out links, looking at them when they come back, and revoking them.

A token is the row's id and a keyed digest of it (HMAC-SHA256, 128 bits), 43 characters in all, short enough for
a text message. The table holds no secret: a token is made again from its row, and the table alone makes none.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from scheduler import clock
from scheduler.errors import NotFound
from scheduler.links.models import Purpose, SignedLink
from scheduler.organisations.tenancy import acting_as_system

ID_BYTES = DIGEST_BYTES = 16
BATCH = 1000


class LinkRefused(NotFound):
    """The link opens nothing, or nothing any more; the detail says which."""

    code = "link_refused"
    title = gettext_noop("This link does not open anything")


def link_issue(*, organisation: UUID, purpose: Purpose, subject: UUID, expires_at: datetime) -> SignedLink:
    """The link to ``subject`` that holds until ``expires_at``: the one that is out already, or a new one.

    Asking again moves the expiry, so that whoever has the link keeps it.
    """
    with acting_as_system():
        link, _created = SignedLink.objects.update_or_create(
            purpose=purpose,
            subject=subject,
            revoked_at=None,
            defaults={"organisation_id": organisation, "expires_at": expires_at},
        )
    return link


def links_issue(*, organisation: UUID, purpose: Purpose, until: Mapping[UUID, datetime]) -> dict[UUID, SignedLink]:
    """Many links at once, as :func:`link_issue` gives them; ``until`` has the expiry of each subject."""
    with acting_as_system():
        held = SignedLink.objects.filter(purpose=purpose, subject__in=list(until), revoked_at=None)
        found = {link.subject: link for link in held}
        for subject, link in found.items():
            link.expires_at = until[subject]
        SignedLink.objects.bulk_update(found.values(), ["expires_at"], batch_size=BATCH)
        new = [
            SignedLink(organisation_id=organisation, purpose=purpose, subject=subject, expires_at=expires_at)
            for subject, expires_at in until.items()
            if subject not in found
        ]
        SignedLink.objects.bulk_create(new, batch_size=BATCH)
    return found | {link.subject: link for link in new}


def link_find(*, purpose: Purpose, subject: UUID) -> SignedLink | None:
    """The link to ``subject`` that is out and still holds."""
    with acting_as_system():
        held = SignedLink.objects.filter(purpose=purpose, subject=subject, revoked_at=None)
        return held.filter(expires_at__gt=clock.now()).first()


def link_move(*, purpose: Purpose, subject: UUID, to: UUID) -> bool:
    """Let the link to ``subject`` open another thing: the same one in a later version; whether there was one."""
    with acting_as_system():
        return bool(SignedLink.objects.filter(purpose=purpose, subject=subject, revoked_at=None).update(subject=to))


def link_token(link: SignedLink) -> str:
    """What the address of the link carries."""
    return base64.urlsafe_b64encode(link.id.bytes + _digest(link.id, link.purpose)).decode().rstrip("=")


def link_url(link: SignedLink) -> str:
    """The whole address."""
    return f"{settings.MENLU_PUBLIC_URL}/{link.purpose}/{link_token(link)}"


def link_check(*, token: str, purpose: Purpose) -> SignedLink:
    """The link with this token.

    Raises
    ------
    LinkRefused
        It was never given out for this purpose, has expired, or was revoked.
    """
    link_id = _open(token, purpose)
    with acting_as_system():
        link = SignedLink.objects.filter(id=link_id, purpose=purpose).first() if link_id else None
    if link is None:
        raise LinkRefused(_("this link was not given out here: see that all of it was copied"))
    if link.revoked_at is not None:
        raise LinkRefused(_("this link was revoked: ask for a new one"))
    if link.expires_at <= clock.now():
        raise LinkRefused(_("this link has expired: ask for a new one"))
    return link


def link_revoke(*, purpose: Purpose, subject: UUID) -> bool:
    """Let the link to ``subject`` open nothing any more; whether there was one that held."""
    with acting_as_system():
        links = SignedLink.objects.filter(purpose=purpose, subject=subject, revoked_at=None)
        return bool(links.update(revoked_at=clock.now()))


def _open(token: str, purpose: str) -> UUID | None:
    """The id in a token whose digest is right."""
    try:
        raw = base64.b64decode(token + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != ID_BYTES + DIGEST_BYTES:
        return None
    link_id = UUID(bytes=raw[:ID_BYTES])
    return link_id if hmac.compare_digest(raw[ID_BYTES:], _digest(link_id, purpose)) else None


def _digest(link_id: UUID, purpose: str) -> bytes:
    return salted_hmac(f"menlu.link.{purpose}", link_id.bytes, algorithm="sha256").digest()[:DIGEST_BYTES]
