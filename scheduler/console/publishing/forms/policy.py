"""How a campaign is planned anew."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduler.plans.models import PlanningPolicy
from scheduler.plans.policy import reserve_of
from scheduler.plans.services import LONGEST_RUN_S
from solvers.reserve import Reserve

NAMED = ("slots", "fleets", "services")
SETTINGS = ("freeze_hours", "move_cost", "drop_cost", "late_factor", "event_seconds", "wave_seconds")


class NumbersField(forms.CharField):
    """Numbers by code, one a line, as ``slot-7 5``."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        """The numbers by code."""
        found: dict[str, int] = {}
        for line in (super().to_python(value) or "").splitlines():
            code, _sign, number = line.strip().replace("=", " ").replace(":", " ").rpartition(" ")
            if not line.strip():
                continue
            if not code.strip() or not number.isdigit():
                raise forms.ValidationError(_("“%(line)s” is no code and number."), params={"line": line.strip()})
            found[code.strip()] = int(number)
        return found

    def prepare_value(self, value: Any) -> Any:
        """As text again."""
        return "\n".join(f"{code} {number}" for code, number in value.items()) if isinstance(value, dict) else value


def _whole(value: Any) -> Any:
    """Without a fraction where there is none."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class PolicyForm(forms.Form):
    """Freeze, prices, time, and what is held back for late comers."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    freeze_hours = forms.FloatField(
        label=_("Hours that stay"),
        min_value=0,
        max_value=720,
        help_text=_("What leaves within so many hours from then stays as people were told."),
    )
    move_cost = forms.FloatField(
        label=_("Price of moving a person"),
        min_value=0,
        help_text=_("How much cheaper a plan has to be before one person travels otherwise than told."),
    )
    drop_cost = forms.FloatField(
        label=_("Price of leaving at home who was told"),
        min_value=0,
        help_text=_("A person, on top of the price of moving; twice as much once they have confirmed."),
    )
    late_factor = forms.FloatField(
        label=_("Times dearer at departure"),
        min_value=0,
        max_value=1000,
        help_text=_("Both prices rise from three days before departure, up to so many times more."),
    )
    event_seconds = forms.IntegerField(
        label=_("Seconds of search after one event"), min_value=1, max_value=LONGEST_RUN_S
    )
    wave_seconds = forms.IntegerField(label=_("Seconds of search after several"), min_value=1, max_value=LONGEST_RUN_S)
    slot_percent = forms.FloatField(label=_("Places of all slots, in percent"), min_value=0, max_value=90)
    seat_percent = forms.FloatField(label=_("Seats of all vehicles and flights, in percent"), min_value=0, max_value=90)
    slots = NumbersField(label=_("Places of certain slots"), required=False, help_text=_("A code and a number a line."))
    fleets = NumbersField(
        label=_("Seats of each vehicle of certain fleets"), required=False, help_text=_("A code and a number a line.")
    )
    services = NumbersField(
        label=_("Seats of certain flights and trains"), required=False, help_text=_("A code and a number a line.")
    )

    def __init__(self, data: Any = None, *, policy: PlanningPolicy) -> None:
        reserve = reserve_of(policy)
        initial: dict[str, Any] = {name: getattr(policy, name) for name in SETTINGS}
        initial |= {name: dict(getattr(reserve, name)) for name in NAMED}
        initial |= {"slot_percent": 100 * reserve.slot_share, "seat_percent": 100 * reserve.seat_share}
        initial["version"] = 0 if policy._state.adding else policy.version
        super().__init__(data, initial={name: _whole(value) for name, value in initial.items()})

    @property
    def settings(self) -> dict[str, float]:
        """All but the reserve."""
        return {name: self.cleaned_data[name] for name in SETTINGS}

    @property
    def reserve(self) -> Reserve:
        """What is held back."""
        cleaned = self.cleaned_data
        return Reserve(
            slot_share=cleaned["slot_percent"] / 100,
            seat_share=cleaned["seat_percent"] / 100,
            **{name: cleaned[name] or {} for name in NAMED},
        )
