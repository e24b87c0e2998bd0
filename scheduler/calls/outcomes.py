"""What can come of a call."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What came of a call."""

    TO_CALL = "to_call", _("To be called")
    REACHED = "reached", _("Reached, undecided")
    WANTS_TO_GO = "wants_to_go", _("Wants to go")
    DECLINED = "declined", _("Does not want to go")
    UNREACHABLE = "unreachable", _("Not reachable")
    CALL_AGAIN = "call_again", _("Call again")
