"""Reading places."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from scheduler.campaigns.models import Campaign
from scheduler.errors import NotFound
from scheduler.places.models import Place


def place_get(*, place_id: UUID) -> Place:
    """The place of this id.

    Raises
    ------
    NotFound
        There is none that the asker may see.
    """
    place = Place.objects.select_related("campaign").filter(id=place_id).first()
    if place is None:
        raise NotFound(f"no place {place_id}")
    return place


def place_list(*, campaign: Campaign) -> QuerySet[Place]:
    """The places of a campaign, in the order of its document."""
    return Place.objects.filter(campaign=campaign).order_by("position", "code")
