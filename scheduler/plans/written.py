"""Whether anything was written since that plans are checked against: told in one query, without reading any of it."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, Count, Func, Q, QuerySet, Sum, Value

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.fleet.models import Crew, Fleet, FleetSlot, Service
from scheduler.intake.models import IntakeSlot
from scheduler.people.models import BoardingOption, Choice, DepartureRequest
from scheduler.people.states import UNDER_WAY
from scheduler.places.models import Place
from scheduler.plans.models import ManifestIssue, Plan
from scheduler.replanning.models import Event
from scheduler.travel.models import Alert, TravelEvent

READ = (
    Place, IntakeSlot, Fleet, Crew, FleetSlot, Service, DepartureRequest, BoardingOption, Choice,
    ManifestIssue, Plan, Event, TravelEvent, Alert,
)  # fmt: skip
"""Everything of a campaign that a check reads."""


class _Writer(Func):
    """The transaction that wrote a row; later ones have higher numbers."""

    template = "xmin::text::bigint"
    output_field = BigIntegerField()


def campaign_mark(*, campaign: Campaign) -> str:
    """Another text whenever something is written, added or taken away that a plan of the campaign is checked against.

    Of as many rows as before some have a later writer then. What time alone changes is offers that run out, and
    journeys that go on: with somebody under way each minute has a mark of its own.
    """
    tables = [model._default_manager.filter(campaign=campaign) for model in READ]
    requests = DepartureRequest.objects.filter(campaign=campaign, state__in=UNDER_WAY)
    late = Q(booked_at=None, hold_until__lt=clock.now())
    expired = [model._default_manager.filter(late, campaign=campaign) for model in (Fleet, Service)]
    first, *others = (_counted(k, rows) for k, rows in enumerate([requests, *expired, *tables]))
    found = sorted(first.union(*others, all=True))
    goes_on = f" {clock.now():%d %H:%M}" if any(part == 0 for part, *_ in found) else ""
    return f"{campaign.version} {' '.join(':'.join(map(str, one)) for one in found)}{goes_on}"


def _counted(part: int, rows: QuerySet[Any]) -> QuerySet[Any, tuple[Any, ...]]:
    """The part's number, how many rows it has, and the sum of their writers; nothing where it has none."""
    counted = rows.order_by().values("campaign").annotate(part=Value(part), rows=Count("pk"), writers=Sum(_Writer()))
    found: QuerySet[Any, tuple[Any, ...]] = counted.values_list("part", "rows", "writers")
    return found
