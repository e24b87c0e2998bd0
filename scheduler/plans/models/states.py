"""The states of runs and plans, and the only ways from one to another."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

EXHAUSTED_AFTER = 3
"""A run that has lost its queue worker this many times is given up."""


class RunState(models.TextChoices):
    """Where a plan run stands; the last three are final."""

    QUEUED = "queued", _("Queued")
    PLANNING = "planning", _("Planning")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class PlanState(models.TextChoices):
    """A plan is edited as a draft, told to people once published, history once superseded."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")


class PartState(models.TextChoices):
    """Where a part of a run stands; the last two are final, and the row is gone soon after."""

    QUEUED = "queued"
    SEARCHING = "searching"
    DONE = "done"
    FAILED = "failed"


class Failure(models.TextChoices):
    """Why a run ended without a plan; the closed list behind ``PlanRun.error``."""

    NONE = "", "none"
    INVALID_PROBLEM = "invalid_problem"
    REJECTED = "rejected_by_judge"
    WORKER_LOST = "worker_lost"
    TIMEOUT = "timeout"
    INTERNAL = "internal"


RUN_TRANSITIONS = (
    (RunState.QUEUED, RunState.PLANNING),
    (RunState.QUEUED, RunState.CANCELLED),
    (RunState.PLANNING, RunState.QUEUED),
    (RunState.PLANNING, RunState.READY),
    (RunState.PLANNING, RunState.FAILED),
    (RunState.PLANNING, RunState.CANCELLED),
)
PART_TRANSITIONS = (
    (PartState.QUEUED, PartState.SEARCHING),
    (PartState.SEARCHING, PartState.QUEUED),
    (PartState.SEARCHING, PartState.DONE),
    (PartState.SEARCHING, PartState.FAILED),
)
PLAN_TRANSITIONS = (
    (PlanState.DRAFT, PlanState.PUBLISHED),
    (PlanState.PUBLISHED, PlanState.SUPERSEDED),
)
FINAL_RUN_STATES = (RunState.READY, RunState.FAILED, RunState.CANCELLED)
