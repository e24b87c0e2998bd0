"""A run in words: its state, its phase, and what to do when it has failed."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scheduler.plans.models import Failure, PlanRun, RunState

Words = Promise | str

STATES: dict[str, tuple[Words, str]] = {
    RunState.QUEUED: (pgettext_lazy("of a run", "Waiting"), "now"),
    RunState.PLANNING: (_("Planning"), "now"),
    RunState.READY: (pgettext_lazy("of a run", "Ready"), "good"),
    RunState.FAILED: (_("Failed"), "bad"),
    RunState.CANCELLED: (_("Stopped"), "warn"),
}
"""In words, and the tone of the badge."""

PHASES: dict[str, Words] = {
    "": _("Reading the campaign"),
    "start": _("Making a first plan: who goes to which job, then vehicles"),
    "search": _("Looking for cheaper plans that take more people along"),
    "leftovers": _("Taking along whoever still fits"),
    "reasons": _("Finding out why the others stay at home"),
    "bound": _("Proving how much better any plan could be"),
    "done": _("Checking the plan by the rules, and keeping it"),
}

ADVICE: dict[str, Words] = {
    Failure.INVALID_PROBLEM: _(
        "The campaign's data do not fit together. Correct what is named below, then start again."
    ),
    Failure.REJECTED: _(
        "The plan that was found broke rules and was not kept. Start again with another seed (under “More”)."
    ),
    Failure.WORKER_LOST: _(
        "The process that planned was lost again and again, most often for want of memory. Give the "
        "machine more memory, or plan in smaller parts; then start again."
    ),
    Failure.TIMEOUT: _(
        "Planning took far longer than it was given. Start again; if it happens once more, give it more "
        "time or plan in smaller parts."
    ),
    Failure.INTERNAL: _("Something in the planner broke. Start again, and tell the system's staff what stands below."),
}


def state_of(run: PlanRun) -> tuple[Words, str]:
    """The run's state in words, and the tone of its badge."""
    if run.state == RunState.PLANNING and run.cancel_requested_at is not None:
        return _("Stopping"), "warn"
    return STATES[run.state]


def phase_of(run: PlanRun) -> Words:
    """What a run that is at work does now."""
    return PHASES.get(run.progress_phase, run.progress_phase)
