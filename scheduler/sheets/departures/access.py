"""How long it takes from a home to a boarding place that somebody named, by the campaign's own rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.campaigns.models import AccessRule, Campaign
from scheduler.people.joining import metres
from scheduler.places.models import Place

ASSUMED_S = 900
"""Where neither the home nor the time is known, or no rule is for such a place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Kinds and points of places, by code, and how people get there."""

    places: Mapping[str, tuple[str, float, float]]
    rules: tuple[AccessRule, ...]

    def seconds(self, home: tuple[float, float] | None, place: str) -> int:
        """By the quickest means that goes to such a place, in whole minutes; rules' reaches do not count here."""
        if home is None or place not in self.places:
            return ASSUMED_S
        kind, lon, lat = self.places[place]
        apart = metres(home, (lon, lat))
        ways = [
            rule.extra_s + rule.detour * apart / 1000 / rule.kmh * 3600
            for rule in self.rules
            if kind in rule.place_kinds
        ]
        return round(min(ways) / 60) * 60 if ways else ASSUMED_S


def access_of(campaign: Campaign) -> Access:
    """As the campaign is now."""
    places = Place.objects.filter(campaign=campaign, point__isnull=False).exclude(kind="home")
    known = places.values_list("code", "kind", "point")
    return Access(
        places={code: (kind, point.x, point.y) for code, kind, point in known if point is not None},
        rules=tuple(AccessRule.objects.filter(campaign=campaign).order_by("id")),
    )
