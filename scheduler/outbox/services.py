"""Writing into the outbox: inside the caller's transaction, so that both are kept or neither."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

import structlog
from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.errors import Conflict
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import Channel, Message, MessageState, OutboxMessage, RecipientKind, Trouble
from scheduler.outbox.relay import relay
from scheduler.queue import TIMEOUT_S, Job

log = structlog.get_logger(__name__)

BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message to post; see :class:`scheduler.outbox.models.Message` for the fields."""

    key: str
    channel: Channel
    recipient_kind: RecipientKind
    recipient: UUID
    template: str
    about: UUID
    language: str
    address: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    text: str = field(repr=False)
    receiver: UUID | None = None
    endpoint: UUID | None = None
    urgent: bool = False


def enqueue_on_commit(*, organisation: UUID, job: Job, subject: UUID, timeout_s: int = TIMEOUT_S) -> OutboxMessage:
    """Have ``job`` enqueued for the row ``subject`` once the present transaction is committed.

    Parameters
    ----------
    organisation
        The tenant on whose behalf this happens.
    timeout_s
        How long the job may run before it is ended.
    """
    message = OutboxMessage.objects.create(
        organisation_id=organisation,
        payload={"job": job.name, "subject": str(subject), "timeout_s": timeout_s},
    )
    transaction.on_commit(functools.partial(_at_once, message.id), robust=True)
    return message


def messages_post(*, organisation: UUID, campaign: UUID | None, utc_offset_s: int, drafts: Iterable[Draft]) -> None:
    """Have messages sent after the present transaction; one whose key was posted before is not posted again."""
    with acting_as_system():  # a webhook's endpoint, and whom it is for, are not the poster's to see
        Message.objects.bulk_create(
            [
                Message(
                    organisation_id=organisation,
                    campaign_id=campaign,
                    receiver_id=draft.receiver,
                    endpoint_id=draft.endpoint,
                    key=draft.key,
                    channel=draft.channel,
                    recipient_kind=draft.recipient_kind,
                    recipient_id=draft.recipient,
                    template=draft.template,
                    about=draft.about,
                    language=draft.language,
                    address=draft.address,
                    subject=draft.subject,
                    text=draft.text,
                    urgent=draft.urgent,
                    utc_offset_s=utc_offset_s,
                )
                for draft in drafts
            ],
            batch_size=BATCH,
            ignore_conflicts=True,
        )


def message_resend(*, message: Message, address: str | None = None) -> Message:
    """Have a message that could not be sent tried again from the start, to another address if one is given.

    Raises
    ------
    Conflict
        It was sent, or is waiting to be: the recipient would get it twice.
    """
    values = {} if address is None else {"address": address}
    with acting_as_system():
        changed = Message.objects.filter(id=message.id, state=MessageState.DEAD).update(
            state=MessageState.WAITING, trouble=Trouble.NONE, attempts=0, due_at=clock.now(), **values
        )
        message.refresh_from_db()
    if not changed:
        raise Conflict(
            _("message {message} is {state}: only one that could not be sent is sent again"),
            message=message.id,
            state=MessageState(message.state),
        )
    log.info("message_sent_again", message=str(message.id))
    return message


def _at_once(message: UUID) -> None:
    """Save the relay's next round; where this fails, the relay does it."""
    try:
        relay(only=message)
    except DatabaseError as error:
        log.warning("outbox_left_to_relay", message=str(message), error=type(error).__name__)
