"""What is filled in about a campaign as a whole."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.models import ContactRole
from scheduler.console.records.forms.fields import MomentField, VersionForm

LARGEST_HOUR = 14


class ImportForm(forms.Form):
    """A transfer problem as a file."""

    document = forms.FileField(
        label=_("Transfer problem (JSON)"),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        help_text=_("A document of the format transfer-problem/1, with requests, slots, carriers, roads and rules."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )


class CampaignForm(forms.Form):
    """A campaign with nothing in it yet; usual roads and rules."""

    title = forms.CharField(label=_("Title"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    name = forms.SlugField(
        label=_("Short name"), max_length=100, help_text=_("In files and addresses: letters, digits and hyphens.")
    )
    currency = forms.CharField(label=_("Currency"), max_length=20, initial="CNY")
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    offset = forms.FloatField(
        label=_("Local time: hours ahead of UTC"), initial=8, min_value=-LARGEST_HOUR, max_value=LARGEST_HOUR
    )

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("That is before the first day."))
        return cleaned

    @property
    def zone(self) -> timezone:
        """The campaign's local time."""
        return timezone(timedelta(hours=self.cleaned_data["offset"]))


class HeadForm(VersionForm):
    """What a campaign is called, and from when until when it is."""

    title = forms.CharField(label=_("Title"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    horizon_start = MomentField(label=_("Nothing happens before"))
    horizon_end = MomentField(label=_("Nothing happens after"))

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("horizon_start"), cleaned.get("horizon_end")
        if start and end and end <= start:
            self.add_error("horizon_end", _("That is before it begins."))
        return cleaned


class InviteForm(forms.Form):
    """Which organisation is invited."""

    code = forms.CharField(
        label=_("Code of the organisation"),
        max_length=100,
        help_text=_("Employers, operators, townships and oversight bodies know their code from whoever set them up."),
    )


class ContactForm(forms.Form):
    """Somebody of the bureau whom travellers and drivers call."""

    role = forms.ChoiceField(
        label=_("For what"), choices=[(one.value, one.label) for one in (ContactRole.DESK, ContactRole.LIAISON)]
    )
    name = forms.CharField(label=_("Full name"), max_length=100)
    phone = forms.RegexField(
        r"^\+?[\d\s()-]{3,40}$",
        label=_("Telephone"),
        error_messages={"invalid": _("Digits, spaces and hyphens make a telephone number.")},
    )
