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
REASONS: dict[str, str | Promise] = {
    "no_choice": gettext_lazy("No slot would take them"),
    "slot_capacity": gettext_lazy("Their slots are full"),
    "slot_minimum": gettext_lazy("Too few for the slot to open"),
    "no_seat": gettext_lazy("No seat"),
    "time": gettext_lazy("They cannot be there in time"),
    "cost": gettext_lazy("Carrying them costs more than it is worth"),
    "search": gettext_lazy("The search ended before a way was found"),
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
