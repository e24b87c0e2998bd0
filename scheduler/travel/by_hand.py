"""What is done to departure requests by hand, with what it means for the road: who went home is stranded no more.

``people`` knows nothing of the road, so whoever acts by hand comes in here.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from scheduler.campaigns.models import Campaign
from scheduler.organisations.models import User
from scheduler.organisations.tenancy import SYSTEM, acting_as
from scheduler.people import moves
from scheduler.people.models import DepartureRequest
from scheduler.people.moves import Moved
from scheduler.people.states import Action
from scheduler.travel.stranded import stranded_look


@transaction.atomic
def requests_act(
    *, campaign: Campaign, codes: Sequence[str], action: Action, by: User | None, why: str = ""
) -> tuple[tuple[str, Moved], ...]:
    """The same as :func:`scheduler.people.moves.requests_act`, with a look at the road."""
    results = moves.requests_act(campaign=campaign, codes=codes, action=action, by=by, why=why)
    _look(campaign, by)
    return results


@transaction.atomic
def request_act(
    *, request: DepartureRequest, version: int | None, action: Action, by: User | None, why: str = ""
) -> DepartureRequest:
    """The same as :func:`scheduler.people.moves.request_act`, with a look at the road."""
    moved = moves.request_act(request=request, version=version, action=action, by=by, why=why)
    _look(moved.campaign, by)
    return moved


def _look(campaign: Campaign, by: User | None) -> None:
    # With the system's hands: town staff note a return as well, and close no alerts.
    with acting_as(campaign.bureau_id, SYSTEM, user_id=by.id if by else None):
        stranded_look(campaign=campaign.id)
