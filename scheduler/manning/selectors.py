"""Reading who drives."""

from __future__ import annotations

from uuid import UUID

from scheduler.manning.models import Driver, ManningState


def drivers_of(*, duty: UUID) -> list[Driver]:
    """The drivers who are named for a duty that is accepted, in the order of its drives, as the asker may see them."""
    named = Driver.objects.filter(named__manning=duty, named__manning__state=ManningState.ACCEPTED)
    return list(named.order_by("named__number"))
