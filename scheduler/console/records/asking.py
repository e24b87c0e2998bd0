"""What a request asks for, between its form and its services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scheduler.campaigns.models import Campaign
from scheduler.console.acting import Visit
from scheduler.console.records.choosing import places_known, slots_known
from scheduler.console.records.forms.fields import Known
from scheduler.console.records.forms.requests import BoardingFormSet, ChoiceFormSet
from scheduler.people.services import unserved_cost
from scheduler.places.mapping import point_of


def known_of(campaign: Campaign) -> Known:
    """The slots and places that may be chosen."""
    return {"slots": slots_known(campaign), "places": places_known(campaign)}


def choice_lines(visit: Visit, known: Known, there: list[dict[str, Any]]) -> Any:
    """The slots that they may be placed in, a line each."""
    return ChoiceFormSet(visit.POST or None, initial=there, prefix="choices", form_kwargs={"known": known})


def boarding_lines(visit: Visit, known: Known, there: list[dict[str, Any]]) -> Any:
    """The places where they can board, a line each."""
    return BoardingFormSet(visit.POST or None, initial=there, prefix="boarding", form_kwargs={"known": known})


def chosen(lines: Any) -> list[tuple[str, float]]:
    """The slots that were filled in, with what each costs."""
    told = [line.cleaned_data for line in lines if line.cleaned_data.get("slot")]
    return [(one["slot"], one["cost"] or 0.0) for one in told]


def boards(lines: Any) -> list[tuple[str, int]]:
    """The places that were filled in, with the seconds from home."""
    told = [line.cleaned_data for line in lines if line.cleaned_data.get("place")]
    return [(one["place"], one["minutes"] * 60) for one in told]


def columns_of(campaign: Campaign, told: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that the form says."""
    columns = {name: told[name] for name in ("size", "wheelchairs", "town", "ready_at", "due_at", "together")}
    priority, price = int(told["priority"]), told["unserved_cost"]
    usual = unserved_cost(campaign, size=told["size"], priority=priority)
    return columns | {
        "priority": priority,
        "unserved_cost": usual if price is None else price,
        "wishes": {name: told[name] for name in ("jobs", "places", "pay_from", "not_employers") if told[name]},
        "home": point_of(told["lon"], told["lat"]),
    }
