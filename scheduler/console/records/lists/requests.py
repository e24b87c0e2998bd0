"""The table of departure requests."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scheduler.campaigns.models import Campaign
from scheduler.console.acting import Visit
from scheduler.console.tables import Column, Filter, Table, table_of
from scheduler.people.selectors import request_rows, request_towns, requests_of_person
from scheduler.people.states import RequestState

COLUMNS = (
    Column(key="code", title=_("Request"), by=("code",)),
    Column(key="state", title=_("State"), by=("state",)),
    Column(key="people", title=pgettext_lazy("persons", "People")),
    Column(key="size", title=_("Size"), by=("size",), kind="number"),
    Column(key="town", title=_("Home town"), by=("town",)),
    Column(key="needs", title=_("Needs"), by=("-wheelchairs",)),
    Column(key="choices", title=_("Slots chosen"), by=("choices_n",)),
    Column(key="boarding", title=_("Boarding places"), by=("boarding_n",), kind="number"),
    Column(key="ready", title=_("Ready from"), by=("ready_at",)),
    Column(key="due", title=_("Due"), by=("due_at",)),
)
HAS = (("some", _("Some")), ("none", _("None")))


def requests_table(visit: Visit, campaign: Campaign) -> Table:
    """The requests of a campaign that the address asks for."""
    towns = [(town, town) for town in request_towns(campaign=campaign)]
    filters = (
        Filter(key="state", title=_("State"), choices=RequestState.choices, narrow=_in_state),
        *([Filter(key="town", title=_("Home town"), choices=towns, narrow=_of_town)] if towns else []),
        Filter(key="choices", title=_("Slots chosen"), choices=HAS, narrow=_having("choices_n")),
        Filter(key="boarding", title=_("Boarding places"), choices=HAS, narrow=_having("boarding_n")),
        Filter(key="needs", title=_("Needs"), choices=NEEDS, narrow=_with_needs),
    )
    rows = request_rows(campaign=campaign)
    return table_of(visit, rows, columns=COLUMNS, filters=filters, search=_search_in(campaign))


NEEDS = (("wheelchair", _("A wheelchair space")), ("priority", _("Priority")))


def _in_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    return rows.filter(state=state)


def _of_town(rows: QuerySet[Any], town: str) -> QuerySet[Any]:
    return rows.filter(town=town)


def _having(number: str) -> Any:
    return lambda rows, value: rows.filter(**{f"{number}__gt": 0} if value == "some" else {number: 0})


def _with_needs(rows: QuerySet[Any], need: str) -> QuerySet[Any]:
    return rows.filter(wheelchairs__gt=0) if need == "wheelchair" else rows.filter(priority__gt=0)


def _search_in(campaign: Campaign) -> Any:
    def search(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        theirs = requests_of_person(campaign=campaign, words=words)
        return rows.filter(Q(code__icontains=words) | Q(town__icontains=words) | Q(id__in=theirs))

    return search
