"""E-mails that are not about a campaign: invitations, forgotten passwords."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from scheduler import clock
from scheduler.organisations.models import Organisation
from scheduler.outbox.models import Channel, RecipientKind
from scheduler.outbox.services import Draft, messages_post


def letter_post(
    *, organisation: Organisation, to: str, about: UUID, template: str, subject: str, text: str, language: str
) -> None:
    """Have an e-mail sent after the present transaction, in an organisation's name, to an address of its staff."""
    offset = timezone.localtime(clock.now()).utcoffset()
    draft = Draft(
        key=f"{template}/{about}/{clock.now().isoformat()}",
        channel=Channel.EMAIL,
        recipient_kind=RecipientKind.STAFF,
        recipient=organisation.id,
        template=template,
        about=about,
        language=language,
        address=to,
        subject=subject,
        text=text,
        urgent=True,
    )
    utc_offset_s = int(offset.total_seconds()) if offset else 0
    messages_post(organisation=organisation.id, campaign=None, utc_offset_s=utc_offset_s, drafts=[draft])
