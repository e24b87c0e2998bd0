"""Survey first, request later: what is known of people before they ask for a trip, and what it means for one.

Whoever is in training can leave when that ends, and nobody leaves before the day that they named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from uuid import UUID

from django.db.models import F

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.people.models import DepartureRequest, Worker
from scheduler.people.states import PLANNABLE_STATES, RequestState
from scheduler.people.wishes import Wishes, wishes_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    """What a request takes over from one of its members."""

    town: str
    wheelchair: bool
    training_until: datetime | None
    wishes: Wishes


def survey(*, campaign: Campaign, workers: Collection[UUID]) -> dict[UUID, Surveyed]:
    """What is known of those of the workers whom the campaign's bureau looks after."""
    rows = Worker.objects.filter(id__in=workers, bureau_id=campaign.bureau_id)
    columns = ("id", "town", "needs", "training_until", "wishes")
    return {
        worker: Surveyed(
            town=town,
            wheelchair=bool(needs.get("wheelchair")),
            training_until=training_until,
            wishes=wishes_of(wishes),
        )
        for worker, town, needs, training_until, wishes in rows.values_list(*columns)
    }


def training_ends(people: Iterable[Surveyed]) -> datetime | None:
    """When the last of them is through with training (None: none of them is in any)."""
    return max((one.training_until for one in people if one.training_until), default=None)


def ready_when(campaign: Campaign, people: Collection[Surveyed]) -> datetime:
    """The first moment of the campaign at which all of them can leave."""
    zone = timezone(timedelta(seconds=campaign.utc_offset_s))
    days = [one.wishes.earliest_on for one in people if one.wishes.earliest_on]
    named = [datetime.combine(day, time.min, zone) for day in days]
    ends = training_ends(people)
    return max([campaign.horizon_start, *named, *([ends] if ends else [])])


def requests_wait_for_training(*, worker: Worker) -> list[UUID]:
    """Put off the requests of a worker that would leave before the training ends: which ones."""
    until = worker.training_until
    if until is None:
        return []
    early = DepartureRequest.objects.filter(
        members__worker=worker, ready_at__lt=until, state__in=(RequestState.DRAFT, *PLANNABLE_STATES)
    )
    ids = list(early.values_list("id", flat=True))
    DepartureRequest.objects.filter(id__in=ids).update(ready_at=until, version=F("version") + 1, updated_at=clock.now())
    return ids


def members_of(request: DepartureRequest) -> Mapping[UUID, Surveyed]:
    """What is known of the members of a request."""
    workers = request.members.values_list("worker_id", flat=True)
    return survey(campaign=request.campaign, workers=list(workers))
