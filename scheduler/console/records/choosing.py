"""What can be chosen in a campaign, as forms offer it: codes with words beside them."""

from __future__ import annotations

from scheduler.campaigns.models import Campaign
from scheduler.console.language import language
from scheduler.intake.selectors import slot_list
from scheduler.places.models import Place, PlaceKind
from scheduler.places.selectors import place_list

Choosable = list[tuple[str, str]]


def places_known(campaign: Campaign, *kinds: PlaceKind) -> Choosable:
    """The campaign's places of some kinds, or all, with their names."""
    places = place_list(campaign=campaign)
    return [(place.code, place_words(place)) for place in (places.filter(kind__in=kinds) if kinds else places)]


def place_words(place: Place) -> str:
    """The name of a place, in the reader's language where there is one."""
    return (language() == "en" and place.name_en) or place.name or place.code


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
