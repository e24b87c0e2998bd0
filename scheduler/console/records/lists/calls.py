"""The table of people to be phoned."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from scheduler.calls.outcomes import Outcome
from scheduler.calls.selectors import call_list, call_towns
from scheduler.campaigns.models import Campaign
from scheduler.console.acting import Visit
from scheduler.console.tables import Column, Filter, Table, table_of

COLUMNS = (
    Column(key="name", title=_("Full name")),
    Column(key="phone", title=_("Telephone")),
    Column(key="town", title=_("Home town"), by=("town",)),
    Column(key="employer", title=_("Wanted by"), by=("employer_name",)),
    Column(key="outcome", title=_("What came of it"), by=("outcome",)),
    Column(key="again", title=_("Call again at"), by=("call_again_at",)),
    Column(key="tries", title=_("Calls"), by=("tries",), kind="number"),
    Column(key="request", title=_("Request")),
)


def calls_table(visit: Visit, campaign: Campaign) -> Table:
    """The calls of a campaign that the address asks for."""
    towns = [
        (town.name, f"{town.name} · {town.outcomes[Outcome.TO_CALL]} / {town.calls}")
        for town in call_towns(campaign=campaign)
        if town.name
    ]
    filters = (
        Filter(key="town", title=_("Home town (to be called / all)"), choices=towns, narrow=_of_town),
        Filter(key="outcome", title=_("What came of it"), choices=Outcome.choices, narrow=_with_outcome),
    )
    rows = call_list(campaign=campaign).select_related("request")
    return table_of(visit, rows, columns=COLUMNS, filters=filters, search=_search)


def _of_town(rows: QuerySet[Any], town: str) -> QuerySet[Any]:
    return rows.filter(town=town)


def _with_outcome(rows: QuerySet[Any], outcome: str) -> QuerySet[Any]:
    return rows.filter(outcome=outcome)


def _search(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    return rows.filter(Q(town__icontains=words) | Q(employer_name__icontains=words) | Q(remark__icontains=words))
