"""Plan runs, plans and duties."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from api.schemas.base import Input, Output, Page

RunStatus = Literal["queued", "planning", "ready", "failed", "cancelled"]
PlanStateName = Literal["draft", "published", "superseded"]


def _whole(value: object) -> object:
    return int(value) if type(value) is float and value.is_integer() else value


class RunIn(Input):
    """How long to search, and the seed of what is left to chance."""

    seconds: Annotated[int, BeforeValidator(_whole), Field(strict=True, ge=1, le=86_400)] = 60
    seed: Annotated[int, BeforeValidator(_whole), Field(strict=True, ge=0, le=2_147_483_647)] = 1


class ProgressOut(Output):
    """How far a run is: ``done`` is the share of its time (0 to 1), ``served`` counts people."""

    phase: str
    done: float
    best_cost: float | None
    bound: float | None
    served: int
    elapsed_s: float


class RunOut(Output):
    """A plan run."""

    id: UUID
    status: RunStatus
    progress: ProgressOut
    error: str | None


class RunSummary(Output):
    """A run in a list."""

    id: UUID
    status: RunStatus
    seconds: int
    seed: int
    created_at: datetime


class RunPage(Page):
    """Runs of a campaign, oldest first."""

    items: list[RunSummary]


class PlanCost(Output):
    """What a plan costs, in the campaign's currency."""

    total: float
    duties: float
    services: float
    choices: float
    time: float
    unserved: float


class PlanOut(Output):
    """A version of a campaign's plan: it came of a run, or began as a copy of the plan `base_id`."""

    id: UUID
    campaign_id: UUID
    run_id: UUID | None
    base_id: UUID | None
    number: int
    state: PlanStateName
    cost: PlanCost
    bound: float | None
    created_at: datetime
    judged_at: datetime
    published_at: datetime | None
    version: int


class PlanPage(Page):
    """Plans of a campaign, by number."""

    items: list[PlanOut]


class UnservedGroup(Output):
    """How many stay at home for one reason."""

    reason: str
    parties: int
    people: int


class PlanFigures(Output):
    """A plan in figures, judged against its campaign as it is now.

    `fill` is the share of the seats taken where vehicles are fullest; `cost_per_person` that of duties and
    services for each person served. Both are null where there is nothing to divide by.
    """

    plan_id: UUID
    feasible: bool
    people: int
    served: int
    duties: int
    services: int
    road_km: float
    longest_journey_s: int
    fill: float | None
    cost_per_person: float | None
    cost: PlanCost
    bound: float | None
    unserved: list[UnservedGroup]


class StopOut(Output):
    """A halt of a duty, with how many people board and alight."""

    at: str
    name: str | None
    arrives_at: datetime
    starts_at: datetime
    departs_at: datetime
    boarding: int
    alighting: int


class DriveOut(Output):
    """A stretch at the wheel, from stop ``leg`` to stop ``leg + 1``."""

    leg: int
    driver: int
    starts_at: datetime
    ends_at: datetime


class DutyOut(Output):
    """One vehicle's work."""

    id: UUID
    code: str
    fleet: str
    vehicle: int
    crew: int
    starts_at: datetime
    ends_at: datetime
    first_stop: str
    last_stop: str


class DutyDetail(DutyOut):
    """A duty with its stops and drives."""

    stops: list[StopOut]
    drives: list[DriveOut]


class DutyPage(Page):
    """Duties of a plan: all for the bureau, their own for operators and employers."""

    items: list[DutyOut]
