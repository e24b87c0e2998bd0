"""What can be chosen in a campaign, as forms offer it: codes with words beside them."""

from __future__ import annotations

from uuid import UUID

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import participation_list
from scheduler.console.language import language
from scheduler.console.templatetags.named import named
from scheduler.intake.models import Plant
from scheduler.intake.selectors import plant_list, slot_list
from scheduler.organisations.roles import OrganisationKind
from scheduler.places.models import Place, PlaceKind
from scheduler.places.selectors import place_list

Choosable = list[tuple[str, str]]


def places_known(campaign: Campaign, *kinds: PlaceKind) -> Choosable:
    """The campaign's places of some kinds, or all, with their names."""
    places = place_list(campaign=campaign)
    return [(place.code, place_words(place)) for place in (places.filter(kind__in=kinds) if kinds else places)]


def place_words(place: Place) -> str:
    """The name of a place, in the reader's language where there is one."""
    return _named(place) or place.code


def _named(one: Place | Plant) -> str:
    return (language() == "en" and one.name_en) or one.name or ""


def employers_known(campaign: Campaign) -> list[tuple[UUID, str]]:
    """The employers that take part in a campaign."""
    found = participation_list(campaign=campaign).filter(organisation__kind=OrganisationKind.EMPLOYER)
    return [(one.organisation_id, named(one.organisation)) for one in found]


def plants_known() -> list[tuple[UUID, str]]:
    """The plants of employers whom one knows, with whose they are."""
    plants = plant_list().select_related("employer")
    return [(plant.id, f"{named(plant.employer)} · {_named(plant)}") for plant in plants]


def slots_known(campaign: Campaign) -> Choosable:
    """The campaign's slots, each with its gate, its job and its places."""
    return [
        (
            slot.code,
            " · ".join(
                text
                for text in (place_words(slot.gate), slot.job_post.title if slot.job_post else "", str(slot.capacity))
                if text
            ),
        )
        for slot in slot_list(campaign=campaign)
    ]
