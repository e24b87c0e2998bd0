"""The list of campaigns, and how one stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_get, campaign_list
from scheduler.console.acting import Visit
from scheduler.console.navigation import campaign_page
from scheduler.console.screen import screen
from scheduler.console.tables import Column, table_of

COLUMNS = (
    Column(key="title", title=_("Campaign"), by=("title", "name")),
    Column(key="bureau", title=_("Bureau"), by=("bureau__name",)),
    Column(key="start", title=_("From"), by=("horizon_start",)),
    Column(key="end", title=_("Until"), by=("horizon_end",)),
)


@screen()
def campaigns(visit: Visit) -> HttpResponse:
    """Every campaign that one may see, the newest first."""
    table = table_of(visit, campaign_list(), columns=COLUMNS, search=_search)
    return render(visit, "console/campaigns/list.html", {"table": table})


@screen()
def campaign(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """How a campaign stands."""
    found = campaign_get(campaign_id=campaign_id)
    return campaign_page(visit, "console/campaigns/campaign.html", campaign=found, here="campaign")


def _search(rows: QuerySet[Campaign], words: str) -> QuerySet[Any]:
    return rows.filter(Q(title__icontains=words) | Q(title_en__icontains=words) | Q(name__icontains=words))
