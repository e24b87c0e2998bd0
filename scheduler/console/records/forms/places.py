"""What is filled in about places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduler.console.records.forms.fields import VersionForm
from scheduler.places.models import PlaceKind
from scheduler.sheets.datum import Datum


class PlaceForm(VersionForm):
    """Wherever a vehicle may stop."""

    name = forms.CharField(label=_("Name"), max_length=500, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=500, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=PlaceKind.choices)
    lon = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180, required=False)
    lat = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90, required=False)
    datum = forms.ChoiceField(
        label=_("Datum of the coordinates"),
        choices=((Datum.WGS84.value, _("WGS 84 (satellite navigation)")), (Datum.GCJ02.value, _("GCJ-02 (web maps)"))),
    )
    opens = forms.TimeField(
        label=_("Opens"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    closes = forms.TimeField(
        label=_("Closes"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("Vehicles load and unload in between; both empty: always."),
    )

    def clean(self) -> dict[str, Any]:
        """What goes together."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if (cleaned.get("lon") is None) != (cleaned.get("lat") is None):
            self.add_error("lat", _("Longitude and latitude go together."))
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if (opens is None) != (closes is None):
            self.add_error("closes", _("Say both times, or none."))
        elif opens and closes and closes < opens:
            self.add_error("closes", _("That is before it opens."))
        return cleaned


class PlantForm(VersionForm):
    """Where an employer's people work."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    lon = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180, required=False)
    lat = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90, required=False)

    def clean(self) -> dict[str, Any]:
        """What goes together."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if (cleaned.get("lon") is None) != (cleaned.get("lat") is None):
            self.add_error("lat", _("Longitude and latitude go together."))
        return cleaned


class NewPlantForm(PlantForm):
    """A plant that is new here; a bureau says whose it is."""

    employer = forms.TypedChoiceField(label=_("Whose"), coerce=UUID)
    code = forms.CharField(label=_("Code of the plant"), max_length=100, help_text=_("Yours to choose; each once."))
    field_order = ("employer", "code")

    def __init__(self, *args: Any, employers: Sequence[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["employer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(id_), words) for id_, words in employers]


class GateForm(forms.Form):
    """Which plant a gate is of, and who receives people there."""

    plant = forms.TypedChoiceField(label=_("Plant"), coerce=UUID)
    contact_name = forms.CharField(label=_("Who receives people"), max_length=100)
    contact_phone = forms.CharField(label=_("Telephone"), max_length=50)

    def __init__(self, *args: Any, plants: Sequence[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["plant"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(id_), words) for id_, words in plants]


class NewPlaceForm(PlaceForm):
    """A new place."""

    code = forms.CharField(label=_("Code of the place"), max_length=200, help_text=_("Yours to choose; each once."))
    field_order = ("code",)
