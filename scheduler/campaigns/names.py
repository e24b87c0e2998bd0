"""What the things of a campaign are called, by their codes, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import TextField, Value
from django.db.models.functions import Cast

from scheduler.campaigns.models import Campaign
from scheduler.fleet.models import Fleet, Service
from scheduler.intake.models import IntakeSlot
from scheduler.places.models import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names by code; who has none is called by the code."""

    places: Mapping[str, str]
    slots: Mapping[str, str]
    fleets: Mapping[str, str]
    services: Mapping[str, str]

    def vehicle(self, fleet: str, number: int) -> str:
        """A vehicle of a fleet, counted from 1 as people do."""
        return f"{self.fleets.get(fleet, fleet)} {number + 1}"


def names_of(*, campaign: Campaign, english: bool) -> Names:
    """The names of a campaign's places, slots (by gate and employer), fleets and services."""

    def either(code: str, own: str | None, other: str | None) -> str:
        return (other if english and other else own) or code

    found: dict[str, dict[str, str]] = {"place": {}, "fleet": {}, "service": {}}
    for kind, code, own, other in _named(campaign):
        found[kind][code] = either(code, own, other)
    slots = IntakeSlot.objects.filter(campaign=campaign).values_list(
        "code", "gate__name", "gate__name_en", "gate__code", "employer__name", "employer__name_en"
    )
    return Names(
        places=found["place"],
        fleets=found["fleet"],
        services=found["service"],
        slots={
            code: " · ".join(filter(None, (either("", employer, employer_en), either(gate, own, other))))
            for code, own, other, gate, employer, employer_en in slots
        },
    )


def _named(campaign: Campaign) -> Iterable[tuple[str, str, str | None, str]]:
    """What has a name of its own, in one query."""
    kinds: tuple[tuple[str, type[Place | Fleet | Service]], ...]
    kinds = (("place", Place), ("fleet", Fleet), ("service", Service))
    first, *others = (
        model._default_manager.filter(campaign=campaign)
        .order_by()
        .annotate(thing=Value(kind), called=Cast("name", TextField()), in_english=Cast("name_en", TextField()))
        .values_list("thing", "code", "called", "in_english")
        for kind, model in kinds
    )
    return first.union(*others, all=True)
