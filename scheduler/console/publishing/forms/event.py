"""What the forms of all kinds of events have in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.names import Names
from scheduler.intake.models import IntakeSlot
from scheduler.places.selectors import place_list
from scheduler.replanning import happenings as has
from scheduler.replanning.services import NewEvent

Choices = list[tuple[str, str]]


def moment_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateTimeField:
    """A day and a time in the campaign's local time."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=required, widget=widget, help_text=help_text)


class EventForm(forms.Form):
    """What all kinds of events have."""

    reason = forms.CharField(label=_("Why, or who said so"), max_length=500, required=False)
    happened_at = moment_field(_("When"), required=False, help_text=_("Now, if you leave it empty."))

    def __init__(self, data: Any = None, *, campaign: Campaign, names: Names) -> None:
        super().__init__(data)
        self.campaign, self.names = campaign, names
        for name in ("reason", "happened_at"):
            self.fields[name] = self.fields.pop(name)  # after what the event is about
        self.offer()

    def offer(self) -> None:
        """Fill in what there is to choose from."""

    def choose(self, field: str, choices: Choices) -> None:
        """Give a field its choices."""
        chosen = self.fields[field]
        assert isinstance(chosen, forms.ChoiceField)
        single = not isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [*([("", "---")] if single else []), *choices]

    @abstractmethod
    def happening(self) -> has.Happening:
        """What happened."""

    @property
    def event(self) -> NewEvent:
        """What happened, when and why."""
        cleaned = self.cleaned_data
        return NewEvent(happening=self.happening(), happened_at=cleaned["happened_at"], reason=cleaned["reason"])


def slot_choices(campaign: Campaign, names: Names) -> Choices:
    """The slots that take anybody."""
    codes = IntakeSlot.objects.filter(campaign=campaign, capacity__gt=0).order_by("position", "code")
    return [(code, f"{code} {names.slots.get(code, '')}".strip()) for code in codes.values_list("code", flat=True)]


def place_choices(campaign: Campaign, names: Names) -> Choices:
    """All places, by name."""
    codes = place_list(campaign=campaign).values_list("code", flat=True)
    return sorted(((code, names.places.get(code, code)) for code in codes), key=lambda pair: pair[1])
