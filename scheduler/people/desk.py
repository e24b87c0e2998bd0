"""At the desk: a request that staff write down for somebody who cannot do so."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.taking import next_position
from scheduler.people.models import DepartureRequest, Worker
from scheduler.people.selectors import worker_find_by_id_number
from scheduler.people.services import NewRequest, NewWorker, requests_add, workers_add


def code_suggested(*, campaign: Campaign) -> str:
    """What the next request of a campaign may be called; somebody else may be quicker to take it."""
    return f"r{next_position(DepartureRequest, campaign) + 1:04}"


@transaction.atomic
def request_write_down(*, campaign: Campaign, request: NewRequest, person: NewWorker | None) -> DepartureRequest:
    """Take in a request, with ``person`` as its first member: registered, unless the ID number is known.

    Raises
    ------
    Invalid, AlreadyThere
        The request or the person is refused; then neither is kept.
    """
    if person is not None:
        request = replace(request, members=(_registered(campaign, person).id, *request.members))
    return requests_add(campaign=campaign, requests=[request]).only()


def _registered(campaign: Campaign, person: NewWorker) -> Worker:
    known = person.id_number and worker_find_by_id_number(bureau=campaign.bureau, id_number=person.id_number)
    return known or workers_add(bureau=campaign.bureau, workers=[person]).only()
