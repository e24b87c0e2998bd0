"""What a party told staff of its trip."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SaidForm(forms.Form):
    """Whether it comes."""

    party = forms.UUIDField()
    says = forms.ChoiceField(choices=[("yes", _("They come")), ("no", _("They do not come"))])
    reason = forms.CharField(max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """Who does not come has a reason."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("says") == "no" and not cleaned.get("reason"):
            self.add_error("reason", _("Say why they do not come."))
        return cleaned
