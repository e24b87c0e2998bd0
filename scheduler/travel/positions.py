"""Where vehicles are while they are on the road: the last position of each telephone or tracker, and no trail."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.gis.geos import Point
from django.db.models import Max

from scheduler import clock
from scheduler.organisations.tenancy import SYSTEM, acting_as, acting_as_system
from scheduler.plans.models import Duty
from scheduler.travel.case import case_of, seen_of_duty
from scheduler.travel.models import Position

FORGOTTEN_AFTER = timedelta(hours=12)
"""A duty that nobody has ended counts as over so long after its planned end and its last position."""


def position_record(*, duty: Duty, device: str, at: datetime, lon: float, lat: float) -> bool:
    """Keep where a device of a duty is; False, and nothing is kept, unless the duty is on the road.

    What comes later than something newer changes nothing.
    """
    with acting_as(duty.plan.campaign.bureau_id, SYSTEM):
        progress = case_of(duty).progress(seen_of_duty(duty))
        if progress.has_ended or not progress.has_begun:
            return False
        last = Position.objects.select_for_update().filter(duty=duty, device=device).first()
        # A moment still to come is no newer one: the device's clock was fast, and may have been put right since.
        if last is not None and at < last.at <= clock.now():
            return True
        Position.objects.update_or_create(
            duty=duty,
            device=device,
            defaults={"campaign_id": duty.campaign_id, "at": at, "point": Point(lon, lat)},
        )
    return True


def positions_forget() -> int:
    """Delete the positions of duties that nobody has ended and that must be over; returns how many."""
    oldest = clock.now() - FORGOTTEN_AFTER
    with acting_as_system():
        over = (
            Duty.objects.filter(positions__at__lt=oldest).annotate(end=Max("stops__departs_at")).filter(end__lt=oldest)
        )
        return Position.objects.filter(duty__in=list(over.values_list("id", flat=True))).delete()[0]
