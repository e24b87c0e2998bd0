"""Duties: what vehicles do by a plan; operators and drivers see their own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ninja import Router

from api import answers
from api.answers import PDF, Answer
from api.auth import OFFICE, Request
from api.endpoint import endpoint
from api.owners import own
from api.pagination import Cursor, Limit, paginate
from api.routers.plans import Language
from api.schemas.plans import DutyDetail, DutyPage
from api.shapes.plans import duty_detail, duty_out
from scheduler.papers.services import route_sheet_pdf
from scheduler.plans import work
from scheduler.plans.selectors import plan_get

if TYPE_CHECKING:
    from scheduler.organisations.models import Organisation
    from scheduler.plans.models import Duty

router = Router(tags=["duties"])


@endpoint(router, "GET", "/plans/{plan_id}/duties", answer=DutyPage)
def duty_list(request: Request, plan_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """The duties of a plan: all of them for the bureau, else those of your own vehicles."""
    duties = work.duty_list(plan=plan_get(plan_id=plan_id), carrier=_carrier(request))
    page = paginate(duties, by=("position",), cursor=cursor, limit=limit, of=f"duties.{plan_id}")
    return answers.ok(DutyPage(items=[duty_out(duty) for duty in page.items], next_cursor=page.next_cursor))


@endpoint(router, "GET", "/duties/{duty_id}", answer=DutyDetail)
def duty_get(request: Request, duty_id: UUID) -> Answer:
    """A duty with its stops and drives."""
    return answers.ok(duty_detail(duty_of(request, duty_id)))


@endpoint(router, "GET", "/duties/{duty_id}/route-sheet", media_type=PDF)
def duty_route_sheet(request: Request, duty_id: UUID, language: Language = "zh") -> Answer:
    """The driver's route sheet as PDF."""
    duty = duty_of(request, duty_id)
    return answers.file(
        route_sheet_pdf(plan=duty.plan, duty_code=duty.code, language=language),
        media_type=PDF,
        name=f"route-sheet-{duty.plan.number}-{duty.position}.pdf",
    )


def duty_of(request: Request, duty_id: UUID) -> Duty:
    """A duty that the caller may follow; 404 else."""
    return work.duty_get(duty_id=duty_id, carrier=_carrier(request))


def _carrier(request: Request) -> Organisation | None:
    """Whose vehicles the caller may follow (None: everybody's)."""
    return None if request.auth.role in OFFICE else own(request)
