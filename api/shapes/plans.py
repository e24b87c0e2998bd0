"""Runs, plans and duties, as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from api.schemas.base import utc
from api.schemas.plans import (
    DriveOut,
    DutyDetail,
    DutyOut,
    LeftOutOut,
    PlanCost,
    PlanFigures,
    PlanOut,
    PlanStateName,
    ProgressOut,
    ReservePrice,
    RunOut,
    RunStatus,
    RunSummary,
    StopOut,
    UnservedGroup,
)
from scheduler.fleet.options import left_out_of

if TYPE_CHECKING:
    from scheduler.plans import figures
    from scheduler.plans.models import Duty, Plan, PlanRun, Stop


def run_out(run: PlanRun) -> RunOut:
    """A run, with its progress."""
    return RunOut(
        id=run.id,
        status=cast("RunStatus", run.state),
        progress=ProgressOut(
            phase=run.progress_phase,
            done=run.progress_done,
            best_cost=run.progress_best_cost,
            bound=run.progress_bound,
            served=run.progress_served,
            elapsed_s=run.progress_elapsed_s,
        ),
        error=run.error or None,
        left_out=[
            LeftOutOut(kind=one.kind, code=one.code, hold_until=utc(one.hold_until))
            for one in left_out_of(run_id=run.id)
        ],
    )


def run_summary(run: PlanRun) -> RunSummary:
    """A run in a list."""
    return RunSummary(
        id=run.id,
        status=cast("RunStatus", run.state),
        seconds=run.seconds,
        seed=run.seed,
        from_plan=run.base_id,
        freeze_until=utc(run.freeze_until) if run.freeze_until else None,
        move_cost=run.move_cost,
        late_factor=run.late_factor,
        locks=run.locks,
        releases_reserve=run.releases_reserve,
        created_at=utc(run.created_at),
    )


def plan_out(plan: Plan) -> PlanOut:
    """A version of the plan."""
    return PlanOut(
        id=plan.id,
        campaign_id=plan.campaign_id,
        run_id=plan.run_id,
        base_id=plan.base_id,
        number=plan.number,
        state=cast("PlanStateName", plan.state),
        cost=PlanCost(
            total=plan.cost_total,
            duties=plan.cost_duties,
            services=plan.cost_services,
            choices=plan.cost_choices,
            time=plan.cost_time,
            unserved=plan.cost_unserved,
        ),
        bound=plan.bound,
        created_at=utc(plan.created_at),
        judged_at=utc(plan.judged_at),
        published_at=utc(plan.published_at) if plan.published_at else None,
        version=plan.version,
    )


def figures_out(plan: Plan, found: figures.PlanFigures) -> PlanFigures:
    """A plan in figures."""
    counted = found.counted
    return PlanFigures(
        plan_id=plan.id,
        feasible=found.feasible,
        people=counted.people,
        served=counted.served,
        duties=counted.duties,
        services=counted.services,
        road_km=counted.road_m / 1000,
        longest_journey_s=counted.longest_journey_s,
        fill=found.fill,
        cost_per_person=found.cost_per_person,
        cost=PlanCost(
            total=counted.cost.total,
            duties=counted.cost.duties,
            services=counted.cost.services,
            choices=counted.cost.choices,
            time=counted.cost.time,
            unserved=counted.cost.unserved,
        ),
        bound=counted.bound,
        unserved=[
            UnservedGroup(reason=left.reason.value, parties=left.parties, people=left.people) for left in found.left
        ],
        reserve=ReservePrice(**plan.meta["reserve"]) if plan.meta and "reserve" in plan.meta else None,
    )


def duty_out(duty: Duty) -> DutyOut:
    """One vehicle's work; its stops are fetched with it."""
    stops = list(duty.stops.all())
    return DutyOut(
        id=duty.id,
        code=duty.code,
        fleet=duty.fleet.code,
        vehicle=duty.vehicle,
        crew=duty.crew,
        starts_at=utc(stops[0].departs_at),
        ends_at=utc(stops[-1].arrives_at),
        first_stop=stops[0].place.code,
        last_stop=stops[-1].place.code,
    )


def duty_detail(duty: Duty) -> DutyDetail:
    """A duty with its stops and drives."""
    return DutyDetail(
        **duty_out(duty).model_dump(),
        stops=[_stop(stop) for stop in duty.stops.all()],
        drives=[
            DriveOut(leg=drive.leg, driver=drive.driver, starts_at=utc(drive.starts_at), ends_at=utc(drive.ends_at))
            for drive in duty.drives.all()
        ],
    )


def _stop(stop: Stop) -> StopOut:
    people = {"board": 0, "alight": 0}
    for action in stop.actions.all():
        people[action.kind] += action.request.size
    return StopOut(
        at=stop.place.code,
        name=stop.place.name,
        arrives_at=utc(stop.arrives_at),
        starts_at=utc(stop.starts_at),
        departs_at=utc(stop.departs_at),
        boarding=people["board"],
        alighting=people["alight"],
    )
