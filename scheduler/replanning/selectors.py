"""Reading events."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from scheduler.campaigns.models import Campaign
from scheduler.errors import NotFound
from scheduler.replanning.models import Event


def event_list(*, campaign: Campaign) -> QuerySet[Event]:
    """The campaign's events, the first one first, with their runs and who reported them."""
    events = Event.objects.filter(campaign=campaign).select_related("run", "reported_by")
    return events.order_by("created_at", "id")


def event_get(*, event_id: UUID) -> Event:
    """The event of this id.

    Raises
    ------
    NotFound
        There is none that the asker may see.
    """
    event = Event.objects.select_related("run", "reported_by").filter(id=event_id).first()
    if event is None:
        raise NotFound(f"no event {event_id}")
    return event
