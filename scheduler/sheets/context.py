"""What the cells of a sheet are read against: the campaign's clock, its places, slots and partners, and the datum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from scheduler.campaigns.models import Campaign
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.models import Organisation, User
from scheduler.organisations.tenancy import acting_towns
from scheduler.places.models import Place, PlaceKind
from scheduler.sheets.datum import Datum
from scheduler.sheets.names import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One campaign's; ``year`` is that of its first day.

    ``offering`` is whose everything in the sheet is (None: a bureau's sheet, which says so itself), ``user`` who takes
    it in, ``towns`` the names of the only town whose people its sender may enter (none: there is no such limit).
    """

    utc_offset_s: int
    year: int
    datum: Datum
    places: Names
    slots: Names
    organisations: Names
    offering: Organisation | None = None
    towns: tuple[str, ...] = ()
    user: User | None = None


def context_of(
    campaign: Campaign, datum: Datum, *, sender: Organisation | None = None, user: User | None = None
) -> Context:
    """As the campaign is now; doors of homes are no places that a sheet can name."""
    places = Place.objects.filter(campaign=campaign).exclude(kind=PlaceKind.HOME).order_by("position", "code")
    slots = IntakeSlot.objects.filter(campaign=campaign).select_related("job_post").order_by("position", "code")
    start = campaign.horizon_start + timedelta(seconds=campaign.utc_offset_s)
    return Context(
        utc_offset_s=campaign.utc_offset_s,
        year=start.year,
        datum=datum,
        places=Names(
            ((name or "", name_en), code) for name, name_en, code in places.values_list("name", "name_en", "code")
        ),
        slots=Names((_names_of_slot(slot), slot.code) for slot in slots),
        organisations=Names(
            ((one.name, one.name_en), one.code) for one in Organisation.objects.exclude(id=campaign.bureau_id)
        ),
        user=user,
        towns=acting_towns(),
        offering=None if sender is None or sender.id == campaign.bureau_id else sender,
    )


def _names_of_slot(slot: IntakeSlot) -> tuple[str, ...]:
    """A slot is also what its job is called: that names every slot of the job."""
    post = slot.job_post
    return (slot.code,) if post is None else (slot.code, post.code, post.title, post.title_en)
