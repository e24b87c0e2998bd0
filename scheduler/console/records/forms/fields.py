"""Fields that several records have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MANY = 10_000
FORMAT = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A moment of the campaign's local time, to the minute."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.DateTimeInput(format=FORMAT, attrs={"type": "datetime-local"}), **more)


class WordsField(forms.CharField):
    """Words, separated by commas of either kind."""

    def __init__(self, *, help_text: Any = "", **more: Any) -> None:
        told = help_text or _("Several: with commas between them.")
        super().__init__(required=False, max_length=500, help_text=told, **more)

    def prepare_value(self, value: Any) -> Any:
        """As one text."""
        return value if isinstance(value, str) else ", ".join(value or ())

    def clean(self, value: Any) -> tuple[str, ...]:
        """As words."""
        text = super().clean(value).replace("，", ",").replace("、", ",").replace(";", ",").replace("；", ",")
        return tuple(word.strip() for word in text.split(",") if word.strip())


class CodeField(forms.CharField):
    """The code of something of the campaign; ``datalist`` names what the page offers, :class:`KnownForm` sets it."""

    default_error_messages = {"unknown": _("The campaign has no %(code)s: choose one of the list.")}  # noqa: RUF012

    def __init__(self, *, datalist: str, **more: Any) -> None:
        widget = forms.TextInput(attrs={"list": datalist, "autocomplete": "off"})
        super().__init__(max_length=200, widget=widget, **more)
        self.datalist, self.known = datalist, frozenset[str]()

    def validate(self, value: Any) -> None:
        """It exists."""
        super().validate(value)
        if value and value not in self.known:
            raise forms.ValidationError(self.error_messages["unknown"], params={"code": value})


class CodesField(forms.MultipleChoiceField):
    """Any of some things of the campaign, by code; ``datalist`` names them, :class:`KnownForm` sets them.

    Where one sees none of them, there is no such field: what others have chosen stays.
    """

    def __init__(self, *, datalist: str, **more: Any) -> None:
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **more)
        self.datalist = datalist


Known = Mapping[str, Sequence[tuple[str, str]]]
"""What may be chosen in fields that are typed: ``(code, words)`` by the name of the list that is offered."""


class KnownForm(forms.Form):
    """A form in which codes are typed or ticked; ``known`` says which there are."""

    def __init__(self, *args: Any, known: Known | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, field in list(self.fields.items()):
            if isinstance(field, CodeField):
                field.known = frozenset(code for code, _words in (known or {})[field.datalist])
            elif isinstance(field, CodesField):
                field.choices = (known or {})[field.datalist]
                if not field.choices:
                    del self.fields[name]


class VersionForm(KnownForm):
    """A form that says which version of the record it was filled in for."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class OnceFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # it has no parameters at run time
    """Lines of which each names something else."""

    def clean(self) -> None:
        """Nothing stands there twice."""
        first = next(iter(self.form.base_fields))
        named = [line.cleaned_data.get(first) for line in self.forms if line.is_valid()]
        twice = sorted({code for code in named if code and named.count(code) > 1})
        if twice:
            raise forms.ValidationError(_("%(codes)s stands there twice."), params={"codes": ", ".join(twice)})


def count_field(label: Any, *, least: int = 0, most: int = MANY, **more: Any) -> forms.IntegerField:
    """A number of people, seats, vehicles."""
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


class MoneyField(forms.FloatField):
    """An amount of the campaign's currency."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=0, **more)

    def prepare_value(self, value: Any) -> Any:
        """Without a fraction where there is none."""
        return int(value) if isinstance(value, float) and value.is_integer() else value
