"""What is offered beside what is asked of it and what the plan in force makes of it, as tables show it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from scheduler.campaigns.models import Campaign
from scheduler.fleet.models import Fleet, Service
from scheduler.intake.models import IntakeConfirmation, IntakeSlot
from scheduler.people.models import BoardingOption, Choice
from scheduler.people.states import PLANNABLE_STATES
from scheduler.places.models import Place
from scheduler.plans.models import Duty, Itinerary, Leg, PlanState

IN_FORCE = {"plan__state": PlanState.PUBLISHED}


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotPeople:
    """How many people may be placed in a slot, and how many the plan in force brings to it."""

    wished: int = 0
    taken: int = 0


def slot_rows(*, campaign: Campaign) -> QuerySet[IntakeSlot]:
    """The slots of a campaign, with employer, plant and contact.

    ``answer`` is the latest thing that the employer said (null: nothing yet).
    """
    said = IntakeConfirmation.objects.filter(slot=OuterRef("pk")).order_by("-plan_number")
    slots = IntakeSlot.objects.filter(campaign=campaign).annotate(answer=Subquery(said.values("state")[:1]))
    related = ("employer", "job_post__employer", "job_post__plant", "gate__gate__plant")
    return slots.select_related(*related).order_by("position", "code")


def people_of_slots(slots: Collection[IntakeSlot]) -> Mapping[UUID, SlotPeople]:
    """The people of some slots, by the slots' ids; counted for all of them at once, which no subquery a slot is."""
    ids = [slot.id for slot in slots]
    wished = Choice.objects.filter(slot__in=ids, request__state__in=PLANNABLE_STATES)
    taken = Itinerary.objects.filter(slot__in=ids, **IN_FORCE)
    asked, brought = (dict(_people(rows).values_list("slot", "people")) for rows in (wished, taken))
    return {id_: SlotPeople(wished=asked.get(id_, 0), taken=brought.get(id_, 0)) for id_ in ids}


def slots_wished(*, campaign: Campaign) -> QuerySet[Any]:
    """The ids of the slots in which somebody may be placed."""
    chosen = Choice.objects.filter(campaign=campaign, request__state__in=PLANNABLE_STATES)
    return chosen.order_by().values("slot")


def slots_full(*, campaign: Campaign) -> QuerySet[Any]:
    """The ids of the slots that the plan in force fills."""
    brought = _people(Itinerary.objects.filter(plan__campaign=campaign, **IN_FORCE))
    full: QuerySet[Any] = brought.filter(people__gte=F("slot__capacity")).values("slot")
    return full


def _people(rows: QuerySet[Any]) -> QuerySet[Any]:
    """How many people the rows of each slot are."""
    counted: QuerySet[Any] = rows.order_by().values("slot").annotate(people=Sum("request__size"))
    return counted


def fleet_rows(*, campaign: Campaign) -> QuerySet[Fleet]:
    """The fleets of a campaign, with whose they are; the plan in force uses ``used`` of the vehicles."""
    used = Duty.objects.filter(fleet=OuterRef("pk"), **IN_FORCE)
    fleets = Fleet.objects.filter(campaign=campaign).annotate(used=_of_each(used, "fleet", Count("pk")))
    with_all = fleets.select_related("operator", "start", "end").prefetch_related("crews", "slot_rows__slot")
    return with_all.order_by("position", "code")


def service_rows(*, campaign: Campaign) -> QuerySet[Service]:
    """The services of a campaign, with whose they are; in the plan in force ``taken`` people ride."""
    taken = Leg.objects.filter(service=OuterRef("pk"), **IN_FORCE)
    services = Service.objects.filter(campaign=campaign).annotate(
        taken=_of_each(taken, "service", Sum("itinerary__request__size"))
    )
    return services.select_related("operator", "origin", "destination").order_by("position", "code")


def place_rows(*, campaign: Campaign) -> QuerySet[Place]:
    """The places of a campaign; at ``boarding_n`` of them parties may board, ``is_gate_of_slot`` says of a slot's."""
    boarding = BoardingOption.objects.filter(place=OuterRef("pk"))
    places = Place.objects.filter(campaign=campaign).annotate(
        boarding_n=_of_each(boarding, "place", Count("pk")),
        is_gate_of_slot=Exists(IntakeSlot.objects.filter(gate=OuterRef("pk"))),
    )
    return places.select_related("owner").order_by("position", "code")


def _of_each(rows: QuerySet[Any], by: str, counted: Any) -> Coalesce:
    """A figure of the rows that belong to each, counted for those only that are shown."""
    one = rows.order_by().values(by).annotate(figure=counted).values("figure")
    return Coalesce(Subquery(one, output_field=IntegerField()), 0)
