"""Telling organisations: their people by e-mail, their programs by webhook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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
        common = {
            "recipient_kind": letter.recipient_kind,
            "recipient": letter.organisation,
            "receiver": letter.organisation,
            "template": letter.template,
            "about": letter.about,
        }
        for reader in readers.get(letter.organisation, ()):
            subject, text = letter.texts[reader.language]
            yield Draft(
                **common,
                key=f"{letter.key}/{reader.user}",
                channel=Channel.EMAIL,
                language=reader.language,
                address=reader.email,
                subject=subject,
                text=text,
            )
        for endpoint in endpoints.get(letter.organisation, ()):
            yield Draft(
                **common,
                key=f"{letter.key}/{endpoint}",
                channel=Channel.WEBHOOK,
                endpoint=endpoint,
                language="en",
                text=event_text(letter.template, letter.event),
            )
