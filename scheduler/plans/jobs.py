"""What queue workers are asked to do."""

from __future__ import annotations

from uuid import UUID

from structlog.contextvars import bound_contextvars

from scheduler.plans.ahead import ahead_of_plan, ahead_of_run
from scheduler.plans.planning import run_execute
from scheduler.plans.searching import part_execute
from scheduler.queue import current_worker


def plan_run(run_id: str) -> None:
    """Plan the run of this id, and lay out what it found for who looks at it first."""
    with bound_contextvars(run_id=run_id):
        run_execute(run_id=UUID(run_id), worker=current_worker())
        ahead_of_run(run_id=UUID(run_id))


def plan_lay_out(plan_id: str) -> None:
    """Lay out the plan of this id, which somebody has edited."""
    with bound_contextvars(plan_id=plan_id):
        ahead_of_plan(plan_id=UUID(plan_id))


def plan_part(part_id: str) -> None:
    """Search the part of this id."""
    with bound_contextvars(part_id=part_id):
        part_execute(part_id=UUID(part_id), worker=current_worker())
