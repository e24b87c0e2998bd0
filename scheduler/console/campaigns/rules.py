"""The rules of a campaign, between their form and the transfer format."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from scheduler.campaigns.models import Campaign

Json = dict[str, Any]
RULES = (
    "max_journey_s",
    "time_cost_per_hour",
    "max_load_factor",
    "escort_seats",
    "transfer_s",
    "stop_fixed_s",
    "stop_per_person_s",
)
LAW = ("max_continuous_drive_s", "min_break_s", "swap_s", "max_drive_24h_s", "max_drive_7d_s")
PARTS: Mapping[str, tuple[str, ...]] = {
    "min_drivers": ("over_m", "drivers"),
    "night": ("from", "to", "max_continuous_drive_s"),
    "night_stop": ("from", "to", "over_m"),
}
"""Parts of the driver law that a campaign has whole, or not at all."""


def fields_of(part: str) -> list[str]:
    """What the form calls the values of a part."""
    return [f"{part}_{key}" for key in PARTS[part]]


def law_initial(law: Mapping[str, Any] | None) -> Json:
    """A driver law (None: there is none), as the form begins with it."""
    told: Json = {"has_law": law is not None}
    told |= {name: (law or {}).get(name) for name in LAW}
    for part in PARTS:
        values = (law or {}).get(part) or {}
        told |= {f"{part}_{key}": _shown(values.get(key)) for key in PARTS[part]}
    return told


def rules_initial(campaign: Campaign) -> Json:
    """The rules of a campaign, as the form begins with them."""
    rules: Json = campaign.rules
    return {name: rules[name] for name in RULES} | law_initial(rules.get("driver_hours"))


def rules_told(before: Json, told: Mapping[str, Any]) -> Json:
    """The rules as the form has them; what it does not know stays as it was."""
    law = _law(before.get("driver_hours") or {}, told) if told["has_law"] else None
    return {**before, **{name: told[name] for name in RULES}, "driver_hours": law}


def _law(before: Json, told: Mapping[str, Any]) -> Json:
    parts = {part: _part(before.get(part) or {}, part, told) for part in PARTS}
    return {**before, **{name: told[name] for name in LAW}, **parts}


def _part(before: Json, part: str, told: Mapping[str, Any]) -> Json | None:
    values = {key: _plain(told[f"{part}_{key}"]) for key in PARTS[part]}
    return None if None in values.values() else {**before, **values}


def _shown(value: Any) -> Any:
    return "00:00" if value == "24:00" else value  # midnight at the end of a day is no time of day in a form


def _plain(value: Any) -> Any:
    return f"{value:%H:%M}" if isinstance(value, time) else value
