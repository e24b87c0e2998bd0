"""Sending messages again that could not be sent, once the cause is mended."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from scheduler.campaigns.models import Campaign
from scheduler.errors import DomainError, NotFound
from scheduler.manning.models import Driver
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import Channel, Message, RecipientKind
from scheduler.outbox.selectors import messages_by_id
from scheduler.outbox.services import message_resend
from scheduler.people.models import Worker


def messages_resend(*, campaign: Campaign, ids: Sequence[UUID]) -> list[DomainError | None]:
    """Send again, each by itself, to the telephone number as it is now; why not, for each (None: it is done)."""
    known = messages_by_id(campaign=campaign, ids=ids)
    outcomes: list[DomainError | None] = []
    for key in ids:
        try:
            if key not in known:
                raise NotFound(f"no message {key} in this campaign")
            message_resend(message=known[key], address=_phone(known[key]))
        except DomainError as error:
            outcomes.append(error)
        else:
            outcomes.append(None)
    return outcomes


def _phone(message: Message) -> str | None:
    """The number as it is now (None: the message goes to no telephone)."""
    if message.channel != Channel.SMS:
        return None
    people = Driver if message.recipient_kind == RecipientKind.DRIVER else Worker
    with acting_as_system():
        person = people._default_manager.filter(id=message.recipient_id).first()
    return str(person.phone) if person else None
