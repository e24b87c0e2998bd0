"""Plan runs, plans and duties."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from api.schemas.base import Flag, Input, Moment, Money, Output, Page
from api.schemas.replanning import Factor, Hours, LocksIn

RunStatus = Literal["queued", "planning", "ready", "failed", "cancelled"]
PlanStateName = Literal["draft", "published", "superseded"]


def _whole(value: object) -> object:
    return int(value) if type(value) is float and value.is_integer() else value


class RunIn(Input):
    """How long to search, the seed of what is left to chance, and a plan to start from.

    With `from_plan` (`"published"`, or a plan's id) what has happened stays, and so does what begins before
    `freeze_until` or within `freeze_hours`, and what `locks` names; moving a person costs `move_cost`, and up to
    `late_factor` times that more at departure. What is left out is as the campaign's planning policy has it. The
    reserve for late comers is filled where `releases_reserve` says so, which is so by default with `from_plan`.
    """

    seconds: Annotated[int, BeforeValidator(_whole), Field(strict=True, ge=1, le=86_400)] = 60
    seed: Annotated[int, BeforeValidator(_whole), Field(strict=True, ge=0, le=2_147_483_647)] = 1
    from_plan: Literal["published"] | UUID | None = None
    freeze_until: Moment | None = None
    freeze_hours: Hours | None = None
    move_cost: Money | None = None
    late_factor: Factor | None = None
    locks: LocksIn = Field(default_factory=LocksIn)
    releases_reserve: Flag | None = None


class ProgressOut(Output):
    """How far a run is: ``done`` is the share of its time (0 to 1), ``served`` counts people."""

    phase: str
    done: float
    best_cost: float | None
    bound: float | None
    served: int
    elapsed_s: float


class LeftOutOut(Output):
    """An option that had run out, unbooked, when the run began: it was not planned with."""

    kind: Literal["fleet", "service"]
    code: str
    hold_until: datetime


class RunOut(Output):
    """A plan run; ``left_out`` are offers that it could not plan with."""

    id: UUID
    status: RunStatus
    progress: ProgressOut
    error: str | None
    left_out: list[LeftOutOut]


class RunSummary(Output):
    """A run in a list, with the plan that it started from and how."""

    id: UUID
    status: RunStatus
    seconds: int
    seed: int
    from_plan: UUID | None
    freeze_until: datetime | None
    move_cost: float
    late_factor: float
    locks: dict[str, list[str]]
    releases_reserve: bool
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


class ReservePrice(Output):
    """What was held back for late comers when a plan was made, and what that costs.

    `price` is what the plan costs more than the best plan without the reserve that a search of `searched_s` seconds
    from it found: at least so much.
    """

    places: int
    vehicle_seats: int
    service_seats: int
    cost_without: float
    price: float
    searched_s: float


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
    reserve: ReservePrice | None


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
