"""Changing many workers and departure requests at once, each by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.taking import bulk_add, ids_by_code, refusals_told
from scheduler.intake.models import IntakeSlot
from scheduler.people.boarding import boarding_options_find
from scheduler.people.models import BoardingOption, Choice, DepartureRequest, Member, Worker
from scheduler.people.rows import boarding_rows, choice_rows, member_rows
from scheduler.people.services import unserved_cost
from scheduler.places.models import Place

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What changes of a request: columns, and lists that replace what there is (None: they stay).

    ``joining`` are workers who become members besides those that there are.
    """

    request: UUID
    changes: Mapping[str, object] = field(default_factory=dict)
    boarding: tuple[tuple[str, int], ...] | None = None
    choices: tuple[tuple[str, float], ...] | None = None
    joining: tuple[UUID, ...] = ()


@transaction.atomic
def workers_amend(*, changes: Mapping[UUID, Mapping[str, object]]) -> None:
    """Change columns of workers, by their ids; raises Invalid, AlreadyThere."""
    workers = list(Worker.objects.select_for_update(no_key=True).filter(id__in=list(changes)))
    for worker in workers:
        for name, value in changes[worker.id].items():
            setattr(worker, name, value)
        worker.version, worker.updated_at = worker.version + 1, clock.now()
    columns = {name for one in changes.values() for name in one}
    with refusals_told():
        Worker.objects.bulk_update(workers, [*sorted(columns), "version", "updated_at"], batch_size=BATCH)


@transaction.atomic
def requests_amend(*, campaign: Campaign, amendments: Sequence[Amendment]) -> None:
    """Change requests of a campaign.

    A price of staying at home that was the campaign's follows the new size and priority; boarding places that
    were found are found anew where the home moves.

    Raises
    ------
    Invalid
        A value breaks a rule of the database.
    """
    wanted = {amendment.request: amendment for amendment in amendments}
    locked = DepartureRequest.objects.select_for_update(no_key=True).filter(campaign=campaign, id__in=list(wanted))
    rows = {row.id: row for row in locked}
    for row in rows.values():
        _amend(campaign, row, wanted[row.id].changes)
    columns = {name for one in amendments for name in one.changes}
    with refusals_told():
        DepartureRequest.objects.bulk_update(
            rows.values(), [*sorted(columns), "unserved_cost", "version", "updated_at"], batch_size=BATCH
        )
    both = [(row, wanted[row.id]) for row in rows.values()]
    _replace_lists(campaign, both)
    moved = [row.id for row, amendment in both if "home" in amendment.changes and amendment.boarding is None]
    if moved:
        boarding_options_find(campaign=campaign, requests=moved)


def _amend(campaign: Campaign, row: DepartureRequest, changes: Mapping[str, object]) -> None:
    was_plain = row.unserved_cost == unserved_cost(campaign, size=row.size, priority=row.priority)
    for name, value in changes.items():
        setattr(row, name, value)
    if was_plain:
        row.unserved_cost = unserved_cost(campaign, size=row.size, priority=row.priority)
    row.version, row.updated_at = row.version + 1, clock.now()


def _replace_lists(campaign: Campaign, both: Sequence[tuple[DepartureRequest, Amendment]]) -> None:
    boarding = [(row, one.boarding) for row, one in both if one.boarding is not None]
    choices = [(row, one.choices) for row, one in both if one.choices is not None]
    places = ids_by_code(Place, campaign, {at for _, options in boarding for at, _ in options})
    slots = ids_by_code(IntakeSlot, campaign, {slot for _, wishes in choices for slot, _ in wishes})
    BoardingOption.objects.filter(request__in=[row for row, _ in boarding]).delete()
    bulk_add(BoardingOption, [o for row, options in boarding for o in boarding_rows(row, options, places)])
    Choice.objects.filter(request__in=[row for row, _ in choices]).delete()
    bulk_add(Choice, [choice for row, wishes in choices for choice in choice_rows(row, wishes, slots)])
    joining = [(row, one.joining) for row, one in both if one.joining]
    counts: dict[UUID, int] = {}
    members = Member.objects.filter(request__in=[row for row, _ in joining]).order_by()
    for request in members.values_list("request_id", flat=True):
        counts[request] = counts.get(request, 0) + 1
    bulk_add(Member, [m for row, workers in joining for m in member_rows(row, workers, after=counts.get(row.id, 0))])
