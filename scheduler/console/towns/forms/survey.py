"""What is asked of people in the survey."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduler.console.language import language
from scheduler.console.records.forms.fields import MomentField, MoneyField, VersionForm, WordsField
from scheduler.organisations.roles import Role
from scheduler.papers.wording import LANGUAGES
from scheduler.people.models import Sex, Worker
from scheduler.people.wishes import wishes_of

PLAIN = ("name", "phone", "birth_year", "sex", "town", "registered_poor", "training_until")
WISHES = ("jobs", "places", "pay_from", "not_employers")
CONSENTS = ("consent_employer", "consent_messages")
SAID = (("", _("not asked yet")), ("yes", _("Yes")), ("no", _("No")))
READS = (("zh", "中文"), ("en", "English"))
AS_SAID = {True: "yes", False: "no", None: ""}


class PersonForm(VersionForm):
    """Somebody who may want to go, and what they need and wish."""

    name = forms.CharField(label=_("Full name"), max_length=100)
    phone = forms.CharField(
        label=_("Telephone"), max_length=50, required=False, help_text=_("Empty: you tell them, by a printed slip.")
    )
    birth_year = forms.IntegerField(label=_("Year of birth"), min_value=1900, max_value=2200, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", "–"), *Sex.choices], required=False)
    town = forms.CharField(label=_("Home town"), max_length=100, required=False)
    needs = forms.MultipleChoiceField(label=_("Needs on the way"), required=False, widget=forms.CheckboxSelectMultiple)
    skills = WordsField(label=_("Skills"))
    jobs = WordsField(label=_("Wished work"))
    places = WordsField(label=_("Wished places"))
    pay_from = MoneyField(label=_("Wished pay a month, at least"), required=False)
    earliest_on = forms.DateField(
        label=_("Leaves not before"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    training_until = MomentField(
        label=_("In training until"), required=False, help_text=_("A request that would leave before is put off.")
    )
    not_employers = WordsField(label=_("Not to these employers (codes)"))
    registered_poor = forms.BooleanField(label=_("Registered as poor"), required=False)
    reads = forms.ChoiceField(
        label=_("Reads messages in"), choices=READS, initial="zh", help_text=_("And the page of the trip, by its link.")
    )
    consent_employer = forms.ChoiceField(label=_("May employers be told who comes?"), choices=SAID, required=False)
    consent_messages = forms.ChoiceField(label=_("Are messages and calls welcome?"), choices=SAID, required=False)

    headed = (
        (_("Who it is"), ("name", "phone", "id_number", "birth_year", "sex", "town", "registered_poor", "reads")),
        (_("What they need and can do"), ("needs", "skills", "training_until")),
        (_("What they wish"), ("jobs", "places", "pay_from", "earliest_on", "not_employers")),
        (_("What they agree to"), CONSENTS),
    )

    def __init__(self, *args: Any, role: Role, **more: Any) -> None:
        super().__init__(*args, **more)
        if role == Role.TOWN:
            del self.fields["town"]  # their people are of their own town, and stay so
        field, words = self.fields["needs"], LANGUAGES[language()].needs
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (need, words.get(need, need)) for need in dict.fromkeys([*words, *self.initial.get("needs", ())])
        ]

    @property
    def columns(self) -> dict[str, Any]:
        """What was filled in, as the survey keeps it."""
        told = self.cleaned_data
        wishes: dict[str, Any] = {name: told[name] for name in WISHES if told[name]}
        if told["earliest_on"]:
            wishes["earliest_on"] = told["earliest_on"].isoformat()
        return {
            **{name: told[name] for name in PLAIN if name in told},
            **{name: {"yes": True, "no": False}.get(told[name]) for name in CONSENTS},
            "needs": dict.fromkeys(told["needs"], True),
            "skills": list(told["skills"]),
            "wishes": wishes,
        }


class NewPersonForm(PersonForm):
    """Somebody who is not registered yet."""

    id_number = forms.CharField(
        label=_("ID number"), max_length=40, required=False, help_text=_("Kept as a fingerprint only.")
    )


def as_filled_in(worker: Worker, *, reads: str) -> Mapping[str, Any]:
    """What is known of somebody, and the language in which they read, as the form begins with it."""
    wishes = wishes_of(worker.wishes)
    return {
        **{name: getattr(worker, name) for name in ("version", *PLAIN)},
        **{name: getattr(wishes, name) for name in (*WISHES, "earliest_on")},
        **{name: AS_SAID[getattr(worker, name)] for name in CONSENTS},
        "needs": [need for need, wanted in worker.needs.items() if wanted],
        "skills": worker.skills,
        "reads": reads,
    }
