"""What is filled in about ways: how far people go to board, and how fast vehicles drive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.models import AccessRule, Means
from scheduler.campaigns.services import Reach
from scheduler.campaigns.usual import USUAL_TRAVEL
from scheduler.console.campaigns.forms_rules import KILOMETRE, MINUTE, UnitField
from scheduler.console.records.forms.fields import VersionForm, count_field
from scheduler.places.models import PlaceKind

FASTEST_KMH, FARTHEST_KM, LONGEST_DETOUR = 1000, 10_000, 100


def _factor(label: Any, **more: Any) -> forms.FloatField:
    step = forms.NumberInput({"step": "any"})
    return forms.FloatField(label=label, min_value=1, max_value=LONGEST_DETOUR, widget=step, **more)


def _speed() -> forms.FloatField:
    step = forms.NumberInput({"step": "any"})
    return forms.FloatField(
        label=_("Kilometres an hour"), min_value=1, max_value=FASTEST_KMH, required=False, widget=step
    )


class RoadsForm(VersionForm):
    """How roads are reckoned from the straight line; where they are a table, that has to be given up for it."""

    detour = _factor(_("Roads are longer than the straight line, times"))
    replaces = forms.BooleanField(
        label=_("Give up the table of roads"),
        help_text=_("The kilometres and minutes in it are gone then, and roads that are closed are open."),
    )

    def __init__(self, *args: Any, is_table: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not is_table:
            del self.fields["replaces"]


class TierForm(forms.Form):
    """How fast a part of the way is driven."""

    upto_m = UnitField(label=_("Up to, in kilometres"), unit=KILOMETRE, most=FARTHEST_KM, required=False)
    kmh = _speed()


class TiersFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # it has no parameters at run time
    """Longer and longer roads, the last of any length."""

    def clean(self) -> None:
        """They rise, and none is too long."""
        if not all(line.is_valid() for line in self.forms):
            return
        *ends, last = [tier.get("upto_m") for tier in tiers_told(self)] or [0]
        known = [end for end in ends if end is not None]
        if last is not None or len(known) < len(ends):
            raise forms.ValidationError(_("The last speed, and no other, is for the rest of the way: without an end."))
        if known != sorted(set(known)):
            raise forms.ValidationError(_("Each part of the way ends farther than the one before."))


TierFormSet = forms.formset_factory(TierForm, formset=TiersFormSet, extra=2)


def tiers_told(lines: Any) -> list[dict[str, Any]]:
    """The speeds that were filled in, as the transfer format has them."""
    told = [line.cleaned_data for line in lines if line.cleaned_data.get("kmh")]
    return [{name: one[name] for name in ("upto_m", "kmh") if one[name] is not None} for one in told]


def roads_initial(travel: Mapping[str, Any]) -> Mapping[str, Any]:
    """Roads as the form begins with them: those of a table give way to the usual ones."""
    return travel if travel["kind"] == USUAL_TRAVEL["kind"] else USUAL_TRAVEL


class ReachForm(forms.Form):
    """How far people go by one means."""

    means = forms.ChoiceField(label=_("How"), choices=[("", "–"), *Means.choices], required=False)
    place_kinds = forms.MultipleChoiceField(
        label=_("To"), choices=PlaceKind.choices, required=False, widget=forms.SelectMultiple({"size": 3})
    )
    reach_m = UnitField(
        label=_("At most, in kilometres"), unit=KILOMETRE, least=0.001, most=FARTHEST_KM, required=False
    )
    kmh = _speed()
    extra_s = UnitField(label=_("Besides, in minutes"), unit=MINUTE, most=1440, required=False)
    detour = _factor(_("Longer than straight, times"), required=False)
    nearest = count_field(_("Of the nearest"), least=1, most=1000, required=False)

    def clean(self) -> dict[str, Any]:
        """A line that says how says all of it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in REACH if cleaned.get("means") else ():
            if cleaned.get(name) in (None, []) and name not in self.errors:
                self.add_error(name, _("Fill this in, or choose nothing under “How” to leave the line out."))
        return cleaned


ReachFormSet = forms.formset_factory(ReachForm, extra=2)
REACH = tuple(ReachForm.base_fields)


def reach_initial(rule: AccessRule) -> dict[str, Any]:
    """A line as it begins."""
    return {name: getattr(rule, name) for name in REACH}


def reaches_told(lines: Any) -> list[Reach]:
    """The lines that were filled in."""
    told = [line.cleaned_data for line in lines if line.cleaned_data.get("means")]
    return [
        Reach(**{**one, "means": Means(one["means"]), "place_kinds": tuple(map(PlaceKind, one["place_kinds"]))})
        for one in told
    ]
