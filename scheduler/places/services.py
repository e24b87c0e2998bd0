"""Adding and changing places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.taking import Check, Taken, bulk_add, next_position, row_delete, row_update
from scheduler.organisations.models import Organisation
from scheduler.places.mapping import place_row
from scheduler.places.models import Place
from solvers.problem import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlace:
    """A place to add, as the format has it, and its English name."""

    location: Location
    name_en: str = ""


@transaction.atomic
def places_add(
    *,
    campaign: Campaign,
    places: Sequence[NewPlace],
    owner: Organisation | None = None,
    all_or_nothing: bool = True,
) -> Taken[Place]:
    """Add places to a campaign; ``owner`` is the employer or operator whose they are (None: the bureau's)."""
    check = Check(len(places))
    check.new_codes(Place, campaign, [new.location.id for new in places])
    for i, new in enumerate(places):
        check.ordered(i, "hours", *(new.location.hours or (None, None)))
    position = next_position(Place, campaign)
    rows: list[Place | None] = []
    for i, new in enumerate(places):
        row = place_row(campaign, new.location, position + i)
        row.owner, row.name_en = owner, new.name_en
        rows.append(row if check.goes_in(i, all_or_nothing=all_or_nothing) else None)
    bulk_add(Place, [row for row in rows if row])
    return check.result(rows)


@transaction.atomic
def place_update(*, place: Place, version: int | None, changes: Mapping[str, object]) -> Place:
    """Change columns of a place that is still of ``version``; raises StaleVersion, Invalid."""
    return row_update(place, version=version, changes=changes)


@transaction.atomic
def place_delete(*, place: Place, version: int | None) -> None:
    """Remove a place that nothing uses; raises StaleVersion, Conflict."""
    row_delete(place, version=version)
