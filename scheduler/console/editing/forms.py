"""What is posted of an edit, flat, as the planner's own data; and back, for the form that confirms it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from solvers.editing.edits import (
    KINDS,
    AddStop,
    At,
    DropStop,
    Edit,
    LeaveOut,
    MoveParty,
    ReorderStops,
    Ride,
    ShiftTime,
    SwapCrew,
    SwapVehicle,
    edit_kind,
)

LONGEST_SHIFT_MIN = 31 * 24 * 60
_ORDER = re.compile(r"\d+(,\d+)+")
_NEEDED = {
    "move_party": ("party",),
    "leave_out": ("party",),
    "swap_vehicle": ("duty", "fleet"),
    "swap_crew": ("duty", "crew"),
    "add_stop": ("duty", "at", "after_stop"),
    "drop_stop": ("duty", "stop"),
    "reorder_stops": ("duty", "order"),
    "shift_time": ("duty", "by_min"),
}
_WORDS = {
    "party": _("Say which party."),
    "duty": _("Say which duty."),
    "fleet": _("Say which vehicle is to take the duty."),
    "crew": _("Say which crew is to man the duty."),
    "at": _("Say at which place the duty is to stop."),
    "after_stop": _("Say after which stop."),
    "stop": _("Say which stop."),
    "order": _("Say in which order."),
    "by_min": _("Say by how many minutes; a minus makes it earlier."),
}


def _code() -> forms.CharField:
    return forms.CharField(required=False, max_length=200, strip=False)


def _count() -> forms.IntegerField:
    return forms.IntegerField(required=False, min_value=0)


class EditForm(forms.Form):
    """One edit of any kind; which fields are needed follows from ``kind``.

    ``to`` names what a party is dropped on, or moved to by menu, as ``duty:d1``, ``fleet:…``, ``service:…``,
    ``slot:…`` or ``home:``; the ways that best places and confirmations know in full are in the other fields.
    """

    to = forms.CharField(required=False, max_length=220, strip=False)
    kind = forms.ChoiceField(choices=[(name, name) for name in KINDS])
    party, slot, boarding, service = _code(), _code(), _code(), _code()
    before_duty, before_fleet, after_duty, after_fleet = _code(), _code(), _code(), _code()
    before_board, before_alight, after_board, after_alight = _count(), _count(), _count(), _count()
    before_board_new, before_alight_new = forms.BooleanField(required=False), forms.BooleanField(required=False)
    after_board_new, after_alight_new = forms.BooleanField(required=False), forms.BooleanField(required=False)
    exact = forms.BooleanField(required=False)
    why = forms.CharField(required=False, max_length=500)
    duty, fleet, at = _code(), _code(), _code()
    vehicle, crew, stop, after_stop = _count(), _count(), _count(), _count()
    by_min = forms.FloatField(required=False, min_value=-LONGEST_SHIFT_MIN, max_value=LONGEST_SHIFT_MIN)
    order = forms.CharField(required=False, max_length=5000)
    other = forms.CharField(required=False, max_length=220, strip=False, help_text="a busy vehicle: fleet:number")

    def __init__(self, data: Any, *, goes_on: Callable[[str], bool]) -> None:
        super().__init__(data)
        self._goes_on = goes_on
        """Whether a duty takes people on from a service; others take them to one, or all the way."""

    def clean(self) -> dict[str, Any]:
        """All that the kind needs is there."""
        given = self.cleaned_data
        fleet, _colon, vehicle = given.get("other", "").rpartition(":")
        if fleet and vehicle.isdecimal():
            given |= {"fleet": fleet, "vehicle": int(vehicle)}
        for name in _NEEDED.get(given.get("kind", ""), ()):
            if given.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, str(_WORDS[name]))
        if given.get("order") and not _ORDER.fullmatch(given["order"]):
            self.add_error("order", str(_WORDS["order"]))
        return given

    def edit(self) -> Edit:
        """The edit that is asked for, of a form that is valid."""
        given = self.cleaned_data
        duty, stop = given["duty"], given["stop"]
        match given["kind"]:
            case "leave_out":
                return LeaveOut(party=given["party"], why=given["why"] or None)
            case "swap_vehicle":
                return SwapVehicle(duty=duty, fleet=given["fleet"], vehicle=given["vehicle"])
            case "swap_crew":
                return SwapCrew(duty=duty, crew=given["crew"])
            case "add_stop":
                return AddStop(duty=duty, at=given["at"], after=given["after_stop"])
            case "drop_stop":
                return DropStop(duty=duty, stop=stop)
            case "reorder_stops":
                return ReorderStops(duty=duty, order=tuple(map(int, given["order"].split(","))))
            case "shift_time":
                return ShiftTime(duty=duty, by_s=round(given["by_min"] * 60), stop=stop)
        return self._move()

    def _move(self) -> MoveParty | LeaveOut:
        given = self.cleaned_data
        named: dict[str, Any] = {name: given[name] or None for name in ("slot", "boarding", "service")}
        named |= {name: self._ride(name) for name in ("before", "after")}
        kind, _colon, code = given["to"].partition(":")
        match kind:
            case "home":
                return LeaveOut(party=given["party"])
            case "duty":
                named["after" if self._goes_on(code) else "before"] = Ride(duty=code)
            case "fleet":
                named["before"] = Ride(fleet=code)
            case "service" | "slot":
                named[kind] = code
        return MoveParty(party=given["party"], **named, exact=given["exact"])

    def _ride(self, name: str) -> Ride | None:
        given = self.cleaned_data
        duty, fleet = given[f"{name}_duty"] or None, given[f"{name}_fleet"] or None
        if duty is None and fleet is None:
            return None
        return Ride(duty=duty, fleet=fleet, board=self._at(f"{name}_board"), alight=self._at(f"{name}_alight"))

    def _at(self, name: str) -> At | None:
        stop = self.cleaned_data[name]
        return None if stop is None else At(stop=stop, new=self.cleaned_data[f"{name}_new"])


def fields_of(edit: Edit) -> dict[str, str]:
    """An edit as the fields of :class:`EditForm`, those that say something."""
    fields: dict[str, object] = {"kind": edit_kind(edit)}
    match edit:
        case MoveParty():
            fields |= {name: getattr(edit, name) for name in ("party", "slot", "boarding", "service")}
            fields |= {"exact": edit.exact or None} | _ride_fields("before", edit.before)
            fields |= _ride_fields("after", edit.after)
        case ReorderStops():
            fields |= {"duty": edit.duty, "order": ",".join(map(str, edit.order))}
        case ShiftTime():
            fields |= {"duty": edit.duty, "by_min": edit.by_s / 60, "stop": edit.stop}
        case AddStop():
            fields |= {"duty": edit.duty, "at": edit.at, "after_stop": edit.after}
        case LeaveOut():
            fields |= {"party": edit.party, "why": edit.why}
        case SwapVehicle():
            fields |= {"duty": edit.duty, "fleet": edit.fleet, "vehicle": edit.vehicle}
        case SwapCrew():
            fields |= {"duty": edit.duty, "crew": edit.crew}
        case DropStop():
            fields |= {"duty": edit.duty, "stop": edit.stop}
    return {name: str(value) for name, value in fields.items() if value is not None}


def _ride_fields(name: str, ride: Ride | None) -> dict[str, object]:
    if ride is None:
        return {}
    fields: dict[str, object] = {f"{name}_duty": ride.duty, f"{name}_fleet": ride.fleet}
    for side, at in (("board", ride.board), ("alight", ride.alight)):
        if at is not None:
            fields |= {f"{name}_{side}": at.stop, f"{name}_{side}_new": at.new or None}
    return fields
