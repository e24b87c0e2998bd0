"""Manning: your drivers, and which duties you drive with whom."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from ninja import Router

from api import answers, bulk, etags
from api.answers import Answer
from api.auth import CARRIERS, Request
from api.endpoint import endpoint
from api.owners import offering, own
from api.pagination import Cursor, Limit, paginate
from api.schemas.bulk import BulkOut
from api.schemas.manning import (
    DrivenDay,
    DrivenDaysIn,
    DrivenDaysOut,
    DriverBulk,
    DriverIn,
    DriverOut,
    DriverPage,
    DriverPatch,
    DutyAnswerIn,
    DutyAnswersIn,
    ManningOut,
    ManningPage,
)
from api.schemas.messages import DoneListOut, DoneOut
from api.shapes.manning import driver_out, manning_out
from scheduler.manning import drivers
from scheduler.manning.services import DutyAnswer, duties_answer, duty_answer, manning_list
from scheduler.organisations.selectors import user_get
from scheduler.plans import work
from scheduler.plans.selectors import plan_get

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.campaigns.taking import Taken
    from scheduler.manning.models import Driver

router = Router(tags=["manning"])


@endpoint(router, "GET", "/drivers", answer=DriverPage, roles=CARRIERS)
def driver_list(request: Request, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """Your organisation's drivers, by code."""
    organisation = own(request)
    rows = drivers.driver_list(operator=organisation)
    page = paginate(rows, by=("code",), cursor=cursor, limit=limit, of=f"drivers.{organisation.id}")
    return answers.ok(DriverPage(items=[driver_out(one) for one in page.items], next_cursor=page.next_cursor))


@endpoint(router, "POST", "/drivers", answer=DriverOut, status=HTTPStatus.CREATED, roles=CARRIERS, conflicts=True)
def driver_create(request: Request, body: DriverIn) -> Answer:
    """Register a driver."""
    row = _add(request, [body], True).only()
    return answers.created(driver_out(row), location=f"/api/v1/drivers/{row.id}", version=row.version)


@endpoint(router, "POST", "/drivers/bulk", answer=BulkOut, roles=CARRIERS)
def driver_bulk(request: Request, body: DriverBulk) -> Answer:
    """Register many drivers."""
    return bulk.take_in(body, lambda rows, all_or_nothing: _add(request, rows, all_or_nothing))


@endpoint(router, "GET", "/drivers/{driver_id}", answer=DriverOut, roles=CARRIERS)
def driver_get(request: Request, driver_id: UUID) -> Answer:
    """A driver."""
    row = drivers.driver_get(driver_id=driver_id)
    return answers.ok(driver_out(row), version=row.version)


@endpoint(router, "PATCH", "/drivers/{driver_id}", answer=DriverOut, roles=CARRIERS, changes=True)
def driver_update(request: Request, driver_id: UUID, body: DriverPatch) -> Answer:
    """Change a driver, or retire them."""
    row = drivers.driver_update(
        driver=drivers.driver_get(driver_id=driver_id),
        version=etags.expected_version(request),
        changes=body.model_dump(exclude_none=True, exclude={"retired"}),
        retired=body.retired,
    )
    return answers.ok(driver_out(row), version=row.version)


@endpoint(router, "POST", "/drivers/{driver_id}/days", answer=DrivenDaysOut, roles=CARRIERS)
def driver_days_set(request: Request, driver_id: UUID, body: DrivenDaysIn) -> Answer:
    """Report what a driver drove, day by day: it counts towards the hours that the law allows."""
    days = drivers.driven_days_set(
        driver=drivers.driver_get(driver_id=driver_id), days={day.on: day.drive_s for day in body.days}
    )
    return answers.ok(DrivenDaysOut(days=[DrivenDay(on=day.on, drive_s=day.drive_s) for day in days]))


@endpoint(router, "GET", "/plans/{plan_id}/manning", answer=ManningPage, roles=CARRIERS)
def manning_page(request: Request, plan_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """What operators say to the duties of a plan."""
    rows = manning_list(plan=plan_get(plan_id=plan_id))
    page = paginate(rows, by=("duty_id",), cursor=cursor, limit=limit, of=f"manning.{plan_id}")
    return answers.ok(ManningPage(items=[manning_out(one) for one in page.items], next_cursor=page.next_cursor))


@endpoint(router, "POST", "/duties/{duty_id}/answer", answer=ManningOut, roles=CARRIERS, conflicts=True)
def duty_decide(request: Request, duty_id: UUID, body: DutyAnswerIn) -> Answer:
    """Accept a duty with plate and drivers, or refuse it; who may not drive it is refused with the sum."""
    carrier = offering(request)
    said = duty_answer(
        duty=work.duty_get(duty_id=duty_id, carrier=carrier),
        carrier=carrier,
        answer=_answer(body),
        by=user_get(user_id=request.auth.user_id),
    )
    return answers.ok(manning_out(said))


@endpoint(router, "POST", "/plans/{plan_id}/duties/answers", answer=DoneListOut, roles=CARRIERS)
def duties_decide(request: Request, plan_id: UUID, body: DutyAnswersIn) -> Answer:
    """Answer many duties by their codes, each by itself."""
    outcomes = duties_answer(
        plan=plan_get(plan_id=plan_id),
        rows=[(row.duty, _answer(row)) for row in body.rows],
        carrier=offering(request),
        by=user_get(user_id=request.auth.user_id),
    )
    results = [DoneOut(row=i, done=one.done, why=one.why) for i, one in enumerate(outcomes)]
    done = sum(result.done for result in results)
    return answers.ok(DoneListOut(done=done, refused=len(results) - done, results=results))


def _add(request: Request, rows: Sequence[DriverIn], all_or_nothing: bool) -> Taken[Driver]:
    new = [drivers.NewDriver(**row.model_dump()) for row in rows]
    return drivers.drivers_add(operator=own(request), drivers=new, all_or_nothing=all_or_nothing)


def _answer(body: DutyAnswerIn) -> DutyAnswer:
    return DutyAnswer(state=body.state, plate=body.plate, drivers=tuple(body.drivers), reason=body.reason)
