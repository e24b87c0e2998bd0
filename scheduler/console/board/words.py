"""Durations, money and shares as people read them, in their language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MINUS = "\N{MINUS SIGN}"

CARRIERS: dict[str, str | Promise] = {
    "coach": gettext_lazy("Coach"),
    "employer's coach": gettext_lazy("Employer's coach"),
    "feeder": gettext_lazy("Feeder"),
    "flight": gettext_lazy("Flight"),
    "rail": gettext_lazy("Train"),
    "train": gettext_lazy("Train"),
    "ferry": gettext_lazy("Ferry"),
}
COSTS: dict[str, str | Promise] = {
    "vehicles": gettext_lazy("Vehicle"),
    "crews": gettext_lazy("Crew"),
    "kilometres": gettext_lazy("Kilometres"),
    "hours": gettext_lazy("Hours"),
}
MEANINGS: dict[str, str | Promise] = {
    "no_choice": gettext_lazy("Their request lists no slot, or none that takes as many as they are, even when empty."),
    "slot_capacity": gettext_lazy("None of the slots that they ask for has enough places left."),
    "slot_minimum": gettext_lazy("With them too, the slots with places left would have too few people to open."),
    "no_seat": gettext_lazy(
        "What could bring them there in time is full, or has no room for as many or for wheelchairs."
    ),
    "time": gettext_lazy("Nothing could bring them from one of their boarding places to one of their gates in time."),
    "cost": gettext_lazy("The cheapest way to carry them adds more to the plan's cost than their staying at home."),
    "search": gettext_lazy("There may be a way for them: a run with more time looks further."),
    "by_hand": gettext_lazy("Somebody who changed the plan took them out."),
    "came_later": gettext_lazy(
        "The plan that this one was made from did not know them yet: a new run looks for a way."
    ),
    "stop_dropped": gettext_lazy(
        "The stop where they would get on or off was dropped, and none of their others is on the way."
    ),
}


def number(value: float, digits: int = 0) -> str:
    """A number with its thousands kept apart, as both languages write it."""
    return f"{value:,.{digits}f}"


def signed(text: str, is_negative: bool) -> str:
    """A difference that says whether it is more or less."""
    return f"{MINUS if is_negative else '+'}{text}"


def share(value: float) -> str:
    """A share in per cent, to the tenth."""
    return f"{number(100 * value, 1)}%"


def duration(seconds: float) -> str:
    """A duration in hours and minutes."""
    minutes = round(seconds / 60)
    if minutes < 60:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(hours)d h %(minutes)02d min") % {"hours": minutes // 60, "minutes": minutes % 60}
