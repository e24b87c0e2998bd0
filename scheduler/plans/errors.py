"""What can be wrong with a wish about plans."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from scheduler.errors import Conflict, Reasons


class PlanNotPublishable(Reasons):
    """The plan may not be published; each reason is a sentence."""

    code = "plan_not_publishable"
    title = gettext_noop("The plan cannot be published")


class NoPlan(Conflict):
    """The run has no plan: not yet, or it never will."""

    code = "run_has_no_plan"
    title = gettext_noop("The run has no plan")


class PromisesBroken(Reasons):
    """The plan lets down parties who were told of their journey, and nobody answers for it; each is a sentence."""

    code = "promises_broken"
    title = gettext_noop("The plan lets people down who were told of their journey")


class NothingPublished(Conflict):
    """The campaign has no plan in force."""

    code = "nothing_published"
    title = gettext_noop("No plan is published")


class NothingBefore(Conflict):
    """There is no earlier plan to compare with."""

    code = "nothing_before"
    title = gettext_noop("There is no earlier plan")
