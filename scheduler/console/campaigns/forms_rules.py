"""What is filled in about a campaign's rules: what may last how long, what it is worth, and the driver law."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scheduler.console.campaigns.rules import LAW, PARTS, fields_of
from scheduler.console.records.forms.fields import MoneyField, VersionForm, count_field

MINUTE, HOUR, KILOMETRE = 60, 3600, 1000
DAY_HOURS, WEEK_HOURS = 24, 168
NEEDED = tuple(name for name in LAW if name != "max_drive_7d_s")
"""What a driver law cannot be without."""


class UnitField(forms.FloatField):
    """A whole number of seconds or metres, typed and shown in a larger unit."""

    def __init__(self, *, unit: int, most: float, least: float = 0, **more: Any) -> None:
        self.unit, self.least, self.most = unit, least, most
        super().__init__(min_value=least * unit, max_value=most * unit, **more)

    def to_python(self, value: Any) -> Any:
        """In seconds or metres."""
        number = super().to_python(value)
        return None if number is None else round(number * self.unit)

    def prepare_value(self, value: Any) -> Any:
        """In the larger unit, so exactly that it stays the same when it is sent back."""
        return f"{value / self.unit:.10g}" if isinstance(value, int | float) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Nothing that a browser would hold against what is typed: it does not know the unit."""
        return {"step": "any", "inputmode": "decimal"}

    def run_validators(self, value: Any) -> None:
        """The limits, said in the unit that is typed."""
        try:
            super().run_validators(value)
        except forms.ValidationError:
            limits = {"least": self.least, "most": self.most}
            raise forms.ValidationError(_("From %(least)g to %(most)g."), params=limits) from None


class PercentField(forms.FloatField):
    """A share, typed and shown in percent."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=1, max_value=200, **more)

    def clean(self, value: Any) -> Any:
        """As a share."""
        return super().clean(value) / 100

    def prepare_value(self, value: Any) -> Any:
        """In percent."""
        return f"{value * 100:.10g}" if isinstance(value, int | float) else value


def clock_field(label: Any) -> forms.TimeField:
    """A time of day."""
    return forms.TimeField(label=label, required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))


class RulesForm(VersionForm):
    """How far a plan may go, by when it pays, and what drivers may do."""

    max_journey_s = UnitField(label=_("Longest journey, in hours"), unit=HOUR, least=0.5, most=240)
    time_cost_per_hour = MoneyField(
        label=_("Price of an hour of a person's time"),
        help_text=_("The dearer, the more a plan pays for shorter journeys."),
    )
    unserved_cost_first = MoneyField(
        label=_("Price of one who stays at home"),
        help_text=_("A party for whom every way is dearer than this stays at home."),
    )
    unserved_cost_more = MoneyField(label=_("The same, of each further one of a party"))
    priority_factor = forms.FloatField(
        label=_("With priority: times as dear"), min_value=0.1, max_value=100, widget=forms.NumberInput({"step": "any"})
    )
    max_load_factor = PercentField(
        label=_("Seats that may be filled, in percent"), help_text=_("100: all of them; 50: every other seat.")
    )
    escort_seats = count_field(_("Seats kept for escorts, in each vehicle"), most=20)
    transfer_s = UnitField(label=_("Time to change vehicles, in minutes"), unit=MINUTE, most=600)
    stop_fixed_s = UnitField(label=_("A stop takes at least, in minutes"), unit=MINUTE, most=120)
    stop_per_person_s = count_field(_("And for each who gets on or off, in seconds"), most=3600)
    has_law = forms.BooleanField(
        label=_("Drivers' hours are limited"), required=False, help_text=_("Without: plans need not rest anybody.")
    )
    max_continuous_drive_s = UnitField(
        label=_("Longest drive without a break, in hours"), unit=HOUR, most=DAY_HOURS, required=False
    )
    min_break_s = UnitField(label=_("Shortest break, in minutes"), unit=MINUTE, most=600, required=False)
    swap_s = UnitField(label=_("Changing drivers takes, in minutes"), unit=MINUTE, most=120, required=False)
    max_drive_24h_s = UnitField(
        label=_("Most driving of one driver in 24 hours, in hours"), unit=HOUR, most=DAY_HOURS, required=False
    )
    max_drive_7d_s = UnitField(
        label=_("Most driving of one driver in 7 days, in hours"),
        unit=HOUR,
        most=WEEK_HOURS,
        required=False,
        help_text=_("Empty: no such limit."),
    )
    min_drivers_over_m = UnitField(
        label=_("On trips longer than, in kilometres"), unit=KILOMETRE, most=10_000, required=False
    )
    min_drivers_drivers = count_field(_("Drivers at least"), least=1, most=20, required=False)
    night_from = clock_field(_("Night begins"))
    night_to = clock_field(_("Night ends"))
    night_max_continuous_drive_s = UnitField(
        label=_("Longest drive without a break, in hours"), unit=HOUR, most=DAY_HOURS, required=False
    )
    night_stop_from = clock_field(_("From"))
    night_stop_to = clock_field(_("Until"))
    night_stop_over_m = UnitField(
        label=_("On trips longer than, in kilometres"), unit=KILOMETRE, most=10_000, required=False
    )
    headed: Sequence[tuple[str | Promise, Sequence[str]]] = (
        (_("What people can bear, and what it is worth"), (
            "max_journey_s", "time_cost_per_hour", "unserved_cost_first", "unserved_cost_more", "priority_factor",
        )),
        (_("Vehicles and stops"), (
            "max_load_factor", "escort_seats", "transfer_s", "stop_fixed_s", "stop_per_person_s",
        )),
        (_("Driver law"), ("has_law", *LAW)),
        (_("Driver law: long trips (all of it, or nothing)"), fields_of("min_drivers")),
        (_("Driver law: at night (all of it, or nothing)"), fields_of("night")),
        (_("Driver law: long trips stand still at night (all of it, or nothing)"), fields_of("night_stop")),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A law has its limits, and each of its parts is whole."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("has_law"):
            return cleaned
        for name in NEEDED:
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, _("A driver law needs this."))
        for part in PARTS:
            names = fields_of(part)
            empty = [name for name in names if cleaned.get(name) is None and name not in self.errors]
            if empty and len(empty) < len(names):
                self.add_error(empty[0], _("Give all of these, or nothing."))
        return cleaned
