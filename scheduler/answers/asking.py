"""Asking: who has to answer what, and by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from scheduler import clock
from scheduler.answers.models import Ask, AskKind
from scheduler.campaigns.models import Campaign
from scheduler.crypto import phone_hashes

LAST_CALL = timedelta(hours=12)
"""Before somebody leaves, staff want to know: an answer after that is none."""
AT_LEAST = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to ask whom; ``begins`` is when it happens, ``due`` by when to answer where that is not for :func:`due_at`
    to say. Other fields as in :class:`Ask`.
    """

    kind: AskKind
    begins: datetime
    request: UUID | None = None
    worker: UUID | None = None
    slot: UUID | None = None
    duty: UUID | None = None
    organisation: UUID | None = None
    due: datetime | None = None
    until: datetime | None = None
    phone: str = ""


def due_at(begins: datetime, *, asked: datetime) -> datetime:
    """By when to answer: within the hours of the settings, and well before it begins, but not at once."""
    within = asked + timedelta(hours=settings.MENLU_ANSWER_HOURS)
    return max(min(within, begins - LAST_CALL), asked + AT_LEAST)


def ask(*, campaign: Campaign, plan_number: int, questions: Iterable[Question]) -> list[Ask]:
    """Ask, or ask anew what was asked before: an earlier answer to it no longer counts."""
    now = clock.now()
    asks = [_ask_of(campaign, plan_number, question, now) for question in questions]
    _forget_earlier(asks)
    Ask.objects.bulk_create(asks, batch_size=1000)
    return asks


def asks_withdraw(*, requests: Iterable[UUID]) -> int:
    """Ask parties no more: they do not travel."""
    deleted, _ = Ask.objects.filter(kind=AskKind.TRIP, request_id__in=list(requests)).delete()
    return deleted


def _ask_of(campaign: Campaign, plan_number: int, question: Question, now: datetime) -> Ask:
    due = question.due or due_at(question.begins, asked=now)
    remind = due - timedelta(hours=settings.MENLU_REMIND_HOURS)
    return Ask(
        campaign=campaign,
        kind=question.kind,
        request_id=question.request,
        worker_id=question.worker,
        slot_id=question.slot,
        duty_id=question.duty,
        organisation_id=question.organisation,
        until=question.until,
        plan_number=plan_number,
        phone_hash=phone_hashes(question.phone)[0] if question.phone else "",
        asked_at=now,
        remind_at=remind if remind > now else now + (due - now) / 2,
        due_at=due,
    )


def _forget_earlier(asks: list[Ask]) -> None:
    """The rows that these take the place of keep their ids, which links are made of."""
    known: dict[tuple[Any, ...], UUID] = {}
    for kind, column in ((AskKind.TRIP, "request_id"), (AskKind.INTAKE, "slot_id"), (AskKind.HOURS, "slot_id")):
        wanted = [getattr(one, column) for one in asks if one.kind == kind]
        rows = Ask.objects.filter(kind=kind, **{f"{column}__in": wanted})
        known |= {(kind, *pair): pk for pk, *pair in rows.values_list("id", column, "worker_id")}
        rows.delete()
    for one in asks:
        one.id = known.get((one.kind, one.request_id or one.slot_id, one.worker_id), one.id)
