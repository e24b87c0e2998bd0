"""Who leaves when from where, and who has boarded: a day at the stops of a township's people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from scheduler import clock
from scheduler.answers.selectors import trip_list
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import TOWNS, campaign_page, zone_of
from scheduler.console.screen import screen
from scheduler.plans.selectors import plan_find_published
from scheduler.travel.leaving import Leaving, leaving


@screen(roles=TOWNS)
def departures(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """The departures of a day: today, or the next one on which anybody leaves."""
    campaign = campaign_get(campaign_id=campaign_id)
    plan = plan_find_published(campaign=campaign)
    found = leaving(plan=plan, parties=trip_list(plan=plan)) if plan else []
    with timezone.override(zone_of(campaign)):
        days = sorted({_day(one) for one in found})
        day = _shown(days, visit.GET.get("day", ""), timezone.localdate(clock.now()))
        rows = [one for one in found if _day(one) == day]
    return campaign_page(
        visit,
        "console/towns/departures.html",
        campaign=campaign,
        here="town_departures",
        plan=plan,
        days=days,
        day=day,
        rows=rows,
        people=sum(one.people for one in rows),
        boarded=sum(one.boarded for one in rows),
        away=sum(one.away for one in rows),
    )


def _day(one: Leaving) -> date:
    return timezone.localdate(one.pickup.at)


def _shown(days: Sequence[date], asked: str, today: date) -> date | None:
    """The day that was asked for, else today or the next one, else the last."""
    named = next((day for day in days if day.isoformat() == asked), None)
    return named or next((day for day in days if day >= today), days[-1] if days else None)
