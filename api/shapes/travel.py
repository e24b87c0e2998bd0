"""The road and the gate, as they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, cast
from uuid import UUID

from api.schemas.base import utc
from api.schemas.changes import PeopleChanged
from api.schemas.travel import (
    AlertKindName,
    AlertOut,
    AlertReplanOut,
    DutyProgressOut,
    MissingOut,
    PositionOut,
    ReceivedOut,
    ReceptionOut,
    ReplanState,
    StopProgressOut,
    TickOut,
    VerdictOut,
)
from scheduler import clock
from scheduler.errors import in_english

if TYPE_CHECKING:
    from scheduler.plans.models import Plan
    from scheduler.replanning.models import Event
    from scheduler.replanning.selectors import Answer
    from scheduler.travel.events import Verdict
    from scheduler.travel.models import Alert, Position, Reception
    from scheduler.travel.receiving import Arrived
    from scheduler.travel.selectors import UnderWay


def verdict_out(verdict: Verdict) -> VerdictOut:
    """What became of an entry."""
    return VerdictOut(id=verdict.id, outcome=verdict.outcome.value, reason=in_english(verdict.reason))


def progress_out(way: UnderWay, positions: Iterable[Position]) -> DutyProgressOut:
    """A duty under way."""
    progress = way.progress
    return DutyProgressOut(
        duty_id=way.case.row.id,
        duty=way.case.row.code,
        has_begun=progress.has_begun,
        has_ended=progress.has_ended,
        aboard=progress.aboard,
        break_since=next((utc(begin) for begin, end in progress.breaks if end is None), None),
        stops=[_stop(way, k) for k in range(len(progress.stops))],
        positions=[
            PositionOut(device=one.device, at=utc(one.at), lon=one.point.x, lat=one.point.y) for one in positions
        ],
    )


def _stop(way: UnderWay, k: int) -> StopProgressOut:
    planned, there = way.case.duty.stops[k], way.expected.stops[k]
    stop, halt = way.progress.stops[k], way.case.halts[k]
    return StopProgressOut(
        at=planned.at,
        planned_arrival=clock.moment(planned.arrive),
        planned_departure=clock.moment(planned.depart),
        arrived_at=utc(stop.arrived_at) if stop.arrived_at else None,
        departed_at=utc(stop.departed_at) if stop.departed_at else None,
        expected_arrival=clock.moment(there.arrive),
        expected_departure=clock.moment(there.depart),
        to_board=sum(halt.board.values()),
        boarded=stop.on,
        to_alight=sum(halt.alight.values()),
        alighted=stop.off,
        ticks=_ticks(way, k),
    )


def _ticks(way: UnderWay, k: int) -> list[TickOut]:
    codes = {request: code for code, request in way.case.riders.items()}
    stop = way.progress.stops[k]
    return [
        TickOut(
            request_id=request,
            party=codes[request],
            kind=cast("Literal['board', 'alight', 'no_show']", tick.kind.value),
            people=tick.people,
            at=utc(tick.at),
            event_id=tick.event,
        )
        for ticks in (stop.board, stop.alight)
        for request, tick in ticks.items()
        if request in codes
    ]


def alert_out(alert: Alert, answer: Answer | None) -> AlertOut:
    """Something in danger or missing, and how it is answered."""
    return AlertOut(
        id=alert.id,
        kind=cast("AlertKindName", alert.kind),
        subject=alert.subject,
        duty_id=alert.duty_id,
        slot_id=alert.slot_id,
        payload=alert.payload,
        raised_at=utc(alert.raised_at),
        updated_at=utc(alert.updated_at),
        acknowledged_at=utc(alert.acknowledged_at) if alert.acknowledged_at else None,
        closed_at=utc(alert.closed_at) if alert.closed_at else None,
        remark=alert.remark,
        replan=replan_out(answer) if answer else None,
        version=alert.version,
    )


def replan_out(answer: Answer) -> AlertReplanOut:
    """A new plan that an alert has ordered."""
    event = answer.event
    plan = answer.plan
    return AlertReplanOut(
        event_id=event.id,
        ordered_at=utc(event.created_at),
        state=cast("ReplanState", _replan_state(event, plan)),
        run_id=event.run_id,
        plan_id=plan.id if plan else None,
        plan_number=plan.number if plan else None,
        changes=f"/api/v1/plans/{plan.id}/changes" if plan else None,
        told_again=answer.told_again,
        people=PeopleChanged(**answer.people) if answer.people else None,
        error=event.run.error if event.run else "",
        over_at=utc(event.over_at) if event.over_at else None,
        over_why=event.over_why,
    )


def _replan_state(event: Event, plan: Plan | None) -> str:
    if plan is not None:
        return "ready" if plan.state == "draft" else str(plan.state)
    state = event.run.state if event.run else "cancelled"
    return "discarded" if state == "ready" else str(state)


def reception_out(arrived: Arrived) -> ReceptionOut:
    """What a report from the gate came to."""
    missing = [MissingOut(request_id=request, people=people) for request, people in arrived.missing.items()]
    return ReceptionOut(settled=list(arrived.settled), missing=missing)


def received_out(reception: Reception) -> ReceivedOut:
    """What was last recorded of a party."""
    return ReceivedOut(
        request_id=reception.request_id,
        people=reception.people,
        missing=[UUID(worker) for worker in reception.missing],
        at=utc(reception.at),
    )
