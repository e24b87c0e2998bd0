"""What is filled in about intake slots."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduler.console.records.forms.fields import CodeField, MomentField, VersionForm, count_field


class SlotForm(VersionForm):
    """How many people an employer takes in."""

    capacity = count_field(_("Headcount"), most=100_000)
    min_headcount = count_field(
        _("At least"), most=100_000, initial=0, help_text=_("Nobody comes, or at least so many; 0: any number.")
    )

    def clean(self) -> dict[str, Any]:
        """What has to fit together."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if (cleaned.get("min_headcount") or 0) > (cleaned.get("capacity") or 0):
            self.add_error("min_headcount", _("That is more than there are places."))
        return cleaned


class NewSlotForm(SlotForm):
    """A new slot."""

    code = forms.CharField(label=_("Code of the slot"), max_length=200, help_text=_("Yours to choose; each once."))
    gate = CodeField(label=_("Gate"), datalist="gates")
    field_order = ("code", "gate")


class WindowForm(forms.Form):
    """From when until when people are taken in."""

    start = MomentField(label=_("From"), required=False)
    end = MomentField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        """Both or neither, in this order."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if (start is None) != (end is None):
            self.add_error("end", _("A window has a beginning and an end."))
        elif start and end and end < start:
            self.add_error("end", _("That is before its beginning."))
        return cleaned


class WindowsFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # it has no parameters at run time
    """At least one window."""

    def clean(self) -> None:
        """Nobody could come without one."""
        if all(line.is_valid() for line in self.forms) and not windows_of_lines(self):
            raise forms.ValidationError(_("Give at least one window: without one nobody can be taken in."))


WindowFormSet = forms.formset_factory(WindowForm, formset=WindowsFormSet, extra=2)


def windows_of_lines(lines: Any) -> list[tuple[Any, Any]]:
    """The windows that were filled in."""
    told = [line.cleaned_data for line in lines if line.cleaned_data.get("start")]
    return [(one["start"], one["end"]) for one in told]
