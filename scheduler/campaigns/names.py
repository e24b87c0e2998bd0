"""What the things of a campaign are called, by their codes, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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

    def named(model: type[Place | Fleet | Service]) -> dict[str, str]:
        rows = model._default_manager.filter(campaign=campaign).values_list("code", "name", "name_en")
        return {code: either(code, own, other) for code, own, other in rows}

    slots = IntakeSlot.objects.filter(campaign=campaign).values_list(
        "code", "gate__name", "gate__name_en", "gate__code", "employer__name", "employer__name_en"
    )
    return Names(
        places=named(Place),
        fleets=named(Fleet),
        services=named(Service),
        slots={
            code: " · ".join(filter(None, (either("", employer, employer_en), either(gate, own, other))))
            for code, own, other, gate, employer, employer_en in slots
        },
    )
