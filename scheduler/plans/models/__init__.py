"""Plan runs and plans as rows.

What may happen to a row in which state is held here as well as in the services: by check constraints, by a
partial unique index (one published plan a campaign) and by triggers that know the allowed transitions.
"""

from scheduler.plans.models.changes import Approval, ChangeReport, LostVehicle, Promotion
from scheduler.plans.models.checked import CheckedPlan
from scheduler.plans.models.issues import ManifestIssue
from scheduler.plans.models.laid_out import LaidOut
from scheduler.plans.models.parts import PlanPart
from scheduler.plans.models.plans import Plan
from scheduler.plans.models.policy import PlanningPolicy
from scheduler.plans.models.rows import Drive, Duty, Itinerary, Leg, PlanRow, Stop, StopAction, Unserved
from scheduler.plans.models.runs import PlanRun
from scheduler.plans.models.states import (
    FINAL_RUN_STATES,
    PART_TRANSITIONS,
    PLAN_TRANSITIONS,
    RUN_TRANSITIONS,
    Failure,
    PartState,
    PlanState,
    RunState,
)

__all__ = [
    "FINAL_RUN_STATES",
    "PART_TRANSITIONS",
    "PLAN_TRANSITIONS",
    "RUN_TRANSITIONS",
    "Approval",
    "ChangeReport",
    "CheckedPlan",
    "Drive",
    "Duty",
    "Failure",
    "Itinerary",
    "LaidOut",
    "Leg",
    "LostVehicle",
    "ManifestIssue",
    "PartState",
    "Plan",
    "PlanPart",
    "PlanRow",
    "PlanRun",
    "PlanState",
    "PlanningPolicy",
    "Promotion",
    "RunState",
    "Stop",
    "StopAction",
    "Unserved",
]
