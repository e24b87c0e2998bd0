"""What is filled in after a call."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduler.calls.outcomes import Outcome
from scheduler.console.records.forms.fields import MomentField, VersionForm, count_field


class CallForm(VersionForm):
    """What came of a call."""

    outcome = forms.ChoiceField(label=_("What came of it"), choices=Outcome.choices)
    call_again_at = MomentField(label=_("Call again at"), required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def clean(self) -> dict[str, Any]:
        """A time goes with calling again."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("call_again_at") and cleaned.get("outcome") != Outcome.CALL_AGAIN:
            self.add_error("call_again_at", _("A time goes with “Call again” only."))
        return cleaned


class CallRequestForm(VersionForm):
    """The request of somebody who wants to go."""

    code = forms.CharField(label=_("Code of the request"), max_length=200, help_text=_("Yours to choose; each once."))
    size = count_field(_("Size of the party"), least=1, most=1000, initial=1)
    ready_at = MomentField(label=_("Can leave home from"))
    lon = forms.FloatField(label=_("Home: longitude (WGS 84)"), min_value=-180, max_value=180, required=False)
    lat = forms.FloatField(label=_("Home: latitude (WGS 84)"), min_value=-90, max_value=90, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=50, required=False)

    def clean(self) -> dict[str, Any]:
        """What goes together."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if (cleaned.get("lon") is None) != (cleaned.get("lat") is None):
            self.add_error("lat", _("Longitude and latitude go together."))
        return cleaned
