"""Duties and intakes of a plan, for those who do the work."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet, Sum

from scheduler.errors import NotFound
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.models import Organisation
from scheduler.plans.models import Duty, Itinerary, Plan, Stop


def duty_list(*, plan: Plan, carrier: Organisation | None) -> QuerySet[Duty]:
    """The duties of a plan with their stops, all of them or those of one carrier's vehicles."""
    duties = Duty.objects.filter(plan=plan)
    chosen = duties if carrier is None else duties.filter(fleet__operator=carrier)
    return _with_stops(chosen).order_by("position")


def duty_get(*, duty_id: UUID, carrier: Organisation | None) -> Duty:
    """The duty of this id, if it is the carrier's (None: whosever).

    Raises
    ------
    NotFound
        There is none that the asker may see.
    """
    duties = Duty.objects.filter(id=duty_id)
    chosen = duties if carrier is None else duties.filter(fleet__operator=carrier)
    duty = _with_stops(chosen).prefetch_related("stops__actions__request", "drives").first()
    if duty is None:
        raise NotFound(f"no duty {duty_id}")
    return duty


def intake_slot_list(*, plan: Plan) -> QuerySet[IntakeSlot]:
    """The slots into which a plan brings people."""
    slots = IntakeSlot.objects.filter(itineraries__plan=plan).select_related("gate")
    return slots.distinct().order_by("position", "code")


def headcounts(*, plan: Plan) -> dict[UUID, int]:
    """How many people a plan brings to each slot."""
    counts = Itinerary.objects.filter(plan=plan).values("slot_id").annotate(people=Sum("request__size"))
    return {row["slot_id"]: row["people"] for row in counts.order_by("slot_id")}


def _with_stops(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    stops = Stop.objects.select_related("place").order_by("position")
    return duties.select_related("fleet", "plan__campaign").prefetch_related(Prefetch("stops", queryset=stops))
