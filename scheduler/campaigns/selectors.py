"""Reading campaigns."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from django.db.models import QuerySet

from scheduler.campaigns.mapping import bare_problem
from scheduler.campaigns.models import AccessRule, Campaign, CampaignRow, Contact, Participation
from scheduler.errors import NotFound
from scheduler.fleet.mapping import fleets_of, service_of
from scheduler.fleet.models import Service
from scheduler.intake.mapping import slot_of
from scheduler.intake.models import IntakeSlot
from scheduler.people.mapping import parties_of
from scheduler.places.mapping import location_of
from scheduler.places.models import Place
from scheduler.plans.begun import journeys_begun, with_begun
from solvers.problem import Problem


def campaign_get(*, campaign_id: UUID) -> Campaign:
    """The campaign of this id.

    Raises
    ------
    NotFound
        There is none that the asker may see.
    """
    campaign = Campaign.objects.select_related("bureau").filter(id=campaign_id).first()
    if campaign is None:
        raise NotFound(f"no campaign {campaign_id}")
    return campaign


def campaign_list() -> QuerySet[Campaign]:
    """The campaigns that the asker may see, the newest first."""
    return Campaign.objects.select_related("bureau").order_by("-created_at", "id")


def participation_list(*, campaign: Campaign) -> QuerySet[Participation]:
    """Who takes part in a campaign, in order of invitation."""
    return Participation.objects.filter(campaign=campaign).select_related("organisation").order_by("created_at", "id")


def contact_list(*, campaign: Campaign) -> QuerySet[Contact]:
    """Whom to call about a campaign."""
    return Contact.objects.filter(campaign=campaign).order_by("created_at", "id")


def access_rule_list(*, campaign: Campaign) -> QuerySet[AccessRule]:
    """How far people go to board, and how fast."""
    return AccessRule.objects.filter(campaign=campaign).order_by("id")


def campaign_problem(campaign: Campaign, *, parties: Collection[str] | None = None) -> Problem:
    """The campaign as a problem of the transfer format: for an imported one, exactly what was imported.

    Requests that are drafts or have ended early are left out, unless the codes of ``parties`` name those that are
    meant. Who is under way or has arrived stays, and the problem allows for what has happened
    (:mod:`scheduler.plans.begun`).
    """
    places, slots = _grounds(campaign)
    begun = {code: one for code, one in journeys_begun(campaign).items() if parties is None or code in parties}
    found = parties_of(campaign, _codes(places), _codes(slots), parties, begun=begun)
    return with_begun(replace(_offers(campaign, places, slots), parties=found), begun)


def campaign_offers(campaign: Campaign) -> Problem:
    """The campaign as a problem without its parties: places, slots, fleets, services and rules."""
    return _offers(campaign, *_grounds(campaign))


def _grounds(campaign: Campaign) -> tuple[list[Place], list[IntakeSlot]]:
    """The places and slots of a campaign, which all else names."""
    places = Place.objects.filter(campaign=campaign).order_by("position", "code")
    return list(places), list(IntakeSlot.objects.filter(campaign=campaign).order_by("position", "code"))


def _codes(rows: Iterable[CampaignRow]) -> dict[UUID, str]:
    return {row.id: row.code for row in rows}


def _offers(campaign: Campaign, places: Collection[Place], slots: Collection[IntakeSlot]) -> Problem:
    services = Service.objects.filter(campaign=campaign).order_by("position", "code")
    place_codes = _codes(places)
    return replace(
        bare_problem(campaign),
        locations=tuple(map(location_of, places)),
        slots=tuple(slot_of(slot, place_codes) for slot in slots),
        fleets=fleets_of(campaign, place_codes, _codes(slots)),
        services=tuple(service_of(service, place_codes) for service in services),
    )
