"""What queue workers are asked to do."""

from __future__ import annotations

from uuid import UUID

from structlog.contextvars import bound_contextvars

from scheduler.telling import foreseeing, services


def plan_tell(plan_id: str) -> None:
    """Tell everyone of the published plan of this id."""
    with bound_contextvars(plan_id=plan_id):
        services.plan_tell(plan_id=UUID(plan_id))


def plan_foresee(plan_id: str) -> None:
    """Write down whom the draft of this id would tell what."""
    with bound_contextvars(plan_id=plan_id):
        foreseeing.plan_foresee(plan_id=UUID(plan_id))
