"""What goes out of a plan on paper and in files; manifests are handed out here, and taken back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from scheduler.console.acting import Visit
from scheduler.console.navigation import COORDINATORS, OFFICE, campaign_page
from scheduler.console.refusals import words_of
from scheduler.console.screen import screen
from scheduler.console.templatetags.reading import reading
from scheduler.editing.around import service_lines
from scheduler.errors import DomainError, Invalid
from scheduler.exports.geojson import plan_geojson
from scheduler.exports.gtfs import plan_gtfs
from scheduler.exports.workbook import plan_workbook
from scheduler.fleet.selectors import service_get
from scheduler.papers.services import handover_pdf, manifest_pdf, manifest_xlsx, slips_pdf
from scheduler.plans.issuing import issue_get, issue_list, manifest_issue, manifest_withdraw
from scheduler.plans.models import Plan, PlanState
from scheduler.plans.selectors import plan_find_published, plan_get

KINDS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "geojson": "application/geo+json",
}


def _geojson(plan: Plan) -> bytes:
    return json.dumps(plan_geojson(plan=plan), ensure_ascii=False, separators=(",", ":")).encode()


PAPERS: Mapping[str, tuple[str, Callable[[Plan], bytes]]] = {
    "report": ("xlsx", lambda plan: plan_workbook(plan=plan, language=reading())),
    "handover": ("pdf", lambda plan: handover_pdf(plan=plan, language=reading())),
    "slips": ("pdf", lambda plan: slips_pdf(plan=plan, language=reading())),
    "gtfs": ("zip", lambda plan: plan_gtfs(plan=plan)),
    "map": ("geojson", _geojson),
}
"""How each paper of a whole plan is made, by its name in the address."""


@screen(roles=OFFICE)
def papers(visit: Visit, plan_id: UUID) -> HttpResponse:
    """All papers of a plan, and which manifests are in other people's hands."""
    plan = plan_get(plan_id=plan_id)
    issues = [one for one in issue_list(campaign=plan.campaign) if one.withdrawn_at is None]
    return campaign_page(
        visit,
        "console/publishing/papers.html",
        campaign=plan.campaign,
        here="plans",
        plan=plan,
        services=[one for one in service_lines(plan=plan) if one.people],
        issues=issues,
        issued={one.service_id for one in issues},
        may_issue=visit.role in COORDINATORS and plan.state == PlanState.PUBLISHED,
        may_withdraw=visit.role in COORDINATORS,
    )


@screen(roles=OFFICE)
def paper(visit: Visit, plan_id: UUID, name: str) -> HttpResponse:
    """One of them."""
    if name not in PAPERS:
        raise Http404
    plan, (kind, make) = plan_get(plan_id=plan_id), PAPERS[name]
    return _file(make(plan), kind, f"{name}-{plan.number}")


@screen(roles=OFFICE)
def manifest(visit: Visit, plan_id: UUID, service_id: UUID, file: str) -> HttpResponse:
    """Who rides on a service, to be ticked."""
    makers = {"pdf": manifest_pdf, "xlsx": manifest_xlsx}
    if file not in makers:
        raise Http404
    plan, service = plan_get(plan_id=plan_id), service_get(service_id=service_id)
    body = makers[file](plan=plan, service=service, language=reading())
    return _file(body, file, f"manifest-{plan.number}-{service.code}")


@screen(roles=COORDINATORS, methods=("POST",))
def issue(visit: Visit, plan_id: UUID, service_id: UUID) -> HttpResponse:
    """Hand out the manifest of a service: who is on it stays on it."""
    plan, service = plan_get(plan_id=plan_id), service_get(service_id=service_id)
    try:
        manifest_issue(plan=plan, of=service, by=visit.user)
    except DomainError as error:
        messages.error(visit, words_of(error))
    else:
        told = _("The manifest of %(code)s is handed out: no plan changes who is on it until it is taken back.")
        messages.success(visit, told % {"code": service.code})
    return redirect("papers", plan_id)


@screen(roles=COORDINATORS, methods=("POST",))
def withdraw(visit: Visit, issue_id: UUID) -> HttpResponse:
    """Take a manifest back, and say why."""
    found = issue_get(issue_id=issue_id)
    try:
        manifest_withdraw(issue=found, why=visit.POST.get("why", ""), by=visit.user)
    except Invalid:
        messages.error(visit, _("Say why it is taken back: it stays on record."))
    else:
        messages.success(visit, _("The manifest is taken back: plans may be made otherwise again."))
    plan = plan_find_published(campaign=found.campaign)
    return redirect("papers", plan.id) if plan else redirect("plans", found.campaign_id)


def _file(body: bytes, kind: str, stem: str) -> HttpResponse:
    name = content_disposition_header(True, f"{stem}.{kind}")
    return HttpResponse(body, content_type=KINDS[kind], headers={"Content-Disposition": name or ""})
