"""The provider of an installation that has none: the message stays in its table, and the log says so by its key."""

from __future__ import annotations

import structlog

from scheduler.outbox.providers import Parcel, Provider

log = structlog.get_logger(__name__)


def _send(parcel: Parcel) -> None:
    log.info("message_kept", key=parcel.key, language=parcel.language, characters=len(parcel.text))


PROVIDER = Provider(name="table", send=_send, deduplicates=True)
