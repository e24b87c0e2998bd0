"""Answering for letting people down."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ApprovalForm(forms.Form):
    """Who is let down, by codes, and why."""

    ids = forms.MultipleChoiceField(error_messages={"required": _("Tick whom you answer for.")})
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        error_messages={"required": _("Say why these people are let down.")},
    )

    def __init__(self, data: object = None, *, parties: list[str]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict, or nothing
        chosen = self.fields["ids"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(one, one) for one in parties]
