"""What can be wrong with a wish to edit a plan."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from scheduler.errors import Conflict, Invalid, Reasons


class NotEditable(Conflict):
    """The plan is not a draft that people edit."""

    code = "plan_not_editable"
    title = gettext_noop("The plan cannot be edited")


class EditRefused(Invalid):
    """The edit makes no sense for the plan as it is."""

    code = "edit_refused"
    title = gettext_noop("The edit cannot be carried out")


class ThingsLocked(Reasons):
    """The edit would change what somebody has locked; each reason names one thing."""

    code = "locked"
    title = gettext_noop("What the edit changes is locked")


class NothingToTurn(Conflict):
    """There is no edit to undo, or none to do again."""

    code = "nothing_to_undo_or_redo"
    title = gettext_noop("There is no such edit")
