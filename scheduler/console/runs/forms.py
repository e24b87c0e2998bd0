"""What somebody says when they start a run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduler.plans.models import PlanningPolicy
from scheduler.plans.services import LARGEST_SEED, LONGEST_RUN_S

PUBLISHED, NOTHING = "published", "nothing"
SECONDS = (
    (10, _("10 seconds, for a first look")),
    (30, _("30 seconds")),
    (60, _("1 minute")),
    (300, _("5 minutes")),
    (900, _("15 minutes")),
    (3600, _("1 hour")),
)


class RunForm(forms.Form):
    """From what to start, how long to search, and what moving people is worth."""

    start = forms.ChoiceField(label=_("Start from"), widget=forms.RadioSelect)
    seconds = forms.TypedChoiceField(label=_("Search for"), choices=SECONDS, coerce=int)
    freeze_hours = forms.FloatField(
        label=_("Hours that stay"),
        min_value=0,
        max_value=720,
        required=False,
        help_text=_("What leaves within so many hours from now stays as people were told."),
    )
    move_cost = forms.FloatField(
        label=_("Price of moving a person"),
        min_value=0,
        required=False,
        help_text=_("How much cheaper a plan has to be before one person travels otherwise than told."),
    )
    late_factor = forms.FloatField(
        label=_("Times dearer at departure"),
        min_value=0,
        max_value=1000,
        required=False,
        help_text=_("Moving somebody costs so many times more shortly before they leave."),
    )
    releases_reserve = forms.BooleanField(label=_("Fill what is held back for late comers"), required=False)
    other_seconds = forms.IntegerField(
        label=_("Another number of seconds"), min_value=1, max_value=LONGEST_RUN_S, required=False
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=LARGEST_SEED,
        required=False,
        help_text=_("What random choices start from: another number, another plan of about the same cost."),
    )

    def __init__(
        self, data: Any = None, *, policy: PlanningPolicy, people: int, usual_s: int, published: int | None
    ) -> None:
        self.people = people
        initial = {
            "start": PUBLISHED if published else NOTHING,
            "seconds": usual_s,
            "freeze_hours": policy.freeze_hours,
            "move_cost": policy.move_cost,
            "late_factor": policy.late_factor,
            "releases_reserve": published is not None,
            "seed": 1,
        }
        super().__init__(data, initial=initial)
        start = self.fields["start"]
        assert isinstance(start, forms.ChoiceField)
        start.choices = [
            *([(PUBLISHED, _("Plan %(number)s, which is published") % {"number": published})] if published else []),
            (NOTHING, _("Nothing: plan anew from the beginning")),
        ]

    @property
    def search_s(self) -> int:
        """How long to search."""
        return int(self.cleaned_data["other_seconds"] or self.cleaned_data["seconds"])

    @property
    def has_base(self) -> bool:
        """Whether the run starts from the published plan."""
        return bool(self.cleaned_data["start"] == PUBLISHED)
