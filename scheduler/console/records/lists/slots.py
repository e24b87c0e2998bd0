"""The table of intake slots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scheduler.campaigns.models import Campaign
from scheduler.console.acting import Visit
from scheduler.console.tables import Column, Filter, Table, table_of
from scheduler.intake.models import ConfirmationState
from scheduler.plans.demand import slot_rows, slots_full, slots_wished

COLUMNS = (
    Column(key="code", title=_("Slot"), by=("code",)),
    Column(key="employer", title=_("Employer"), by=("employer__name",)),
    Column(key="job", title=_("Job"), by=("job_post__title",)),
    Column(key="gate", title=_("Plant and gate"), by=("gate__name",)),
    Column(key="window", title=_("Takes in"), by=("windows__0__0",)),
    Column(key="capacity", title=_("Headcount"), by=("capacity",), kind="number"),
    Column(key="least", title=_("At least"), by=("min_headcount",), kind="number"),
    Column(key="wished", title=_("May be placed"), kind="number"),
    Column(key="taken", title=_("Planned"), kind="number"),
    Column(key="answer", title=_("Employer says"), by=("answer",)),
    Column(key="contact", title=_("Contact")),
)
FILLED = (
    ("free", _("Has free places")),
    ("full", _("Is full")),
    ("unwished", _("Nobody may be placed")),
)
CONTACTS = (("some", _("Named")), ("none", pgettext_lazy("of a record", "Missing")))
ANSWERS = (*ConfirmationState.choices, ("none", _("Nothing yet")))


def slots_table(visit: Visit, campaign: Campaign) -> Table:
    """The slots of a campaign that the address asks for."""
    filters = (
        Filter(key="filled", title=_("Headcount"), choices=FILLED, narrow=_filled_in(campaign)),
        Filter(key="contact", title=_("Contact"), choices=CONTACTS, narrow=_with_contact),
        Filter(key="answer", title=_("Employer says"), choices=ANSWERS, narrow=_answered),
    )
    return table_of(visit, slot_rows(campaign=campaign), columns=COLUMNS, filters=filters, search=_search)


def _filled_in(campaign: Campaign) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    def narrow(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == "unwished":
            return rows.exclude(id__in=slots_wished(campaign=campaign))
        full = slots_full(campaign=campaign)
        return rows.exclude(id__in=full) if value == "free" else rows.filter(id__in=full)

    return narrow


def _with_contact(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(gate__gate__isnull=value == "none")


def _answered(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(answer__isnull=True) if value == "none" else rows.filter(answer=value)


def _search(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    fields = ("code", "employer__name", "employer__name_en", "job_post__title", "gate__name", "gate__code")
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__icontains": words})
    return rows.filter(found)
