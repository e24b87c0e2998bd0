"""What is filled in about matching: which slots suit a party, and what an unmet wish costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scheduler.console.records.forms.fields import MoneyField, VersionForm, count_field
from scheduler.console.templatetags.reading import reading
from scheduler.matching.rules import Mode
from scheduler.papers.wording import LANGUAGES

MODES = [
    (Mode.MUST.value, _("has to be so")),
    (Mode.WISH.value, _("is better so")),
    (Mode.OFF.value, _("does not matter")),
]


OTHERWISE = _("Price where it is not so, a person")


def _mode(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=MODES)


class MatchingForm(VersionForm):
    """By what slots are proposed to parties."""

    skills = _mode(_("Everyone has the skills of the post"))
    skill_cost = MoneyField(label=_("Price of each skill that somebody lacks"))
    ages = _mode(_("Everyone is of an age that the post asks for"))
    age_cost = MoneyField(label=OTHERWISE)
    age_least = count_field(_("Nobody works who is younger than"), most=120)
    needs = _mode(_("The workplace is fit for their needs"))
    needs_cost = MoneyField(label=OTHERWISE)
    needs_at_work = forms.MultipleChoiceField(
        label=_("Needs that matter at work"), required=False, widget=forms.CheckboxSelectMultiple
    )
    jobs = _mode(_("The work is of the kind wished for"))
    job_cost = MoneyField(label=OTHERWISE)
    places = _mode(_("It is where they wish"))
    place_cost = MoneyField(label=OTHERWISE)
    pay = _mode(_("It pays what they wish"))
    pay_cost = MoneyField(label=_("Price of all of that pay missing, a person"))
    consent_needed = forms.BooleanField(
        label=_("Only those who agree that an employer gets their data"),
        required=False,
        help_text=_("Else all who have not refused."),
    )
    most = count_field(_("Slots that a party is offered at most"), least=1, most=1000)
    dearest = MoneyField(
        label=_("Dearest that is offered, a person"), required=False, help_text=_("Empty: no such limit.")
    )
    headed: Sequence[tuple[str | Promise, Sequence[str]]] = (
        (_("What the work asks for"), (
            "skills", "skill_cost", "ages", "age_cost", "age_least", "needs", "needs_cost", "needs_at_work",
        )),
        (_("What people wish"), ("jobs", "job_cost", "places", "place_cost", "pay", "pay_cost")),
        (_("What is offered"), ("consent_needed", "most", "dearest")),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field, words = self.fields["needs_at_work"], LANGUAGES[reading()].needs
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (need, words.get(need, need)) for need in dict.fromkeys([*words, *self.initial["needs_at_work"]])
        ]
