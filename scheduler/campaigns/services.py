"""Making and changing campaigns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import chain
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.mapping import bare_problem, campaign_values
from scheduler.campaigns.models import AccessRule, Campaign, Contact, Means, Participation
from scheduler.campaigns.taking import bulk_add, refusals_told, versioned_update
from scheduler.errors import Conflict, Forbidden, Invalid
from scheduler.fleet import mapping as fleet_mapping
from scheduler.fleet.models import Crew, Fleet, FleetSlot, Service
from scheduler.intake.mapping import slot_row
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.models import Organisation, User
from scheduler.organisations.roles import OrganisationKind
from scheduler.people import mapping as people_mapping
from scheduler.people.models import BoardingOption, Choice, DepartureRequest
from scheduler.places.mapping import place_row
from scheduler.places.models import Place, PlaceKind
from solvers.documents import check_problem
from solvers.problem import InvalidProblem, Problem

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far people go to board by one means, and how fast; see :class:`AccessRule`."""

    means: Means
    place_kinds: tuple[PlaceKind, ...]
    reach_m: int
    kmh: float
    extra_s: int = 0
    detour: float = 1.4
    nearest: int = 3


USUAL_REACH = (
    Reach(means=Means.WALK, place_kinds=(PlaceKind.BOARDING_POINT,), reach_m=3000, kmh=4.2),
    Reach(means=Means.WALK, place_kinds=(PlaceKind.GATE,), reach_m=2200, kmh=4.2),
    Reach(means=Means.CYCLE, place_kinds=(PlaceKind.BOARDING_POINT,), reach_m=10_000, kmh=15, extra_s=300, nearest=2),
    Reach(means=Means.RIDE, place_kinds=(PlaceKind.HUB,), reach_m=40_000, kmh=28, extra_s=900, nearest=2),
)
"""What a new campaign begins with; the bureau's to change."""


@transaction.atomic
def campaign_create(
    *,
    bureau: Organisation,
    name: str,
    currency: str,
    horizon_start: datetime,
    horizon_end: datetime,
    travel: Mapping[str, object],
    rules: Mapping[str, object],
    by: User | None,
    **more: object,
) -> Campaign:
    """A new campaign of a bureau, with nothing in it; local time is the offset of ``horizon_start``.

    ``more`` are further columns: titles, meta, the costs of staying at home.

    Raises
    ------
    Invalid
        ``travel`` or ``rules`` are not the transfer format's, or the horizon ends before it starts.
    """
    offset = horizon_start.utcoffset()
    campaign = Campaign(
        bureau=bureau,
        name=name,
        currency=currency,
        horizon_start=horizon_start,
        horizon_end=horizon_end,
        utc_offset_s=int(offset.total_seconds()) if offset else 0,
        travel=travel,
        rules=rules,
        created_by=by,
        **more,
    )
    return _begun(campaign)


def _begun(campaign: Campaign) -> Campaign:
    """The campaign written, with the usual reach."""
    if campaign.bureau.kind != OrganisationKind.BUREAU:
        raise Forbidden(_("{code!r} is no bureau; only a bureau has campaigns"), code=campaign.bureau.code)
    _check_head(campaign)
    bulk_add(Campaign, [campaign])
    _reach_write(campaign, USUAL_REACH)
    return campaign


def _check_head(campaign: Campaign) -> None:
    try:
        bare_problem(campaign)
    except InvalidProblem as error:
        raise Invalid(error.what, where=error.where) from None


@transaction.atomic
def campaign_import(*, bureau: Organisation, problem: Problem, by: User | None) -> Campaign:
    """A new campaign of a bureau from a problem; ``campaign_problem`` gives the same problem back.

    Raises
    ------
    Invalid
        The parts of the problem do not fit, or a value cannot be kept (a NUL character in a text).
    """
    try:
        check_problem(problem)
    except InvalidProblem as error:
        raise Invalid(error.what, where=error.where) from None
    campaign = _begun(Campaign(bureau=bureau, created_by=by, **campaign_values(problem)))
    places = [place_row(campaign, location, i) for i, location in enumerate(problem.locations)]
    bulk_add(Place, places)
    place_ids = {place.code: place.id for place in places}
    slots = [slot_row(campaign, slot, i, place_ids) for i, slot in enumerate(problem.slots)]
    bulk_add(IntakeSlot, slots)
    slot_ids = {slot.code: slot.id for slot in slots}
    _import_parties(campaign, problem, place_ids, slot_ids)
    _import_carriers(campaign, problem, place_ids, slot_ids)
    log.info("campaign_imported", campaign_id=str(campaign.id), parties=len(problem.parties), slots=len(slots))
    return campaign


def _import_parties(campaign: Campaign, problem: Problem, places: dict[str, UUID], slots: dict[str, UUID]) -> None:
    requests = [people_mapping.request_row(campaign, party, i) for i, party in enumerate(problem.parties)]
    bulk_add(DepartureRequest, requests)
    both = list(zip(requests, problem.parties, strict=True))
    options = (people_mapping.boarding_rows(request, party, places) for request, party in both)
    bulk_add(BoardingOption, list(chain.from_iterable(options)))
    choices = (people_mapping.choice_rows(request, party, slots) for request, party in both)
    bulk_add(Choice, list(chain.from_iterable(choices)))


def _import_carriers(campaign: Campaign, problem: Problem, places: dict[str, UUID], slots: dict[str, UUID]) -> None:
    fleets = [fleet_mapping.fleet_row(campaign, fleet, i, places) for i, fleet in enumerate(problem.fleets)]
    bulk_add(Fleet, fleets)
    both = list(zip(fleets, problem.fleets, strict=True))
    bulk_add(Crew, [crew for row, fleet in both for crew in fleet_mapping.crew_rows(row, fleet)])
    bulk_add(FleetSlot, [slot for row, fleet in both for slot in fleet_mapping.slot_rows(row, fleet, slots)])
    services = [fleet_mapping.service_row(campaign, service, i, places) for i, service in enumerate(problem.services)]
    bulk_add(Service, services)


@transaction.atomic
def campaign_update(*, campaign: Campaign, version: int | None, changes: Mapping[str, object]) -> Campaign:
    """Change columns of a campaign that is still of ``version``.

    Raises
    ------
    StaleVersion
        Somebody else changed it.
    Invalid
        ``travel`` or ``rules`` are not the transfer format's, or the horizon ends before it starts.
    """
    changed = versioned_update(campaign, version=version, changes=changes)
    _check_head(changed)
    return changed


@transaction.atomic
def participation_add(*, campaign: Campaign, organisation: Organisation) -> Participation:
    """Invite an employer, operator, oversight body or township to a campaign; once is enough.

    Raises
    ------
    Conflict
        It is a bureau: a campaign has one, which is not invited.
    """
    if organisation.kind == OrganisationKind.BUREAU:
        raise Conflict(_("{code!r} is a bureau; only others are invited to its campaigns"), code=organisation.code)
    participation, _created = Participation.objects.get_or_create(campaign=campaign, organisation=organisation)
    return participation


@transaction.atomic
def participation_remove(*, participation: Participation) -> None:
    """Take an invitation back. What the organisation offered stays in the campaign."""
    Participation.objects.filter(pk=participation.pk).delete()


@transaction.atomic
def contact_add(
    *, campaign: Campaign, role: str, name: str, phone: str, organisation: Organisation | None = None
) -> Contact:
    """Someone to call; ``organisation`` is whose person it is (None: the bureau's)."""
    with refusals_told():
        return Contact.objects.create(campaign=campaign, role=role, name=name, phone=phone, organisation=organisation)


@transaction.atomic
def contact_update(*, contact: Contact, role: str, name: str, phone: str) -> Contact:
    """Somebody else to call, or another number; raises Invalid."""
    with refusals_told():
        contact.role, contact.name, contact.phone = role, name, phone
        contact.save(update_fields=["role", "name", "phone"])
    return contact


@transaction.atomic
def contact_remove(*, contact: Contact) -> None:
    """Nobody to call any more; what was told to people and printed still names them."""
    contact.delete()


@transaction.atomic
def access_rules_set(*, campaign: Campaign, rules: Sequence[Reach], version: int | None = None) -> list[AccessRule]:
    """How far people go to board, and how fast, instead of what was said before: a change of the campaign.

    Raises
    ------
    StaleVersion
        Somebody else changed the campaign since it was of ``version``.
    Invalid
        A value is out of its range.
    """
    versioned_update(campaign, version=version, changes={})
    return _reach_write(campaign, rules)


def _reach_write(campaign: Campaign, rules: Sequence[Reach]) -> list[AccessRule]:
    AccessRule.objects.filter(campaign=campaign).delete()
    rows = [AccessRule(campaign=campaign, **{**asdict(rule), "place_kinds": list(rule.place_kinds)}) for rule in rules]
    bulk_add(AccessRule, rows)
    return rows
