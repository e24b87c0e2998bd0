"""Plans in words: their states, and what changes from one to another."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scheduler.plans.broken_promises import DAY as ANOTHER_DAY
from scheduler.plans.broken_promises import LEFT as LEFT_AT_HOME
from scheduler.plans.broken_promises import SLOT as ANOTHER_SLOT
from scheduler.plans.models import PlanState, RunState
from scheduler.plans.stops import GONE as STOP_GONE
from scheduler.plans.stops import NEW, PEOPLE
from scheduler.plans.stops import TIME as AT_ANOTHER_TIME
from scheduler.telling.standing import NO, OPEN, OVERDUE, PART, YES
from solvers.changes import BOARDING, SERVICE, SLOT, TIME, VEHICLE
from solvers.changes_report import GONE, LEFT, MOVED, SERVED, SHIFTED

Words = Promise | str

STATES: dict[str, tuple[Words, str]] = {
    PlanState.DRAFT: (_("Draft"), ""),
    PlanState.PUBLISHED: (_("Published"), "good"),
    PlanState.SUPERSEDED: (_("Superseded"), ""),
}
"""In words, and the tone of the badge."""

KINDS: dict[str, tuple[Words, str]] = {
    SERVED: (_("Travels now"), "good"),
    LEFT: (_("Stays at home now"), "bad"),
    GONE: (_("Has left the campaign"), ""),
    MOVED: (_("Travels otherwise"), "warn"),
    SHIFTED: (_("At another time only"), "now"),
}
DIFFERENCES: dict[str, Words] = {
    SLOT: _("slot"),
    BOARDING: _("boarding place"),
    SERVICE: _("flight or train"),
    VEHICLE: _("vehicle"),
    TIME: _("time"),
}
STOPS: dict[str, tuple[Words, str]] = {
    NEW: (_("New stop"), "good"),
    STOP_GONE: (_("Stops no more"), "bad"),
    AT_ANOTHER_TIME: (_("At another time"), "warn"),
    PEOPLE: (_("Other people"), "now"),
}
BROKEN: dict[str, Words] = {
    LEFT_AT_HOME: _("would stay at home"),
    ANOTHER_SLOT: _("would go to another slot"),
    ANOTHER_DAY: _("would leave on another day"),
}
TEMPLATES: dict[str, Words] = {
    "trip_new": _("Their trip"),
    "trip_changed": _("Their trip has changed"),
    "trip_cancelled": _("Their trip is cancelled"),
    "trip_reminder": _("Reminder to confirm the trip"),
    "intake_planned": _("Intake list, to be confirmed"),
    "intake_reminder": _("Reminder to confirm the intake"),
    "intake_escalated": _("An intake is not confirmed in time"),
    "duties_planned": _("Duties, to be accepted"),
    "duty_reminder": _("Reminder to answer a duty"),
    "duty_escalated": _("A duty is not answered in time"),
    "hours_asked": _("Can a gate stay open longer?"),
    "hours_reminder": _("Reminder to say whether a gate stays open"),
    "hours_escalated": _("An employer has not said in time whether its gate stays open"),
    "hours_declined": _("A gate cannot stay open longer"),
    "people_to_visit": _("People whom only staff can tell"),
    "driver": _("A duty to drive"),
    "driver_off": _("A duty not to drive any more"),
    "ping": _("Test message"),
}
"""What a message is about."""
ANSWERS: dict[str, tuple[Words, str]] = {
    OVERDUE: (_("Overdue"), "bad"),
    OPEN: (_("No answer yet"), "now"),
    YES: (_("Yes"), "good"),
    PART: (_("In part"), "warn"),
    NO: (_("No"), "bad"),
}

RUNS: dict[str, tuple[Words, str]] = {
    RunState.QUEUED: (_("waiting to be planned"), "now"),
    RunState.PLANNING: (_("being planned"), "now"),
    RunState.READY: (_("there is a plan"), "good"),
    RunState.FAILED: (_("planning failed"), "bad"),
    RunState.CANCELLED: (_("planning was stopped"), "warn"),
}
"""How far the run is that answers an event."""
