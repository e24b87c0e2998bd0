"""What staff note for those who answered by telephone."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduler.intake.models import ConfirmationState
from scheduler.manning.models import ManningState
from scheduler.manning.services import DutyAnswer


class SaidForm(forms.Form):
    """What parties said of their trip; the same for all that are ticked."""

    ids = forms.MultipleChoiceField()
    says = forms.ChoiceField(choices=[("yes", _("They come")), ("no", _("They do not come"))])
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict, or nothing
        chosen = self.fields["ids"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.error_messages["required"] = _("Tick at least one party.")
        if data is not None:
            chosen.choices = [(one, one) for one in data.getlist("ids")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Who does not come has a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("says") == "no" and not cleaned.get("reason"):
            self.add_error("reason", _("Say why they do not come."))
        return cleaned


class ReplyForm(forms.Form):
    """What a text message says of the trip of a party; ``done``: nothing that is to be noted."""

    says = forms.ChoiceField(
        choices=[("yes", _("They come")), ("no", _("They do not come")), ("done", _("Nothing to note"))]
    )
    party = forms.CharField(max_length=200, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def clean(self) -> dict[str, object]:
        """Who does not come has a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("says") == "no" and not cleaned.get("reason"):
            self.add_error("reason", _("Say why they do not come."))
        return cleaned


class IntakeForm(forms.Form):
    """What an employer says to the people that come to a slot."""

    state = forms.ChoiceField(label=_("The employer"), choices=ConfirmationState.choices, widget=forms.RadioSelect)
    accepted = forms.IntegerField(label=_("How many it takes"), min_value=1, required=False)
    reason = forms.CharField(label=_("Why not all"), max_length=500, required=False)

    def clean(self) -> dict[str, object]:
        """A part has a number and a reason, a refusal a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("state") == ConfirmationState.PARTIAL and not cleaned.get("accepted"):
            self.add_error("accepted", _("Say how many it takes."))
        if cleaned.get("state") in (ConfirmationState.PARTIAL, ConfirmationState.DECLINED) and not cleaned.get(
            "reason"
        ):
            self.add_error("reason", _("Say why not all of them are taken in."))
        return cleaned


class DutyForm(forms.Form):
    """What an operator says to a duty."""

    state = forms.ChoiceField(
        label=_("The operator"),
        choices=[(ManningState.ACCEPTED, _("Drives it")), (ManningState.REFUSED, _("Refuses it"))],
        widget=forms.RadioSelect,
    )
    plate = forms.CharField(label=_("Plate"), max_length=20, required=False)
    drivers = forms.CharField(
        label=_("Drivers"),
        max_length=200,
        required=False,
        help_text=_("The operator's codes of its drivers, in the order in which they drive, with commas between."),
    )
    reason = forms.CharField(label=_("Reason for declining"), max_length=500, required=False)

    def clean(self) -> dict[str, object]:
        """A refusal has a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("state") == ManningState.REFUSED and not cleaned.get("reason"):
            self.add_error("reason", _("Say why it is refused."))
        return cleaned

    @property
    def answer(self) -> DutyAnswer:
        """What it comes to."""
        names = self.cleaned_data["drivers"].replace("，", ",").replace("、", ",").split(",")
        return DutyAnswer(
            state=self.cleaned_data["state"],
            plate=self.cleaned_data["plate"],
            drivers=tuple(filter(None, map(str.strip, names))),
            reason=self.cleaned_data["reason"],
        )
