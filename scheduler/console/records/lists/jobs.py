"""The table of jobs."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.models import Campaign
from scheduler.console.acting import Visit
from scheduler.console.tables import Column, Filter, Table, table_of
from scheduler.intake.selectors import job_post_rows

COLUMNS = (
    Column(key="title", title=_("Job"), by=("title",)),
    Column(key="employer", title=_("Employer"), by=("employer__name",)),
    Column(key="plant", title=_("Plant"), by=("plant__name",)),
    Column(key="people", title=_("How many people"), by=("headcount",), kind="number"),
    Column(key="offered", title=_("Places in slots"), by=("offered",), kind="number"),
    Column(key="pay", title=_("Pay a month"), by=("pay_from",), kind="number"),
    Column(key="age", title=_("Age"), by=("age_from",), kind="number"),
    Column(key="skills", title=_("Skills")),
)
OFFERED = (("some", _("Some")), ("none", _("None")))
SEARCHED = ("code", "title", "title_en", "workshop", "employer__name", "employer__name_en", "plant__name")


def jobs_table(visit: Visit, campaign: Campaign) -> Table:
    """The jobs of a campaign that the address asks for."""
    filters = (Filter(key="slots", title=_("Places in slots"), choices=OFFERED, narrow=_offered),)
    return table_of(visit, job_post_rows(campaign=campaign), columns=COLUMNS, filters=filters, search=_search)


def _offered(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(offered__gt=0) if value == "some" else rows.filter(offered=0)


def _search(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    found = Q()
    for field in SEARCHED:
        found |= Q(**{f"{field}__icontains": words})
    return rows.filter(found)
