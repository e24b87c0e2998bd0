"""What is filled in about fleets and services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduler.console.records.forms.fields import (
    CodeField,
    CodesField,
    MomentField,
    MoneyField,
    VersionForm,
    count_field,
)
from scheduler.console.records.words import MODES
from scheduler.fleet.models import Fleet
from solvers.problem import Crew

HOLD_HELP = _("Empty: the offer is firm. An option that is not booked by then is left out of what is planned.")


def only_slots_field() -> CodesField:
    """Whom a fleet carries, such as an employer's own."""
    return CodesField(
        datalist="slots",
        label=_("Only for people of these slots"),
        help_text=_("None ticked: for everybody. Tick those of an employer whose own vehicles these are."),
    )


class FleetForm(VersionForm):
    """Equal vehicles, each good for one duty."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    count = count_field(_("Vehicles"), least=1)
    seats = count_field(_("Seats a vehicle, the driver's too"), most=1000)
    wheelchair_spaces = count_field(_("Wheelchair spaces"), most=1000, initial=0)
    available_from = MomentField(label=_("Free from"))
    available_until = MomentField(label=_("Free until"))
    cost_fixed = MoneyField(label=_("Price a vehicle"))
    cost_per_km = MoneyField(label=_("Price a kilometre"))
    cost_per_hour = MoneyField(label=_("Price an hour"))
    hold_until = MomentField(label=_("Held until"), required=False, help_text=HOLD_HELP)
    only_slots = only_slots_field()

    def clean(self) -> dict[str, Any]:
        """It is free until a moment after it becomes so."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("available_from"), cleaned.get("available_until")
        if start and end and end < start:
            self.add_error("available_until", _("That is before it becomes free."))
        return cleaned


class NewFleetForm(FleetForm):
    """A new fleet."""

    code = forms.CharField(label=_("Code of the fleet"), max_length=200, help_text=_("Yours to choose; each once."))
    start = CodeField(label=_("Begins at"), datalist="places")
    end = CodeField(
        label=_("Ends at"), datalist="places", required=False, help_text=_("Empty: where its last stop is.")
    )
    field_order = ("code", "name", "name_en", "count", "seats", "wheelchair_spaces", "start", "end")


class CrewForm(forms.Form):
    """A way to man a vehicle."""

    drivers = count_field(_("Drivers"), least=1, most=20, required=False)
    cost = MoneyField(label=_("Price besides"), required=False, initial=0)
    seats = count_field(_("Seats that relief drivers take"), most=20, required=False, initial=0)


class CrewsFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # it has no parameters at run time
    """At least one way."""

    def clean(self) -> None:
        """Nobody could drive without one; each is told by how many drivers it has."""
        if not all(line.is_valid() for line in self.forms):
            return
        drivers = [crew.drivers for crew in crews_told(self)]
        if not drivers:
            raise forms.ValidationError(_("Say at least once with how many drivers it may go."))
        if len(set(drivers)) < len(drivers):
            raise forms.ValidationError(_("As many drivers stand there twice: say it once."))


CrewFormSet = forms.formset_factory(CrewForm, formset=CrewsFormSet, extra=3)


def crews_told(lines: Any) -> tuple[Crew, ...]:
    """The ways that were filled in."""
    told = [line.cleaned_data for line in lines if line.cleaned_data.get("drivers")]
    return tuple(Crew(drivers=one["drivers"], cost=one["cost"] or 0.0, seats=one["seats"] or 0) for one in told)


def fleet_initial(fleet: Fleet) -> dict[str, Any]:
    """What a form of a fleet that is there begins with."""
    slots = [row.slot.code for row in fleet.slot_rows.all()] if fleet.exclusive else []
    names = (name for name in FleetForm.base_fields if name != "only_slots")
    return {name: getattr(fleet, name) for name in names} | {"only_slots": slots}


def fleet_told(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the service is told to change by a form that was sent: with no slot ticked a fleet is for everybody."""
    columns = {name: value for name, value in told.items() if name not in ("version", "only_slots")}
    slots = told.get("only_slots")
    if slots is not None:
        columns["exclusive"] = bool(slots)
    return {"version": told["version"], "changes": columns, "only_slots": slots or None}


class ServiceForm(VersionForm):
    """A timed leg without a road: a chartered flight, a rail block, a ferry."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    departs_at = MomentField(label=_("Departs"))
    arrives_at = MomentField(label=_("Arrives"))
    seats = count_field(_("Seats"))
    wheelchair_spaces = count_field(_("Wheelchair spaces"), initial=0)
    min_load = count_field(_("Runs with at least"), initial=0)
    check_in = count_field(_("There before departure, minutes"), most=2880, initial=0)
    exit = count_field(_("Out after arrival, minutes"), most=2880, initial=0)
    cost_fixed = MoneyField(label=_("Price of the whole"))
    cost_per_seat = MoneyField(label=_("Price a seat"))
    hold_until = MomentField(label=_("Held until"), required=False, help_text=HOLD_HELP)

    def clean(self) -> dict[str, Any]:
        """It arrives after it departs."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        departs, arrives = cleaned.get("departs_at"), cleaned.get("arrives_at")
        if departs and arrives and arrives < departs:
            self.add_error("arrives_at", _("That is before it departs."))
        return cleaned


class NewServiceForm(ServiceForm):
    """A new service."""

    code = forms.CharField(label=_("Code of the service"), max_length=200, help_text=_("Yours to choose; each once."))
    mode = forms.ChoiceField(label=_("Kind"), choices=list(MODES.items()))
    origin = CodeField(label=_("From"), datalist="places")
    destination = CodeField(label=_("To"), datalist="places")
    group = forms.CharField(
        label=_("Of one aircraft"),
        max_length=200,
        required=False,
        help_text=_("Of the services with the same word here at most one runs."),
    )
    field_order = ("code", "name", "name_en", "mode", "origin", "destination")
