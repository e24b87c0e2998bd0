"""What is filled in to send a sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduler.console.language import language
from scheduler.organisations.roles import Role
from scheduler.sheets.datum import Datum
from scheduler.sheets.kinds import KINDS


def kinds_of(role: Role) -> list[tuple[str, str]]:
    """The kinds of sheets that somebody in this role sends in, in words."""
    return [(kind.value, one.title.within(language())) for kind, one in KINDS.items() if role in one.roles]


class UploadForm(forms.Form):
    """A file, what its rows are, and which coordinates it has."""

    file = forms.FileField(
        label=_("File (XLSX or CSV)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
    kind = forms.ChoiceField(label=_("Its rows are"))
    datum = forms.ChoiceField(
        label=_("Datum of coordinates whose heading names none"),
        choices=((Datum.WGS84.value, _("WGS 84 (satellite navigation)")), (Datum.GCJ02.value, _("GCJ-02 (web maps)"))),
    )

    def __init__(self, *args: Any, role: Role, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = kinds_of(role)


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
