"""What is filled in to send a sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduler.sheets.datum import Datum
from scheduler.sheets.states import UploadKind

KINDS = {UploadKind.DEPARTURES: _("Departure requests"), UploadKind.NAME_LIST: _("Name list of an employer's city")}


class UploadForm(forms.Form):
    """A file, what its rows are, and which coordinates it has."""

    file = forms.FileField(
        label=_("File (XLSX or CSV)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
    kind = forms.ChoiceField(label=_("Its rows are"), choices=[(kind.value, words) for kind, words in KINDS.items()])
    datum = forms.ChoiceField(
        label=_("Datum of coordinates whose heading names none"),
        choices=((Datum.WGS84.value, _("WGS 84 (satellite navigation)")), (Datum.GCJ02.value, _("GCJ-02 (web maps)"))),
    )


class NumbersField(forms.Field):
    """The numbers of the rows that are ticked."""

    def clean(self, value: Any) -> list[int]:
        """What is no number was not ticked here."""
        return [int(one) for one in value or () if one.isdecimal()]


class TakeInForm(forms.Form):
    """Which rows are taken in: those that are ticked, or all that are valid."""

    which = forms.ChoiceField(choices=(("ticked", ""), ("valid", "")))
    ids = NumbersField(required=False, widget=forms.SelectMultiple)

    def clean(self) -> dict[str, Any]:
        """Something has to be ticked."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("which") == "ticked" and not cleaned.get("ids"):
            raise forms.ValidationError(_("Tick the rows to be taken in first."))
        return cleaned

    @property
    def rows(self) -> list[int] | None:
        """The numbers of the rows; None: all that are valid."""
        return self.cleaned_data["ids"] if self.cleaned_data["which"] == "ticked" else None
