"""What is filled in about departure requests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduler.console.records.forms.fields import (
    CodeField,
    KnownForm,
    MomentField,
    MoneyField,
    OnceFormSet,
    VersionForm,
    WordsField,
    count_field,
)
from scheduler.people.states import Action

ACTIONS = {
    Action.SUBMIT: _("Hand in"),
    Action.VERIFY: _("Verify"),
    Action.SEND_BACK: _("Send back"),
    Action.WITHDRAW: _("Withdraw"),
    Action.REOPEN: _("Reopen"),
    Action.RETURN: _("Note the return"),
}
NEED_WHY = frozenset({Action.WITHDRAW, Action.SEND_BACK, Action.RETURN})
"""What nobody does without saying why."""


class ActForm(forms.Form):
    """What to do with requests, and why."""

    action = forms.ChoiceField(choices=list(ACTIONS.items()))
    why = forms.CharField(label=_("Why"), max_length=500, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Some things need a reason."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("action") in NEED_WHY and not cleaned.get("why"):
            self.add_error("why", _("Say why: it stays on record with the request."))
        return cleaned


class SplitForm(VersionForm):
    """Let those of whom a party was made travel for themselves again."""

    why = forms.CharField(label=_("Why"), max_length=500, required=False)


class RequestForm(VersionForm):
    """A party that wants to travel."""

    size = count_field(_("Size of the party"), least=1, most=1000)
    wheelchairs = count_field(_("Wheelchair spaces"), most=1000, initial=0)
    town = forms.CharField(label=_("Home town"), max_length=100, required=False)
    ready_at = MomentField(label=_("Can leave home from"))
    due_at = MomentField(label=_("Has to be there by"), required=False)
    priority = forms.BooleanField(label=_("Has priority"), required=False)
    unserved_cost = MoneyField(
        label=_("Price of staying at home"), required=False, help_text=_("Empty: the campaign's, by size and priority.")
    )
    together = forms.CharField(
        label=_("Goes together with"),
        max_length=100,
        required=False,
        help_text=_("Requests with the same word here go to the same slot."),
    )
    lon = forms.FloatField(label=_("Home: longitude (WGS 84)"), min_value=-180, max_value=180, required=False)
    lat = forms.FloatField(label=_("Home: latitude (WGS 84)"), min_value=-90, max_value=90, required=False)
    jobs = WordsField(label=_("Wished work"))
    places = WordsField(label=_("Wished places"))
    pay_from = MoneyField(label=_("Wished pay a month, at least"), required=False)
    not_employers = WordsField(label=_("Not to these employers (codes)"))

    def clean(self) -> dict[str, Any]:
        """What has to fit together."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if (cleaned.get("wheelchairs") or 0) > (cleaned.get("size") or 0):
            self.add_error("wheelchairs", _("That is more than there are people."))
        if cleaned.get("due_at") and cleaned.get("ready_at") and cleaned["due_at"] <= cleaned["ready_at"]:
            self.add_error("due_at", _("That is not after the time from which they can leave."))
        if (cleaned.get("lon") is None) != (cleaned.get("lat") is None):
            self.add_error("lat", _("Longitude and latitude go together."))
        return cleaned


class KnownPersonForm(RequestForm):
    """A party that staff write down for somebody who is registered."""

    code = forms.CharField(label=_("Code of the request"), max_length=200, help_text=_("Yours to choose; each once."))
    field_order: tuple[str, ...] = ("code",)


class NewRequestForm(KnownPersonForm):
    """The same where nobody is registered yet; one of the party may be known by name."""

    name = forms.CharField(label=_("Name of who asks"), max_length=100, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=50, required=False)
    id_number = forms.CharField(
        label=_("ID number"), max_length=40, required=False, help_text=_("Kept as a fingerprint only.")
    )
    field_order = ("code", "name", "phone", "id_number")


class ChoiceForm(KnownForm):
    """A slot that they may be placed in."""

    slot = CodeField(label=_("Slot"), datalist="slots", required=False)
    cost = MoneyField(label=_("Dissatisfaction a person (0: as wished)"), required=False, initial=0)


class BoardingForm(KnownForm):
    """A place where they can be picked up."""

    place = CodeField(label=_("Boarding place"), datalist="places", required=False)
    minutes = count_field(_("Minutes from home"), most=10_000, required=False)

    def clean(self) -> dict[str, Any]:
        """A place needs its minutes."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("place") and cleaned.get("minutes") is None:
            self.add_error("minutes", _("Say how long it takes to get there."))
        return cleaned


ChoiceFormSet = forms.formset_factory(ChoiceForm, formset=OnceFormSet, extra=2)
BoardingFormSet = forms.formset_factory(BoardingForm, formset=OnceFormSet, extra=2)
