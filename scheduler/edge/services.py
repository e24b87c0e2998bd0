"""Keeping answers, and counting tries."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from scheduler.clock import now
from scheduler.edge.models import KeptAnswer, Tally
from scheduler.edge.selectors import KEPT_FOR
from scheduler.holding import hold

FORGOTTEN_AFTER = timedelta(days=1)


def key_lock(*, organisation_id: UUID, key: str) -> bool:
    """Hold ``key`` until the present transaction ends; False when another transaction holds it."""
    return hold(f"{organisation_id}\x00{key}")


def answer_keep(
    *, organisation_id: UUID, key: str, fingerprint: str, status: int, headers: Mapping[str, str], body: str
) -> None:
    """Keep an answer under ``key``, and forget what the organisation has that is too old."""
    moment = now()
    KeptAnswer.objects.filter(organisation_id=organisation_id, created_at__lte=moment - KEPT_FOR).delete()
    KeptAnswer.objects.create(
        organisation_id=organisation_id,
        key=key,
        fingerprint=fingerprint,
        status=status,
        headers=dict(headers),
        body=body,
        created_at=moment,
    )


def try_count(*, subject: str, window: timedelta) -> Tally:
    """Count one more try of ``subject`` and say how many there are in the present window.

    One statement, so that tries at the same moment are all counted. Tallies of yesterday are forgotten.
    """
    moment = now()
    Tally.objects.filter(since__lte=moment - max(window, FORGOTTEN_AFTER)).delete()
    digest = hashlib.sha256(subject.encode()).hexdigest()
    return Tally.objects.raw(
        """
        INSERT INTO edge_tally AS tally (subject, since, tries) VALUES (%(subject)s, %(now)s, 1)
        ON CONFLICT (subject) DO UPDATE SET
            since = CASE WHEN tally.since <= %(old)s THEN %(now)s ELSE tally.since END,
            tries = CASE WHEN tally.since <= %(old)s THEN 1 ELSE tally.tries + 1 END
        RETURNING subject, since, tries
        """,
        {"subject": digest, "now": moment, "old": moment - window},
    )[0]


def tries_forget(*, subject: str) -> None:
    """Begin to count anew, after a success."""
    Tally.objects.filter(subject=hashlib.sha256(subject.encode()).hexdigest()).delete()
