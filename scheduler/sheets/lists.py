"""What a campaign has to choose from, as a sheet names it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scheduler.campaigns.models import Campaign
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.models import Organisation
from scheduler.organisations.roles import OrganisationKind
from scheduler.papers.wording import Language
from scheduler.places.models import Place, PlaceKind
from scheduler.sheets.columns.column import ListName

KINDS_OF_PLACES: dict[str, tuple[PlaceKind, ...]] = {
    "places": (PlaceKind.BOARDING_POINT, PlaceKind.HUB),
    "gates": (PlaceKind.GATE,),
    "depots": (PlaceKind.DEPOT,),
    "hubs": (PlaceKind.HUB,),
}
KINDS_OF_ORGANISATIONS: dict[str, tuple[OrganisationKind, ...]] = {
    "employers": (OrganisationKind.EMPLOYER,),
    "operators": (OrganisationKind.OPERATOR, OrganisationKind.EMPLOYER),
}


def options_of(campaign: Campaign, which: ListName, language: Language) -> list[str]:
    """Names where they are unmistakable, and codes else."""
    if which == "slots":
        return list(
            IntakeSlot.objects.filter(campaign=campaign).order_by("position", "code").values_list("code", flat=True)
        )
    if which in KINDS_OF_ORGANISATIONS:
        invited = Organisation.objects.filter(participations__campaign=campaign, kind__in=KINDS_OF_ORGANISATIONS[which])
        return list(_clear(invited.order_by("code").values_list("name", "name_en", "code"), language))
    places = Place.objects.filter(campaign=campaign, kind__in=KINDS_OF_PLACES[which]).order_by("position", "code")
    return list(_clear(places.values_list("name", "name_en", "code"), language))


def _clear(named: Iterable[tuple[str | None, str, str]], language: Language) -> Iterable[str]:
    called = [((name_en if language == "en" else "") or name or "", code) for name, name_en, code in named]
    times = Counter(name for name, _ in called)
    return (name if name and times[name] == 1 else code for name, code in called)
