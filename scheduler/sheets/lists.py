"""What a campaign has to choose from, as a sheet names it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from scheduler.campaigns.models import Campaign
from scheduler.intake.models import IntakeSlot
from scheduler.papers.wording import Language
from scheduler.places.models import Place, PlaceKind

BOARDED = (PlaceKind.BOARDING_POINT, PlaceKind.HUB)


def options_of(campaign: Campaign, which: Literal["places", "slots"], language: Language) -> list[str]:
    """Names where they are unmistakable, and codes else."""
    if which == "slots":
        return list(
            IntakeSlot.objects.filter(campaign=campaign).order_by("position", "code").values_list("code", flat=True)
        )
    places = Place.objects.filter(campaign=campaign, kind__in=BOARDED).order_by("position", "code")
    named = [
        ((name_en if language == "en" else "") or name or "", code)
        for name, name_en, code in places.values_list("name", "name_en", "code")
    ]
    return list(_clear(named))


def _clear(named: list[tuple[str, str]]) -> Iterable[str]:
    times = Counter(name for name, _ in named)
    return (name if name and times[name] == 1 else code for name, code in named)
