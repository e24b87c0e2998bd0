"""The tables of fleets and of services."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.console.acting import Visit
from scheduler.console.tables import Column, Filter, Table, table_of
from scheduler.plans.demand import fleet_rows, service_rows

FLEET_COLUMNS = (
    Column(key="code", title=_("Fleet"), by=("code",)),
    Column(key="operator", title=_("Whose"), by=("operator__name",)),
    Column(key="count", title=_("Vehicles"), by=("count",), kind="number"),
    Column(key="used", title=_("On duty"), by=("used",), kind="number"),
    Column(key="seats", title=_("Seats"), by=("seats",), kind="number"),
    Column(key="crews", title=_("Drivers")),
    Column(key="start", title=_("Begins, ends"), by=("start__name",)),
    Column(key="free", title=_("Free"), by=("available_from",)),
    Column(key="price", title=_("Price"), by=("cost_per_km",)),
    Column(key="offer", title=pgettext_lazy("of a carrier", "Offer"), by=("hold_until",)),
    Column(key="only", title=_("Only for")),
)
SERVICE_COLUMNS = (
    Column(key="code", title=_("Service"), by=("code",)),
    Column(key="operator", title=_("Whose"), by=("operator__name",)),
    Column(key="mode", title=_("Kind"), by=("mode",)),
    Column(key="way", title=_("From, to"), by=("origin__name",)),
    Column(key="departs", title=_("Departs"), by=("departs_at",)),
    Column(key="arrives", title=_("Arrives"), by=("arrives_at",)),
    Column(key="seats", title=_("Seats"), by=("seats",), kind="number"),
    Column(key="taken", title=_("Planned"), by=("taken",), kind="number"),
    Column(key="least", title=_("At least"), by=("min_load",), kind="number"),
    Column(key="group", title=_("Of one aircraft"), by=("group",)),
    Column(key="price", title=_("Price"), by=("cost_fixed",)),
    Column(key="offer", title=pgettext_lazy("of a carrier", "Offer"), by=("hold_until",)),
)
OFFERS = (
    ("firm", _("Firm")),
    ("held", _("Option, held")),
    ("booked", _("Option, booked")),
    ("expired", _("Option, run out")),
)


def fleets_table(visit: Visit, campaign: Campaign) -> Table:
    """The fleets of a campaign that the address asks for."""
    rows = fleet_rows(campaign=campaign)
    return table_of(visit, rows, columns=FLEET_COLUMNS, filters=(_OFFER,), search=_search)


def services_table(visit: Visit, campaign: Campaign) -> Table:
    """The services of a campaign that the address asks for."""
    rows = service_rows(campaign=campaign)
    return table_of(visit, rows, columns=SERVICE_COLUMNS, filters=(_OFFER,), search=_search)


def _offered(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    now = clock.now()
    if value == "firm":
        return rows.filter(hold_until__isnull=True)
    if value == "booked":
        return rows.filter(booked_at__isnull=False)
    late = Q(hold_until__lt=now) if value == "expired" else Q(hold_until__gte=now)
    return rows.filter(late, booked_at__isnull=True)


_OFFER = Filter(key="offer", title=pgettext_lazy("of a carrier", "Offer"), choices=OFFERS, narrow=_offered)


def _search(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    named = Q(code__icontains=words) | Q(name__icontains=words) | Q(name_en__icontains=words)
    return rows.filter(named | Q(operator__name__icontains=words))
