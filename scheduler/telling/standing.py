"""How a published plan stands with those who were told of it: what was sent, who has answered, who is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from scheduler import clock
from scheduler.answers.models import Ask, AskKind, SmsReply
from scheduler.intake.models import ConfirmationState, IntakeConfirmation, IntakeSlot
from scheduler.manning.models import Manning, ManningState
from scheduler.outbox.models import Message
from scheduler.plans.models import Plan
from scheduler.telling.models import PlanTelling

OPEN, OVERDUE, YES, PART, NO = "open", "overdue", "yes", "part", "no"
"""Not answered yet, not answered in time, and the three answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How many were asked, and what they said; ``overdue`` are those of the open ones who are late."""

    asked: int
    yes: int
    part: int
    no: int
    overdue: int

    @property
    def answered(self) -> int:
        """Who has said something."""
        return self.yes + self.part + self.no

    @property
    def open(self) -> int:
        """Who has not answered yet."""
        return self.asked - self.answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far telling and answering are; ``told`` is None until everyone has been written to.

    ``messages`` count by channel and state, ``replies`` the text messages that came in and that somebody has to read.
    """

    told: PlanTelling | None
    replies: int
    messages: tuple[tuple[str, str, int], ...]
    trips: Answers
    intakes: Answers
    duties: Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeAnswer:
    """What an employer says to the ``people`` that come to a slot."""

    slot: IntakeSlot
    people: int
    answer: IntakeConfirmation | None
    due_at: datetime | None

    @property
    def state(self) -> str:
        """One of the words above."""
        if self.answer is None:
            return OVERDUE if self.due_at and self.due_at < clock.now() else OPEN
        said = {ConfirmationState.CONFIRMED: YES, ConfirmationState.PARTIAL: PART, ConfirmationState.DECLINED: NO}
        return said[ConfirmationState(self.answer.state)]


def standing_of(*, plan: Plan) -> Standing:
    """Count."""
    intakes = intake_answers(plan=plan)
    unread = SmsReply.objects.filter(campaign=OuterRef("campaign"), handled_at__isnull=True).order_by()
    number = Subquery(unread.values("campaign").annotate(number=Count("id")).values("number"))
    told = PlanTelling.objects.filter(plan=plan).annotate(replies=Coalesce(number, 0)).first()
    return Standing(
        told=told,
        replies=told.replies if told else 0,
        messages=_messages(plan),
        trips=_trips(plan),
        intakes=Answers(
            asked=len(intakes),
            **{name: sum(one.state == name for one in intakes) for name in (YES, PART, NO, OVERDUE)},
        ),
        duties=_duties(plan),
    )


def messages_since(*, plan: Plan) -> QuerySet[Message]:
    """What was posted in the plan's campaign since it was published, the latest first."""
    since = plan.published_at
    posted = (
        Message.objects.filter(campaign_id=plan.campaign_id, created_at__gte=since) if since else Message.objects.none()
    )
    return posted.order_by("-created_at", "id")


def trip_answers(*, plan: Plan) -> QuerySet[Ask]:
    """Who was asked whether they travel, by when they have to answer."""
    asks = Ask.objects.filter(kind=AskKind.TRIP, campaign_id=plan.campaign_id, request__itineraries__plan=plan)
    return asks.select_related("request", "worker", "answered_by").order_by("due_at", "id")


def intake_answers(*, plan: Plan) -> list[IntakeAnswer]:
    """What employers say to what a plan brings to their slots, those who are late first."""
    due = Ask.objects.filter(kind=AskKind.INTAKE, slot_id=OuterRef("pk")).values("due_at")[:1]
    said = IntakeConfirmation.objects.filter(plan_number=plan.number).select_related("decided_by")
    slots = (
        IntakeSlot.objects.filter(itineraries__plan=plan, employer__isnull=False)
        .annotate(people=Sum("itineraries__request__size"), due_at=Subquery(due))
        .select_related("employer")
        .prefetch_related(Prefetch("confirmations", queryset=said, to_attr="said"))
        .order_by("position", "code")
    )
    rows = [
        IntakeAnswer(slot=slot, people=slot.people, answer=next(iter(slot.said), None), due_at=slot.due_at)
        for slot in slots
    ]
    return sorted(rows, key=lambda one: (OVERDUE, OPEN, NO, PART, YES).index(one.state))


def duty_answers(*, plan: Plan) -> QuerySet[Manning]:
    """What operators say to the duties of a plan, with the moment by which they have to (``due_at``)."""
    due = Ask.objects.filter(kind=AskKind.DUTY, duty_id=OuterRef("duty_id")).order_by("-asked_at").values("due_at")[:1]
    mannings = Manning.objects.filter(duty__plan=plan).select_related("duty__fleet", "operator", "decided_by")
    asked = mannings.prefetch_related("drivers__driver").annotate(due_at=Subquery(due))
    return asked.order_by(F("due_at").asc(nulls_last=True), "duty__position")


def _messages(plan: Plan) -> tuple[tuple[str, str, int], ...]:
    counted = messages_since(plan=plan).order_by().values_list("channel", "state").annotate(Count("id"))
    return tuple(sorted(counted))


def _trips(plan: Plan) -> Answers:
    late = Q(answered_at__isnull=True, due_at__lt=clock.now())
    counted = (
        trip_answers(plan=plan)
        .order_by()
        .aggregate(
            asked=Count("id"),
            yes=Count("id", filter=Q(says_yes=True)),
            no=Count("id", filter=Q(says_yes=False)),
            overdue=Count("id", filter=late),
        )
    )
    return Answers(**counted, part=0)


def _duties(plan: Plan) -> Answers:
    asked = Q(state=ManningState.ASKED)
    counted = (
        duty_answers(plan=plan)
        .order_by()
        .aggregate(
            asked=Count("duty_id"),
            yes=Count("duty_id", filter=Q(state=ManningState.ACCEPTED)),
            no=Count("duty_id", filter=Q(state=ManningState.REFUSED)),
            overdue=Count("duty_id", filter=asked & Q(due_at__lt=clock.now())),
        )
    )
    return Answers(**counted, part=0)
