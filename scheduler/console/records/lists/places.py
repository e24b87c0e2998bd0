"""The table of places."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scheduler.campaigns.models import Campaign
from scheduler.console.acting import Visit
from scheduler.console.tables import Column, Filter, Table, table_of
from scheduler.places.models import PlaceKind
from scheduler.plans.demand import place_rows

COLUMNS = (
    Column(key="code", title=_("Place"), by=("code",)),
    Column(key="name", title=_("Name"), by=("name",)),
    Column(key="kind", title=_("Kind"), by=("kind",)),
    Column(key="hours", title=_("Open"), by=("opens_s",)),
    Column(key="boarding", title=_("May board"), by=("boarding_n",), kind="number"),
    Column(key="point", title=_("Latitude, longitude")),
    Column(key="owner", title=_("Whose"), by=("owner__name",)),
)
POINTS = (("some", _("Known")), ("none", pgettext_lazy("of a record", "Missing")))


def places_table(visit: Visit, campaign: Campaign) -> Table:
    """The places of a campaign that the address asks for."""
    filters = (
        Filter(key="kind", title=_("Kind"), choices=PlaceKind.choices, narrow=_of_kind),
        Filter(key="point", title=_("Where it is"), choices=POINTS, narrow=_with_point),
    )
    return table_of(visit, place_rows(campaign=campaign), columns=COLUMNS, filters=filters, search=_search)


def _of_kind(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    return rows.filter(kind=kind)


def _with_point(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(point__isnull=value == "none")


def _search(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    return rows.filter(Q(code__icontains=words) | Q(name__icontains=words) | Q(name_en__icontains=words))
