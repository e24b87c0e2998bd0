"""What a carrier fills in: its answer to a duty, a driver, a fleet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduler import clock
from scheduler.console.moments import MomentField
from scheduler.console.records.forms.carriers import only_slots_field
from scheduler.console.records.forms.fields import KnownForm
from scheduler.console.templatetags.named import named
from scheduler.fleet.services import NewFleet
from scheduler.manning.drivers import NewDriver
from scheduler.manning.models import Driver, ManningState
from scheduler.manning.services import DutyAnswer
from scheduler.places.models import Place
from solvers.problem import Crew, Fleet

MOST_VEHICLES, MOST_SEATS, HOUR = 10_000, 10_000, 3600


class AnswerForm(forms.Form):
    """Plate and drivers of a duty that is accepted."""

    plate = forms.CharField(label=gettext_lazy("Plate"), max_length=20, required=False)

    def __init__(
        self, *args: Any, crew: int, drivers: Sequence[Driver], named: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.crew = crew
        for number in range(crew):
            self.fields[f"driver{number}"] = forms.ChoiceField(
                label=_("Driver %(n)s") % {"n": number + 1},
                choices=driver_choices(drivers),
                required=False,
                initial=named[number] if number < len(named) else "",
            )

    def answer(self) -> DutyAnswer:
        """The duty is driven, with these."""
        codes = (self.cleaned_data[f"driver{number}"] for number in range(self.crew))
        named = tuple(code for code in codes if code)
        return DutyAnswer(state=ManningState.ACCEPTED, plate=self.cleaned_data["plate"], drivers=named)


class RefusalForm(forms.Form):
    """Why a duty is not driven."""

    reason = forms.CharField(label=gettext_lazy("Why you cannot drive it"), max_length=500)

    def answer(self) -> DutyAnswer:
        """The duty is not driven."""
        return DutyAnswer(state=ManningState.REFUSED, reason=self.cleaned_data["reason"])


class DriverForm(forms.Form):
    """A driver."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("The link to the route sheet is sent there."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    licence_class = forms.CharField(label=gettext_lazy("Licence"), max_length=20, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=[("zh", "中文"), ("en", "English")])


class NewDriverForm(DriverForm):
    """A driver who is new here."""

    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=100, help_text=gettext_lazy("Short, as on your rosters.")
    )

    def driver(self) -> NewDriver:
        """Whom to register."""
        return NewDriver(**self.cleaned_data)


class ChangedDriverForm(DriverForm):
    """What of a driver can be changed, and in which version."""

    retired = forms.BooleanField(label=gettext_lazy("Drives no more"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class DaysForm(forms.Form):
    """Hours that a driver drove besides, day by day."""

    def __init__(self, *args: Any, days: Sequence[date], reported: dict[date, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = days
        for day in days:
            self.fields[day.isoformat()] = forms.FloatField(
                label=f"{day:%m-%d}",
                min_value=0,
                max_value=24,
                required=False,
                initial=round(reported.get(day, 0) / HOUR, 2),
                widget=forms.NumberInput(attrs={"step": "0.25"}),
            )

    def seconds(self) -> dict[date, int]:
        """Seconds by day."""
        return {day: round((self.cleaned_data[day.isoformat()] or 0) * HOUR) for day in self.days}


class FleetForm(KnownForm):
    """So many equal vehicles; costs in the campaign's currency."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    count = forms.IntegerField(label=gettext_lazy("Vehicles"), min_value=1, max_value=MOST_VEHICLES)
    seats = forms.IntegerField(
        label=gettext_lazy("Seats for passengers"),
        min_value=1,
        max_value=MOST_SEATS,
        help_text=gettext_lazy("Without the one at the wheel."),
    )
    wheelchair_spaces = forms.IntegerField(
        label=gettext_lazy("Wheelchair spaces"), min_value=0, max_value=MOST_SEATS, initial=0
    )
    available_from = MomentField(label=gettext_lazy("Free from"))
    available_until = MomentField(label=gettext_lazy("Free until"))
    cost_fixed = forms.FloatField(label=gettext_lazy("Price a vehicle"), min_value=0)
    cost_per_km = forms.FloatField(label=gettext_lazy("Price a kilometre"), min_value=0)
    cost_per_hour = forms.FloatField(label=gettext_lazy("Price an hour"), min_value=0)
    hold_until = MomentField(
        label=gettext_lazy("Held until"),
        required=False,
        help_text=gettext_lazy(
            "Empty: a firm offer. Else an option: unless the bureau books it by then, it is planned with no more."
        ),
    )
    only_slots = only_slots_field()

    def clean(self) -> dict[str, Any]:
        """Free until after it becomes so."""
        found = super().clean() or {}
        begins, ends = found.get("available_from"), found.get("available_until")
        if begins and ends and ends <= begins:
            self.add_error("available_until", _("That is before it begins."))
        return found


class ChangedFleetForm(FleetForm):
    """What of a fleet can be changed, and in which version."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class NewFleetForm(FleetForm):
    """A fleet that is new here."""

    start = forms.ChoiceField(label=gettext_lazy("Begins at"))
    end = forms.ChoiceField(label=gettext_lazy("Ends at"), required=False)
    most_drivers = forms.IntegerField(
        label=gettext_lazy("Drivers at most"),
        min_value=1,
        max_value=3,
        initial=2,
        help_text=gettext_lazy("On long hauls a vehicle needs two, or three; the plan chooses."),
    )
    driver_cost = forms.FloatField(label=gettext_lazy("Price of each further driver"), min_value=0, initial=0)
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=100, help_text=gettext_lazy("What the fleet is called in plans.")
    )

    def __init__(self, *args: Any, places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        start, end = self.fields["start"], self.fields["end"]
        assert isinstance(start, forms.ChoiceField)
        assert isinstance(end, forms.ChoiceField)
        start.choices = [(place.code, named(place)) for place in places]
        end.choices = [("", _("Where the last stop is")), *start.choices]

    def fleet(self) -> NewFleet:
        """What the form offers."""
        given = self.cleaned_data
        crews = (Crew(drivers=n + 1, cost=n * given["driver_cost"], seats=0) for n in range(given["most_drivers"]))
        return NewFleet(
            fleet=Fleet(
                id=given["code"],
                count=given["count"],
                seats=given["seats"],
                wheelchair_spaces=given["wheelchair_spaces"],
                crews=tuple(crews),
                start=given["start"],
                end=given["end"] or None,
                available=(clock.seconds(given["available_from"]), clock.seconds(given["available_until"])),
                cost_fixed=given["cost_fixed"],
                cost_per_km=given["cost_per_km"],
                cost_per_hour=given["cost_per_hour"],
                slots=tuple(given.get("only_slots", ())) or None,
            ),
            name=given["name"],
            hold_until=given["hold_until"],
        )


class HoldForm(forms.Form):
    """Until when an option is held (empty: it is firm)."""

    hold_until = MomentField(label=gettext_lazy("Held until"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


def driver_choices(drivers: Sequence[Driver]) -> list[tuple[str, str]]:
    """Drivers to choose from."""
    return [("", "—"), *((driver.code, f"{driver.name} ({driver.code})") for driver in drivers)]


def week_to(last: date) -> list[date]:
    """The seven days up to a date."""
    return [last - timedelta(days=k) for k in reversed(range(7))]
