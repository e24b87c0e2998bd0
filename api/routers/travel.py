"""Duties under way: what is seen of them, where they are, the driver's link, and what is in danger."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from ninja import Query, Router

from api import answers
from api.answers import Answer
from api.auth import COORDINATORS, OFFICE, Request
from api.endpoint import endpoint
from api.etags import expected_version
from api.pagination import Cursor, Limit, paginate
from api.routers.duties import duty_of
from api.schemas.answers import AskOut, HoursIn
from api.schemas.plans import RunOut
from api.schemas.travel import (
    AlertClose,
    AlertOut,
    AlertPage,
    AlertReplanList,
    DutyProgressOut,
    KeptOut,
    LinkOut,
    PositionIn,
    SeenEventsIn,
    VerdictsOut,
)
from api.shapes.answers import ask_out
from api.shapes.plans import run_out
from api.shapes.travel import alert_out, progress_out, replan_out, verdict_out
from scheduler.campaigns.selectors import campaign_get
from scheduler.organisations.roles import Role
from scheduler.organisations.selectors import user_get
from scheduler.replanning.answering import alert_replan
from scheduler.replanning.selectors import answer_list, answers_of
from scheduler.travel import links, selectors
from scheduler.travel.alerts import alert_acknowledge, alert_close
from scheduler.travel.events import events_record, seen_of
from scheduler.travel.longer import hours_ask
from scheduler.travel.positions import position_record

if TYPE_CHECKING:
    from scheduler.plans.models import Duty
    from scheduler.travel.models import Alert

router = Router(tags=["travel"])

WATCHERS = frozenset({Role.COORDINATOR, Role.AUDITOR, Role.OPERATOR, Role.DRIVER, Role.EMPLOYER})
CREWS = frozenset({Role.COORDINATOR, Role.OPERATOR, Role.DRIVER, Role.EMPLOYER})
"""Who may tell of a duty: the bureau, and whoever runs its vehicle, which may be an employer."""
SENDERS = frozenset({Role.COORDINATOR, Role.OPERATOR, Role.EMPLOYER})


@endpoint(router, "GET", "/duties/{duty_id}/progress", answer=DutyProgressOut, roles=WATCHERS)
def duty_progress(request: Request, duty_id: UUID) -> Answer:
    """A duty as it was planned, as it was seen, and as it is expected to go on."""
    duty = duty_of(request, duty_id)
    way = selectors.duty_under_way(duty=duty)
    return answers.ok(progress_out(way, selectors.position_list(duty=duty)))


@endpoint(router, "POST", "/duties/{duty_id}/events", answer=VerdictsOut, roles=CREWS, once=False)
def duty_events(request: Request, duty_id: UUID, body: SeenEventsIn) -> Answer:
    """Tell what was seen of a duty: each entry is kept once by its id, and the answer says what became of each.

    The duty may be one of an earlier plan: what is told counts for the duty of that name in the published plan, as long
    as the same carrier runs it.
    """
    verdicts = events_record(
        duty=_duty_to_tell_of(request, duty_id),
        events=[seen_of(entry.model_dump()) for entry in body.events],
        by=user_get(user_id=request.auth.user_id),
        device=body.device,
        sent_at=body.sent_at,
    )
    return answers.ok(VerdictsOut(results=[verdict_out(verdict) for verdict in verdicts]))


@endpoint(router, "PUT", "/duties/{duty_id}/position", answer=KeptOut, roles=CREWS)
def duty_position(request: Request, duty_id: UUID, body: PositionIn) -> Answer:
    """Tell where a duty is; the last position of each device is kept, and only while the duty is on the road."""
    kept = position_record(duty=_duty_to_tell_of(request, duty_id), **body.model_dump())
    return answers.ok(KeptOut(kept=kept))


@endpoint(router, "POST", "/duties/{duty_id}/link", answer=LinkOut, roles=SENDERS, conflicts=True, once=False)
def duty_link_issue(request: Request, duty_id: UUID) -> Answer:
    """The driver's link to a duty of a published plan; asked for again it is the same one."""
    link = links.duty_link_issue(duty=duty_of(request, duty_id))
    return answers.ok(LinkOut(url=link.url, expires_at=link.expires_at))


@endpoint(router, "DELETE", "/duties/{duty_id}/link", status=HTTPStatus.NO_CONTENT, roles=SENDERS)
def duty_link_revoke(request: Request, duty_id: UUID) -> Answer:
    """Let the driver's link open nothing any more; the next one is another."""
    links.duty_link_revoke(duty=duty_of(request, duty_id))
    return answers.nothing()


@endpoint(router, "GET", "/campaigns/{campaign_id}/alerts", answer=AlertPage, roles=WATCHERS)
def alert_list(
    request: Request,
    campaign_id: UUID,
    is_open: Annotated[bool | None, Query(default=None, description="Only open, or only closed ones.")] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Answer:
    """What is in danger or missing, oldest first: all of it for the bureau, for others what concerns them."""
    alerts = selectors.alert_list(campaign=campaign_get(campaign_id=campaign_id), is_open=is_open)
    page = paginate(alerts, by=("raised_at", "id"), cursor=cursor, limit=limit, of=f"alerts.{campaign_id}.{is_open}")
    found = answers_of(alerts=page.items)
    return answers.ok(
        AlertPage(items=[alert_out(alert, found.get(alert.id)) for alert in page.items], next_cursor=page.next_cursor)
    )


@endpoint(
    router,
    "PUT",
    "/alerts/{alert_id}/acknowledgement",
    answer=AlertOut,
    roles=COORDINATORS,
    changes=True,
    conflicts=True,
)
def alert_take_on(request: Request, alert_id: UUID) -> Answer:
    """Take an alert on, so that nobody else has to; it stays open."""
    alert = alert_acknowledge(
        alert=selectors.alert_get(alert_id=alert_id),
        version=expected_version(request),
        by=user_get(user_id=request.auth.user_id),
    )
    return answers.ok(_alert(alert), version=alert.version)


@endpoint(router, "PATCH", "/alerts/{alert_id}", answer=AlertOut, roles=COORDINATORS, changes=True, conflicts=True)
def alert_settle(request: Request, alert_id: UUID, body: AlertClose) -> Answer:
    """Say that an alert has been dealt with, and how."""
    alert = alert_close(
        alert=selectors.alert_get(alert_id=alert_id),
        version=expected_version(request),
        by=user_get(user_id=request.auth.user_id),
        remark=body.remark,
    )
    return answers.ok(_alert(alert), version=alert.version)


@endpoint(router, "GET", "/alerts/{alert_id}", answer=AlertOut, roles=WATCHERS)
def alert_get(request: Request, alert_id: UUID) -> Answer:
    """Something in danger or missing, and the new plan that was ordered for it."""
    alert = selectors.alert_get(alert_id=alert_id)
    return answers.ok(_alert(alert), version=alert.version)


@endpoint(router, "GET", "/alerts/{alert_id}/replans", answer=AlertReplanList, roles=OFFICE)
def alert_replans(request: Request, alert_id: UUID) -> Answer:
    """Every new plan that was ordered for an alert, and what became of it."""
    found = answer_list(alert=selectors.alert_get(alert_id=alert_id))
    return answers.ok(AlertReplanList(items=[replan_out(one) for one in found]))


@endpoint(
    router,
    "POST",
    "/alerts/{alert_id}/replans",
    answer=RunOut,
    status=HTTPStatus.ACCEPTED,
    roles=COORDINATORS,
    conflicts=True,
)
def alert_replan_order(request: Request, alert_id: UUID) -> Answer:
    """Order a new plan for an alert by hand, whatever the settings say; follow `Location`."""
    run = alert_replan(alert=selectors.alert_get(alert_id=alert_id), by=user_get(user_id=request.auth.user_id))
    return answers.accepted(run_out(run), location=f"/api/v1/runs/{run.id}")


@endpoint(router, "POST", "/alerts/{alert_id}/hours", answer=AskOut, roles=COORDINATORS, conflicts=True)
def alert_hours_ask(request: Request, alert_id: UUID, body: HoursIn) -> Answer:
    """Ask the employer whose gate closes before the people of an alert come to keep it open."""
    alert, by = selectors.alert_get(alert_id=alert_id), user_get(user_id=request.auth.user_id)
    return answers.ok(ask_out(hours_ask(alert=alert, until=body.until, by=by)))


def _duty_to_tell_of(request: Request, duty_id: UUID) -> Duty:
    """The duty of that name in the plan in force, as a driver's link has it; as it was if others run it by now."""
    known = duty_of(request, duty_id)
    now = selectors.duty_in_force(duty_id=known.id)
    return now if now.fleet.operator_id == known.fleet.operator_id else known


def _alert(alert: Alert) -> AlertOut:
    return alert_out(alert, answers_of(alerts=[alert]).get(alert.id))
