"""What is filled in about jobs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduler.console.language import language
from scheduler.console.records.forms.fields import MoneyField, VersionForm, WordsField, count_field
from scheduler.console.templatetags.named import named
from scheduler.intake.models import JobPost, Plant
from scheduler.intake.services import NewJobPost
from scheduler.papers.wording import LANGUAGES

AT_WORK = ("wheelchair", "walks_badly", "hearing", "sight")
"""Needs that a workplace is fit for, or is not."""
PLAIN = ("title", "title_en", "workshop", "headcount", "age_from", "age_to", "pay_from", "pay_to", "sends_vehicle")


class JobForm(VersionForm):
    """What work there is, for how many, and who can do it."""

    title = forms.CharField(label=_("Job"), max_length=200)
    title_en = forms.CharField(label=_("Job, in English"), max_length=200, required=False)
    workshop = forms.CharField(label=_("Workshop"), max_length=200, required=False)
    plant = forms.ChoiceField(label=_("Plant"), required=False)
    headcount = count_field(_("How many people"), least=1, most=100_000)
    skills = WordsField(label=_("Skills"), help_text=_("With commas between them; whoever comes has all of them."))
    age_from = count_field(_("Age from"), least=16, most=120, required=False)
    age_to = count_field(_("Age to"), least=16, most=120, required=False)
    pay_from = MoneyField(label=_("Pay a month from"), required=False)
    pay_to = MoneyField(label=_("Pay a month to"), required=False)
    accepts_needs = forms.MultipleChoiceField(
        label=_("The workplace is fit for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sends_vehicle = forms.BooleanField(label=_("A vehicle of the employer's own fetches them"), required=False)

    def __init__(self, *args: Any, plants: Sequence[Plant], **more: Any) -> None:
        super().__init__(*args, **more)
        self.plants = {plant.code: plant for plant in plants}
        plant, needs, words = self.fields["plant"], self.fields["accepts_needs"], LANGUAGES[language()].needs
        assert isinstance(plant, forms.ChoiceField)
        assert isinstance(needs, forms.MultipleChoiceField)
        plant.choices = [("", _("None in particular")), *((one.code, named(one)) for one in plants)]
        known = dict.fromkeys([*AT_WORK, *self.initial.get("accepts_needs", ())])
        needs.choices = [(need, words.get(need, need)) for need in known]

    def clean(self) -> dict[str, Any]:
        """From less to more."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for first, last in (("age_from", "age_to"), ("pay_from", "pay_to")):
            low, high = cleaned.get(first), cleaned.get(last)
            if low is not None and high is not None and high < low:
                self.add_error(last, _("That is less than where it begins."))
        return cleaned

    @property
    def columns(self) -> dict[str, Any]:
        """What was filled in, as the post keeps it."""
        told = self.cleaned_data
        words = {name: list(told[name]) for name in ("skills", "accepts_needs")}
        return {name: told[name] for name in PLAIN} | words | {"plant": self.plants.get(told["plant"])}


class NewJobForm(JobForm):
    """A job to post."""

    code = forms.CharField(label=_("Code"), max_length=100, help_text=_("What the job is called on papers."))

    def post(self) -> NewJobPost:
        """What the form asks for."""
        told = self.cleaned_data
        words: dict[str, Any] = {name: tuple(told[name]) for name in ("skills", "accepts_needs")}
        plain = {name: told[name] for name in PLAIN}
        return NewJobPost(code=told["code"], plant=told["plant"] or None, **plain, **words)


def as_filled_in(post: JobPost) -> dict[str, Any]:
    """A job post, as the form begins with it."""
    names = ("version", *PLAIN, "skills", "accepts_needs")
    return {name: getattr(post, name) for name in names} | {"plant": post.plant.code if post.plant else ""}
