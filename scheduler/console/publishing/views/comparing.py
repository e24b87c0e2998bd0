"""Two plans beside each other: figures, people and stops that moved, on one map; and the list of it to take along."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from scheduler.campaigns.names import Names, names_of
from scheduler.console.acting import Visit
from scheduler.console.navigation import OFFICE, campaign_page, zone_of
from scheduler.console.publishing.changes import Line, asked_lines, asked_stops, lines_of, stops_of
from scheduler.console.publishing.drawing import map_of
from scheduler.console.publishing.words import DIFFERENCES, KINDS, STOPS
from scheduler.console.screen import screen
from scheduler.papers.services import change_list_csv, change_list_xlsx
from scheduler.papers.wording import Language
from scheduler.plans.changing import changes_between, changes_kept
from scheduler.plans.left import left_of
from scheduler.plans.models import Plan
from scheduler.plans.selectors import plan_get
from scheduler.plans.versions import versions_of

PAGE = 100
FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@screen(roles=OFFICE)
def choose(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Go to the two plans that a form names."""
    try:
        before, plan = (UUID(visit.GET.get(name, "")) for name in ("before", "plan"))
    except ValueError:
        return redirect("plans", campaign_id)
    return redirect("compare", before, plan)


@screen(roles=OFFICE)
def compare(visit: Visit, first_id: UUID, second_id: UUID) -> HttpResponse:
    """What a plan does otherwise than another.

    The figures are there at once; what changed is counted when it is asked for (``now``), unless that is known.
    """
    before, plan = plan_get(plan_id=first_id), plan_get(plan_id=second_id)
    document = changes_kept(before=before, plan=plan)
    if document is None and "now" in visit.GET:
        document = changes_between(before=before, plan=plan)
    was, now = versions_of(plans=[before, plan]) if before.id != plan.id else versions_of(plans=[plan]) * 2
    return campaign_page(
        visit,
        "console/publishing/compare.html",
        campaign=plan.campaign,
        here="plans",
        was=was,
        now=now,
        document=document,
        **(_changes(visit, before, plan, document) if document is not None else {}),
    )


@screen(roles=OFFICE)
def compare_map(visit: Visit, first_id: UUID, second_id: UUID) -> HttpResponse:
    """The places of both plans, the stops that are otherwise, and from where to where people moved."""
    before, plan = plan_get(plan_id=first_id), plan_get(plan_id=second_id)
    document = changes_between(before=before, plan=plan)
    with timezone.override(zone_of(plan.campaign)):
        return JsonResponse(map_of(before, plan, document, english=_english()))


@screen(roles=OFFICE)
def change_list(visit: Visit, first_id: UUID, second_id: UUID, file: str) -> HttpResponse:
    """The change list as a file."""
    if file not in FILES:
        raise Http404
    make = change_list_xlsx if file == "xlsx" else change_list_csv
    before, plan = plan_get(plan_id=first_id), plan_get(plan_id=second_id)
    language: Language = "en" if _english() else "zh"
    name = content_disposition_header(True, f"changes-{before.number}-{plan.number}.{file}")
    content = make(before=before, plan=plan, language=language)
    return HttpResponse(content, content_type=FILES[file], headers={"Content-Disposition": name or ""})


def _english() -> bool:
    return (get_language() or "").startswith("en")


def _changes(visit: Visit, before: Plan, plan: Plan, document: dict[str, Any]) -> dict[str, Any]:
    """The people, or the stops, that the address asks for."""
    names = names_of(campaign=plan.campaign, english=_english())
    asked = {name: visit.GET.get(name, "") for name in ("show", "kind", "in", "q")}
    shows_stops = asked["show"] == "stops"
    found = (
        asked_stops(stops_of(before, plan, names), kind=asked["kind"], words=asked["q"])
        if shows_stops
        else list(asked_lines(document, kind=asked["kind"], differs_in=asked["in"], words=asked["q"]))
    )
    page: Page[Any] = Paginator(found, PAGE).get_page(visit.GET.get("page"))
    query = visit.GET.copy()
    query.pop("page", None)
    query["now"] = "1"
    return {
        "asked": asked,
        "shows_stops": shows_stops,
        "kinds": KINDS,
        "differences": DIFFERENCES,
        "stop_kinds": STOPS,
        "page": page,
        "rows": list(page) if shows_stops else _people(page, plan, names),
        "query": query.urlencode(),
        "map_url": reverse("compare_map", args=[before.id, plan.id]),
    }


def _people(page: Page[Any], plan: Plan, names: Names) -> list[Line]:
    return lines_of(page, names, left_of(plan=plan, parties=[one["party"] for one in page]))
