"""What happened, a form for each kind of event."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scheduler.console.publishing.forms.event import EventForm, moment_field, place_choices, slot_choices
from scheduler.fleet.models import Fleet, Service
from scheduler.intake.models import IntakeSlot
from scheduler.people.models import DepartureRequest
from scheduler.people.services import NewRequest
from scheduler.people.states import PLANNABLE_STATES
from scheduler.places.models import PlaceKind
from scheduler.places.selectors import place_list
from scheduler.replanning import happenings as has
from scheduler.replanning.models import EventKind


class WithdrawalForm(EventForm):
    """A party does not travel."""

    party = forms.CharField(label=_("Party"), max_length=100, help_text=_("The code of its request."))

    def clean_party(self) -> str:
        """A party that has yet to travel."""
        code: str = self.cleaned_data["party"].strip()
        request = DepartureRequest.objects.filter(campaign=self.campaign, code=code).first()
        if request is None:
            raise forms.ValidationError(_("There is no such party in this campaign."))
        if request.state not in PLANNABLE_STATES:
            state = request.get_state_display()
            raise forms.ValidationError(_("Its state is “%(state)s”: it cannot withdraw."), params={"state": state})
        return code

    def happening(self) -> has.Happening:
        return has.Withdrawal(party=self.cleaned_data["party"])


class LateRequestForm(EventForm):
    """A party asks to travel after the plan was made."""

    code = forms.CharField(label=_("Code of the party"), max_length=100)
    size = forms.IntegerField(label=_("People"), min_value=1, max_value=1000, initial=1)
    wheelchairs = forms.IntegerField(label=_("of them in wheelchairs"), min_value=0, initial=0, required=False)
    town = forms.CharField(label=_("Town"), max_length=100, required=False)
    ready_at = moment_field(_("Can leave home from"))
    places = forms.MultipleChoiceField(label=_("Can board at"), widget=forms.SelectMultiple(attrs={"size": 8}))
    access_min = forms.IntegerField(label=_("Minutes from home to there"), min_value=0, max_value=1440, initial=15)
    slots = forms.MultipleChoiceField(
        label=_("Wants to go to"),
        help_text=_("All that they would take."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def offer(self) -> None:
        boarding = place_list(campaign=self.campaign).filter(kind__in=[PlaceKind.BOARDING_POINT, PlaceKind.HOME])
        codes = boarding.values_list("code", flat=True)
        self.choose("places", [(code, self.names.places.get(code, code)) for code in codes])
        self.choose("slots", slot_choices(self.campaign, self.names))

    def clean_code(self) -> str:
        """A new one."""
        code: str = self.cleaned_data["code"].strip()
        if DepartureRequest.objects.filter(campaign=self.campaign, code=code).exists():
            raise forms.ValidationError(_("There is a party of this code already."))
        return code

    def happening(self) -> has.Happening:
        cleaned = self.cleaned_data
        access_s = cleaned["access_min"] * 60
        request = NewRequest(
            code=cleaned["code"],
            size=cleaned["size"],
            wheelchairs=cleaned["wheelchairs"] or 0,
            town=cleaned["town"],
            ready_at=cleaned["ready_at"],
            boarding=tuple((place, access_s) for place in cleaned["places"]),
            choices=tuple((slot, 0.0) for slot in cleaned["slots"]),
        )
        return has.LateRequest(request=request)


class SlotClosedForm(EventForm):
    """An employer takes nobody in a slot."""

    slot = forms.ChoiceField(label=_("Slot"))

    def offer(self) -> None:
        self.choose("slot", slot_choices(self.campaign, self.names))

    def happening(self) -> has.Happening:
        return has.SlotCut(slot=self.cleaned_data["slot"], capacity=0)


class SlotCutForm(SlotClosedForm):
    """An employer takes fewer people in a slot."""

    capacity = forms.IntegerField(label=_("How many it takes now"), min_value=0)

    def clean(self) -> dict[str, Any]:
        """Fewer than before."""
        cleaned = super().clean() or {}
        slot = IntakeSlot.objects.filter(campaign=self.campaign, code=cleaned.get("slot", "")).first()
        if slot and cleaned.get("capacity") is not None and cleaned["capacity"] >= slot.capacity:
            self.add_error("capacity", _("It takes %(n)s so far; a cut leaves fewer.") % {"n": slot.capacity})
        return cleaned

    def happening(self) -> has.Happening:
        return has.SlotCut(slot=self.cleaned_data["slot"], capacity=self.cleaned_data["capacity"])


class VehicleLostForm(EventForm):
    """A vehicle breaks down."""

    for_crew = False
    fleet = forms.ChoiceField(label=_("Fleet"))
    vehicle = forms.IntegerField(
        label=_("Which one"),
        min_value=1,
        required=False,
        help_text=_("Its number, as on its route sheet. Empty: one that is idle, else the one that leaves last."),
    )

    def offer(self) -> None:
        fleets = Fleet.objects.filter(campaign=self.campaign, count__gt=0).order_by("position", "code")
        codes = fleets.values_list("code", "count")
        self.choose("fleet", [(code, f"{self.names.fleets.get(code, code)} ({count})") for code, count in codes])

    def happening(self) -> has.Happening:
        number = self.cleaned_data["vehicle"]
        fleet = self.cleaned_data["fleet"]
        return has.VehicleLost(fleet=fleet, vehicle=number - 1 if number else None, for_crew=self.for_crew)


class CrewLostForm(VehicleLostForm):
    """A vehicle has nobody to drive it."""

    for_crew = True


class ServiceCancelledForm(EventForm):
    """A flight, train or ferry does not run."""

    service = forms.ChoiceField(label=_("Flight or train"))

    def offer(self) -> None:
        codes = Service.objects.filter(campaign=self.campaign, seats__gt=0).order_by("departs_at", "code")
        self.choose(
            "service",
            [(code, f"{self.names.services.get(code, code)}") for code in codes.values_list("code", flat=True)],
        )

    def happening(self) -> has.Happening:
        return has.ServiceCancelled(service=self.cleaned_data["service"])


class ServiceLateForm(ServiceCancelledForm):
    """A flight, train or ferry runs at another time."""

    departs_at = moment_field(_("Leaves now at"))
    arrives_at = moment_field(_("Arrives now at"))

    def clean(self) -> dict[str, Any]:
        """It arrives after it has left."""
        cleaned = super().clean() or {}
        departs, arrives = cleaned.get("departs_at"), cleaned.get("arrives_at")
        if departs and arrives and arrives < departs:
            self.add_error("arrives_at", _("It arrives before it leaves."))
        return cleaned

    def happening(self) -> has.Happening:
        cleaned = self.cleaned_data
        return has.ServiceLate(
            service=cleaned["service"], departs_at=cleaned["departs_at"], arrives_at=cleaned["arrives_at"]
        )


class RoadOpenedForm(EventForm):
    """A road that was closed is as it was before."""

    origin = forms.ChoiceField(label=pgettext_lazy("a road", "From"))
    destination = forms.ChoiceField(label=pgettext_lazy("a road", "To"))
    both_ways = forms.BooleanField(label=_("Both ways"), initial=True, required=False)

    def offer(self) -> None:
        places = place_choices(self.campaign, self.names)
        self.choose("origin", places)
        self.choose("destination", places)

    def clean(self) -> dict[str, Any]:
        """A road joins two places."""
        cleaned = super().clean() or {}
        if cleaned.get("origin") and cleaned.get("origin") == cleaned.get("destination"):
            self.add_error("destination", _("A road joins two places."))
        return cleaned

    def happening(self) -> has.Happening:
        return has.RoadOpened(**{name: self.cleaned_data[name] for name in ("origin", "destination", "both_ways")})


class RoadClosedForm(RoadOpenedForm):
    """A road is closed, with a detour or without."""

    detour_min = forms.IntegerField(
        label=_("Minutes more by a detour"),
        min_value=0,
        required=False,
        help_text=_("Empty: there is no other way."),
    )
    detour_km = forms.FloatField(label=_("Kilometres more"), min_value=0, required=False)

    def happening(self) -> has.Happening:
        cleaned = self.cleaned_data
        minutes = cleaned["detour_min"]
        return has.RoadClosed(
            origin=cleaned["origin"],
            destination=cleaned["destination"],
            both_ways=cleaned["both_ways"],
            detour_s=None if minutes is None else minutes * 60,
            detour_m=round((cleaned["detour_km"] or 0) * 1000),
        )


class PlaceClosedForm(EventForm):
    """Nobody boards, alights or is taken in at a place any more."""

    place = forms.ChoiceField(label=_("Place"))

    def offer(self) -> None:
        self.choose("place", place_choices(self.campaign, self.names))

    def happening(self) -> has.Happening:
        return has.PlaceClosed(place=self.cleaned_data["place"])


FORMS: dict[str, type[EventForm]] = {
    EventKind.WITHDRAWAL: WithdrawalForm,
    EventKind.LATE_REQUEST: LateRequestForm,
    EventKind.SLOT_CUT: SlotCutForm,
    EventKind.SLOT_CLOSED: SlotClosedForm,
    EventKind.VEHICLE_LOST: VehicleLostForm,
    EventKind.CREW_LOST: CrewLostForm,
    EventKind.SERVICE_LATE: ServiceLateForm,
    EventKind.SERVICE_CANCELLED: ServiceCancelledForm,
    EventKind.ROAD_CLOSED: RoadClosedForm,
    EventKind.ROAD_OPENED: RoadOpenedForm,
    EventKind.PLACE_CLOSED: PlaceClosedForm,
}
"""The form of each kind of event."""
