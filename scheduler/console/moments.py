"""Moments in forms: date and time of day, on the campaign's clock."""

from __future__ import annotations

from typing import Any

from django import forms

FORMAT = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A date and a time of day, as browsers let them be chosen; aware, by the clock that is in force."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMAT)
        super().__init__(**{"widget": widget, **kwargs})
