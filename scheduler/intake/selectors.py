"""Reading what employers offer."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, Sum

from scheduler.campaigns.models import Campaign
from scheduler.errors import NotFound
from scheduler.intake.models import Gate, IntakeConfirmation, IntakeSlot, JobPost, Plant
from scheduler.organisations.models import Organisation
from scheduler.places.models import Place, PlaceKind


def plant_get(*, plant_id: UUID) -> Plant:
    """The plant of this id; raises NotFound where there is none that the asker may see."""
    plant = Plant.objects.filter(id=plant_id).first()
    if plant is None:
        raise NotFound(f"no plant {plant_id}")
    return plant


def plant_list() -> QuerySet[Plant]:
    """The plants that the asker may see."""
    return Plant.objects.order_by("employer_id", "code")


def plants_with_gates(*, campaign: Campaign) -> QuerySet[Plant]:
    """The plants that the asker may see, each with those of its gates that are in the campaign."""
    gates = Gate.objects.filter(campaign=campaign).select_related("place").order_by("place__position", "id")
    plants = plant_list().select_related("employer")
    return plants.prefetch_related(Prefetch("gates", queryset=gates))


def gate_list(*, campaign: Campaign) -> QuerySet[Gate]:
    """The gates of a campaign whose plant is known."""
    return Gate.objects.filter(campaign=campaign).select_related("place", "plant").order_by("place__position", "id")


def job_post_get(*, job_post_id: UUID) -> JobPost:
    """The job post of this id; raises NotFound where there is none that the asker may see."""
    post = JobPost.objects.select_related("campaign", "plant", "employer").filter(id=job_post_id).first()
    if post is None:
        raise NotFound(f"no job post {job_post_id}")
    return post


def job_post_list(*, campaign: Campaign) -> QuerySet[JobPost]:
    """The jobs posted to a campaign."""
    return JobPost.objects.filter(campaign=campaign).select_related("plant").order_by("position", "code")


def job_post_rows(*, campaign: Campaign) -> QuerySet[JobPost]:
    """The jobs posted to a campaign with whose they are; ``offered`` is how many people their slots take in."""
    posts = JobPost.objects.filter(campaign=campaign).select_related("employer", "plant")
    return posts.annotate(offered=Sum("intake_slots__capacity", default=0)).order_by("position", "code")


def slot_get(*, slot_id: UUID) -> IntakeSlot:
    """The intake slot of this id; raises NotFound where there is none that the asker may see."""
    slot = IntakeSlot.objects.select_related("campaign", "gate", "job_post").filter(id=slot_id).first()
    if slot is None:
        raise NotFound(f"no intake slot {slot_id}")
    return slot


def slot_list(*, campaign: Campaign) -> QuerySet[IntakeSlot]:
    """The intake slots of a campaign, in the order of its document."""
    return IntakeSlot.objects.filter(campaign=campaign).select_related("gate", "job_post").order_by("position", "code")


def confirmation_find(*, slot: IntakeSlot, plan_number: int) -> IntakeConfirmation | None:
    """What the employer said to what a version of the plan brings to a slot, if anything."""
    return IntakeConfirmation.objects.filter(slot=slot, plan_number=plan_number).first()


def confirmation_list(*, campaign: Campaign, plan_number: int) -> QuerySet[IntakeConfirmation]:
    """What employers said to a version of the plan."""
    confirmations = IntakeConfirmation.objects.filter(campaign=campaign, plan_number=plan_number)
    return confirmations.select_related("slot").order_by("slot__position", "slot__code")


def confirmation_history(*, slot: IntakeSlot) -> QuerySet[IntakeConfirmation]:
    """What the employer said to every version of the plan that brought somebody to a slot, the latest first."""
    return IntakeConfirmation.objects.filter(slot=slot).select_related("decided_by").order_by("-plan_number")


def gates_at_hand(*, campaign: Campaign, employer: Organisation) -> list[Place]:
    """The gates at which an employer can offer a slot: its own ones and those that it has used, else all there are."""
    gates = Place.objects.filter(campaign=campaign, kind=PlaceKind.GATE).order_by("position", "code")
    mine = Q(owner=employer) | Q(gate__plant__employer=employer) | Q(intake_slots__employer=employer)
    return list(gates.filter(mine).distinct()) or list(gates)
