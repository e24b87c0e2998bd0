"""Papers for those who hand people over: manifests of services, and handover sheets."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query, Router

from api import answers
from api.answers import PDF, XLSX, Answer
from api.auth import OFFICE, Request
from api.endpoint import endpoint
from api.routers.plans import Language
from scheduler.fleet.selectors import service_get
from scheduler.organisations.roles import Role
from scheduler.papers.services import handover_pdf, manifest_pdf, manifest_xlsx
from scheduler.places.selectors import place_get
from scheduler.plans.selectors import plan_get

router = Router(tags=["plans"])

AIRLINES = frozenset({*OFFICE, Role.OPERATOR})
"""Who may have a manifest: the bureau, and whoever operates the service."""


@endpoint(router, "GET", "/plans/{plan_id}/services/{service_id}/manifest", media_type=PDF, roles=AIRLINES)
def service_manifest(request: Request, plan_id: UUID, service_id: UUID, language: Language = "zh") -> Answer:
    """Who rides on a service by a plan, to be ticked, as PDF."""
    plan, service = plan_get(plan_id=plan_id), service_get(service_id=service_id)
    body = manifest_pdf(plan=plan, service=service, language=language)
    return answers.file(body, media_type=PDF, name=f"manifest-{plan.number}-{service.position}.pdf")


@endpoint(router, "GET", "/plans/{plan_id}/services/{service_id}/manifest-workbook", media_type=XLSX, roles=AIRLINES)
def service_manifest_workbook(request: Request, plan_id: UUID, service_id: UUID, language: Language = "zh") -> Answer:
    """The same as a workbook."""
    plan, service = plan_get(plan_id=plan_id), service_get(service_id=service_id)
    body = manifest_xlsx(plan=plan, service=service, language=language)
    return answers.file(body, media_type=XLSX, name=f"manifest-{plan.number}-{service.position}.xlsx")


@endpoint(router, "GET", "/plans/{plan_id}/handover", media_type=PDF, roles=OFFICE)
def plan_handover(
    request: Request,
    plan_id: UUID,
    place_id: Annotated[UUID | None, Query(default=None, description="Only the changes at this place.")] = None,
    language: Language = "zh",
) -> Answer:
    """Every change of carrier by a plan, with counts to be written down out and in, as PDF."""
    plan = plan_get(plan_id=plan_id)
    place = place_get(place_id=place_id) if place_id else None
    body = handover_pdf(plan=plan, place=place, language=language)
    return answers.file(body, media_type=PDF, name=f"handover-{plan.number}.pdf")
