"""Telling organisations: their people by e-mail, their programs by webhook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from scheduler.outbox.endpoints import event_text
from scheduler.outbox.models import Channel, RecipientKind
from scheduler.outbox.services import Draft
from scheduler.papers.wording import Language
from scheduler.telling.people import Reader
from solvers.problem import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What an organisation is told: once a plan (or about one thing), in whichever language, and as an event.

    ``key`` tells it from all others; ``texts`` are subject and text by language.
    """

    key: str
    template: str
    recipient_kind: RecipientKind
    organisation: UUID
    about: UUID
    texts: Mapping[Language, tuple[str, str]]
    event: Mapping[str, Json]


def letter_drafts(
    letters: Iterable[Letter], *, readers: Mapping[UUID, list[Reader]], endpoints: Mapping[UUID, list[UUID]]
) -> Iterator[Draft]:
    """The messages that letters become: one to each reader and each endpoint of the organisation."""
    for letter in letters:
        for reader in readers.get(letter.organisation, ()):
            subject, text = letter.texts[reader.language]
            by_mail = _draft(letter, to=reader.user, channel=Channel.EMAIL, language=reader.language, text=text)
            yield replace(by_mail, address=reader.email, subject=subject)
        for endpoint in endpoints.get(letter.organisation, ()):
            body = event_text(letter.template, letter.event)
            by_webhook = _draft(letter, to=endpoint, channel=Channel.WEBHOOK, language="en", text=body)
            yield replace(by_webhook, endpoint=endpoint)


def _draft(letter: Letter, *, to: UUID, channel: Channel, language: str, text: str) -> Draft:
    return Draft(
        key=f"{letter.key}/{to}",
        channel=channel,
        recipient_kind=letter.recipient_kind,
        recipient=letter.organisation,
        receiver=letter.organisation,
        template=letter.template,
        about=letter.about,
        language=language,
        text=text,
    )
