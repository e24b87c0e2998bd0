"""Reading what was asked and answered: the staff's call list, and what is overdue."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain
from uuid import UUID

from django.db.models import F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery

from scheduler.answers.models import Ask, AskKind, PersonDecision, SmsReply
from scheduler.campaigns.models import Campaign
from scheduler.crypto import phone_hashes
from scheduler.intake.models import IntakeSlot
from scheduler.people.models import DepartureRequest, Member
from scheduler.people.states import RequestState
from scheduler.plans.models import Duty, Plan


class CallWhy(StrEnum):
    """Why staff have to call, or visit, a party."""

    NO_PHONE = "no_phone"
    NO_ANSWER = "no_answer"
    DIFFER = "differ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A party to call, with the deadline that it has or had."""

    request: DepartureRequest
    why: CallWhy
    due_at: datetime


def call_list(*, campaign: Campaign) -> list[Call]:
    """Whom staff have to call: who cannot be written to, who has not answered in time, and whose answers differ."""
    waiting = (RequestState.PLANNED, RequestState.TOLD)
    rows = Ask.objects.filter(kind=AskKind.TRIP, campaign=campaign, request__state__in=waiting)
    by_request: dict[DepartureRequest, list[Ask]] = {}
    for ask in rows.select_related("request").order_by("due_at", "request__position", "id"):
        if ask.request is not None:
            by_request.setdefault(ask.request, []).append(ask)
    calls = [(request, _why(asks), asks[0].due_at) for request, asks in by_request.items()]
    return [Call(request=request, why=why, due_at=due) for request, why, due in calls if why is not None]


def trip_list(*, plan: Plan) -> QuerySet[DepartureRequest]:
    """The parties of a plan that the asker may see, with their people, who has to answer first in front.

    ``answer_by`` is the moment by which they have to say whether they travel (null: nobody was asked yet).
    """
    asks = Ask.objects.filter(kind=AskKind.TRIP, request=OuterRef("pk")).order_by().values("request")
    people = Prefetch("members", Member.objects.select_related("worker").order_by("position"))
    parties = DepartureRequest.objects.filter(itineraries__plan=plan)
    dated = parties.annotate(answer_by=Subquery(asks.annotate(first=Min("due_at")).values("first")))
    return dated.prefetch_related(people).order_by(F("answer_by").asc(nulls_last=True), "position", "code")


def ask_list(*, campaign: Campaign, kind: str | None = None, overdue: bool = False) -> QuerySet[Ask]:
    """What was asked in a campaign, as far as the asker may see it; ``overdue``: what nobody answered in time."""
    asks = Ask.objects.filter(campaign=campaign)
    if kind is not None:
        asks = asks.filter(kind=kind)
    if overdue:
        asks = asks.filter(answered_at__isnull=True, escalated_at__isnull=False)
    return asks.select_related("request", "slot", "duty", "organisation").order_by("due_at", "id")


def person_decisions(*, campaign: Campaign, plan_number: int) -> dict[UUID, list[PersonDecision]]:
    """Whom employers do not take in of a version of the plan, and why, by slot."""
    rows = PersonDecision.objects.filter(campaign=campaign, plan_number=plan_number).select_related("request")
    found: dict[UUID, list[PersonDecision]] = {}
    for row in rows.order_by("id"):
        found.setdefault(row.slot_id, []).append(row)
    return found


def ask_find(*, about: IntakeSlot | Duty) -> Ask | None:
    """What was asked about an intake or a duty, if anything was."""
    if isinstance(about, IntakeSlot):
        return Ask.objects.filter(kind=AskKind.INTAKE, slot=about).first()
    return Ask.objects.filter(duty=about).first()


def reply_list(*, campaign: Campaign, open_only: bool = True) -> QuerySet[SmsReply]:
    """Text messages that came in about a campaign; by default those that wait for staff."""
    rows = SmsReply.objects.filter(campaign=campaign)
    return (rows.filter(Q(handled_at__isnull=True)) if open_only else rows).order_by("received_at", "id")


def reply_rows(*, campaign: Campaign) -> QuerySet[SmsReply]:
    """Text messages that came in about a campaign: those that wait for staff in front, then the latest."""
    rows = SmsReply.objects.filter(campaign=campaign).select_related("handled_by")
    return rows.order_by(F("handled_at").desc(nulls_first=True), "-received_at", "id")


def senders_of(*, replies: Collection[SmsReply]) -> dict[UUID, list[Ask]]:
    """Who may have sent each of some replies of a campaign: the trips that were asked about at its number."""
    hashes = {reply.id: phone_hashes(str(reply.phone)) for reply in replies}
    asks = Ask.objects.filter(
        kind=AskKind.TRIP,
        campaign__in={reply.campaign_id for reply in replies},
        phone_hash__in=set(chain.from_iterable(hashes.values())),
    )
    rows = list(asks.select_related("request", "worker").order_by("request__position", "id"))
    return {reply: [ask for ask in rows if ask.phone_hash in of] for reply, of in hashes.items()}


def _why(asks: Iterable[Ask]) -> CallWhy | None:
    asks = list(asks)
    if all(ask.worker_id is None and ask.answered_at is None for ask in asks):
        return CallWhy.NO_PHONE
    said = {ask.says_yes for ask in asks}
    if {True, False} <= said:
        return CallWhy.DIFFER
    return CallWhy.NO_ANSWER if any(ask.escalated_at and ask.answered_at is None for ask in asks) else None
