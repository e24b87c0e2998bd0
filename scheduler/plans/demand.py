"""What is offered beside what is asked of it and what the plan in force makes of it, as tables show it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from scheduler.campaigns.models import Campaign
from scheduler.fleet.models import Fleet, Service
from scheduler.intake.models import IntakeConfirmation, IntakeSlot
from scheduler.people.models import BoardingOption
from scheduler.people.states import PLANNABLE_STATES
from scheduler.places.models import Place
from scheduler.plans.models import Duty, Itinerary, Leg, PlanState

IN_FORCE = {"plan__state": PlanState.PUBLISHED}


def slot_rows(*, campaign: Campaign) -> QuerySet[IntakeSlot]:
    """The slots of a campaign, with employer, plant and contact.

    ``wished`` people may be placed in each, the plan in force brings ``taken``, and ``answer`` is the latest thing
    that the employer said (null: nothing yet).
    """
    wished = Sum("choices__request__size", filter=Q(choices__request__state__in=PLANNABLE_STATES))
    taken = Itinerary.objects.filter(slot=OuterRef("pk"), **IN_FORCE)
    said = IntakeConfirmation.objects.filter(slot=OuterRef("pk")).order_by("-plan_number")
    slots = IntakeSlot.objects.filter(campaign=campaign).annotate(
        wished=Coalesce(wished, 0),
        taken=_of_each(taken, "slot", Sum("request__size")),
        answer=Subquery(said.values("state")[:1]),
    )
    related = ("employer", "job_post__employer", "job_post__plant", "gate__gate__plant")
    return slots.select_related(*related).order_by("position", "code")


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
