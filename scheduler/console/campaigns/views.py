"""The list of campaigns, how one stands, who takes part, and beginning a new one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_get, campaign_list, contact_list, participation_list
from scheduler.console.acting import Visit
from scheduler.console.campaigns.lacks import to_mend
from scheduler.console.navigation import COORDINATORS, OFFICE, campaign_page
from scheduler.console.screen import screen
from scheduler.console.tables import Column, table_of
from scheduler.people.states import RequestState as S
from scheduler.plans.glance import campaign_glance
from scheduler.plans.selectors import plan_find_published

COLUMNS = (
    Column(key="title", title=_("Campaign"), by=("title", "name")),
    Column(key="bureau", title=_("Bureau"), by=("bureau__name",)),
    Column(key="start", title=pgettext_lazy("of days", "From"), by=("horizon_start",)),
    Column(key="end", title=pgettext_lazy("of days", "Until"), by=("horizon_end",)),
)


@screen()
def campaigns(visit: Visit) -> HttpResponse:
    """Every campaign that one may see, the newest first."""
    table = table_of(visit, campaign_list(), columns=COLUMNS, search=_search)
    context = {"table": table, "may_change": visit.role in COORDINATORS}
    return render(visit, "console/campaigns/list.html", context)


@screen()
def campaign(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """How a campaign stands, what misses before it can be planned, who takes part, and whom to call."""
    found = campaign_get(campaign_id=campaign_id)
    office: dict[str, Any] = {}
    if visit.role in OFFICE:
        glance = campaign_glance(campaign=found)
        office = {
            "glance": glance,
            "checked": glance.asking - glance.reached(S.SUBMITTED),
            "told": glance.reached(S.TOLD, S.CONFIRMED, S.BOARDED, S.ARRIVED, S.SETTLED),
            "confirmed": glance.reached(S.CONFIRMED, S.BOARDED, S.ARRIVED, S.SETTLED),
            "on_the_road": glance.reached(S.BOARDED),
            "arrived": glance.reached(S.ARRIVED, S.SETTLED),
            "ended_early": glance.reached(S.NO_SHOW, S.RETURNED),
            "lacks": to_mend(found, glance.lacking),
        }
    return campaign_page(
        visit,
        "console/campaigns/campaign.html",
        campaign=found,
        here="campaign",
        plan=plan_find_published(campaign=found),
        participations=participation_list(campaign=found),
        contacts=contact_list(campaign=found).select_related("organisation"),
        may_change=visit.role in COORDINATORS,
        **office,
    )


def _search(rows: QuerySet[Campaign], words: str) -> QuerySet[Any]:
    return rows.filter(Q(title__icontains=words) | Q(title_en__icontains=words) | Q(name__icontains=words))
