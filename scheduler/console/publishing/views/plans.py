"""All versions of a campaign's plan."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import OFFICE, campaign_page
from scheduler.console.publishing.words import STATES
from scheduler.console.screen import screen
from scheduler.console.tables import Column, Filter, table_of
from scheduler.plans.selectors import plan_list
from scheduler.plans.versions import versions_with_before

COLUMNS = (
    Column(key="number", title=gettext_lazy("Plan"), by=("number",)),
    Column(key="state", title=gettext_lazy("State"), by=("state", "number")),
    Column(key="served", title=gettext_lazy("People served"), kind="number"),
    Column(key="cost", title=gettext_lazy("Cost"), by=("cost_total",), kind="number"),
    Column(key="person", title=gettext_lazy("Per person"), kind="number"),
    Column(key="gap", title=gettext_lazy("At most better by"), kind="number"),
    Column(key="vehicles", title=gettext_lazy("Vehicles"), kind="number"),
    Column(key="km", title=gettext_lazy("Kilometres"), by=("road_km",), kind="number"),
    Column(key="made", title=gettext_lazy("Made"), by=("created_at",)),
    Column(key="published", title=gettext_lazy("Published"), by=("published_at",)),
    Column(key="acts", title=""),
)
FILTERS = (
    Filter(
        key="state",
        title=gettext_lazy("State"),
        choices=[(str(value), words) for value, (words, _tone) in STATES.items()],
        narrow=lambda rows, value: rows.filter(state=value),
    ),
)
PAGE = 30


@screen(roles=OFFICE)
def plans(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """The versions of a campaign's plan, the latest first, each beside the one before it."""
    campaign = campaign_get(campaign_id=campaign_id)
    rows = plan_list(campaign=campaign).select_related("published_by", "base", "run__base").defer("meta", "timetable")
    table = table_of(visit, rows, columns=COLUMNS, filters=FILTERS, size=PAGE)
    shown = list(table.page)
    numbers = list(plan_list(campaign=campaign).values_list("id", "number", "state"))
    versions = versions_with_before(plans=shown, numbers=[number for _id, number, _state in reversed(numbers)])
    for one, (version, before) in zip(shown, versions, strict=True):
        one.words, one.tone = STATES[one.state]
        one.shown, one.earlier = version, before
    table.page.object_list = shown
    return campaign_page(
        visit, "console/publishing/plans.html", campaign=campaign, here="plans", table=table, numbers=numbers
    )
