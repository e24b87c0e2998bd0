"""Who would be told what if a plan were published now: everything is carried out, looked at, and taken back."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from django.db.models import Count

from scheduler.campaigns.models import Campaign
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import Channel, Message
from scheduler.plans.models import Plan
from scheduler.telling.round import Round
from scheduler.telling.services import everyone_tell

Kind = tuple[str, str, str, str]
"""For whom, by what, what about, in which language: as in :class:`scheduler.outbox.models.Message`."""


class _TakenBack(Exception):
    """Ends the transaction of a preview."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """So many messages of a kind, with one of them as an example."""

    recipient_kind: str
    channel: str
    template: str
    language: str
    messages: int
    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What telling a plan comes to; ``unreachable`` are people whom only staff can tell."""

    postings: tuple[Posting, ...]
    unreachable: int

    @property
    def messages(self) -> int:
        """All of them."""
        return sum(one.messages for one in self.postings)


def telling_preview(*, plan: Plan) -> Preview:
    """What would be sent; nothing of it is kept, and nobody is written to."""
    found = Preview(postings=(), unreachable=0)
    with suppress(_TakenBack), acting_as_system():
        before = _counted(plan.campaign)
        told = everyone_tell(Round(plan))
        kinds = _counted(plan.campaign) - before
        postings = tuple(_posting(plan.campaign, kind, number) for kind, number in sorted(kinds.items()))
        found = Preview(postings=postings, unreachable=told.unreachable)
        raise _TakenBack
    return found


def _counted(campaign: Campaign) -> Counter[Kind]:
    rows = Message.objects.filter(campaign=campaign).order_by()
    kinds = rows.values_list("recipient_kind", "channel", "template", "language").annotate(Count("id"))
    return Counter({cast(Kind, tuple(kind)): number for *kind, number in kinds})


def _posting(campaign: Campaign, kind: Kind, number: int) -> Posting:
    names = dict(zip(("recipient_kind", "channel", "template", "language"), kind, strict=True))
    last = Message.objects.filter(campaign=campaign, **names).order_by("-created_at", "-id")[0]
    is_letter = last.channel != Channel.WEBHOOK
    return Posting(**names, messages=number, subject=str(last.subject), text=str(last.text) if is_letter else "")
