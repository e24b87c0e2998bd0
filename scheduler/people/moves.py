"""Moving departure requests from state to state, one or thousands, each step kept with who, when and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.taking import BATCH, bulk_add, ids_by_code
from scheduler.errors import Conflict, Forbidden, sentence
from scheduler.organisations.audit import stale
from scheduler.organisations.models import User
from scheduler.people.models import DepartureRequest, RequestMove
from scheduler.people.states import BY_HAND, TRANSITIONS, Action, RequestState, may_move

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

log = structlog.get_logger(__name__)

Ways = Mapping[RequestState, RequestState]
"""To which state a request goes, by the one that it is in."""

NOT_YOURS = _("it is not yours to change")
SPLIT = _("it was split again into the requests of which it was made")
NO_REQUEST = _("there is no such request in this campaign")


class Outcome(StrEnum):
    """What became of a request that was to be moved."""

    MOVED = "moved"
    ALREADY = "already"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What became of one request; ``state`` is the one it is in now (None: there is no such request)."""

    request_id: UUID | None
    outcome: Outcome
    state: RequestState | None
    reason: str | _StrPromise = ""


def requests_move(
    *,
    campaign: Campaign,
    requests: Collection[UUID],
    to: RequestState,
    by: User | None,
    why: str = "",
    at: datetime | None = None,
    only_from: Collection[RequestState] = tuple(RequestState),
) -> tuple[Moved, ...]:
    """Move requests of a campaign to a state: each by itself, in the order given, and none twice.

    Parameters
    ----------
    requests
        Their ids; one that does not exist, or is not the asker's to change, is refused.
    to
        The state. Requests that are in it already stay as they are.
    by, why
        Who moves them (None: the system, or a link without a user), and why; both stay on record.
    at
        When it happened (None: now).
    only_from
        The states from which the caller wants them moved; the table of transitions holds besides.
    """
    ways = {old: to for old in only_from if may_move(old, to)}
    return requests_step(campaign=campaign, requests=requests, ways=ways, by=by, why=why, at=at)


@transaction.atomic
def requests_step(
    *,
    campaign: Campaign,
    requests: Collection[UUID],
    ways: Ways,
    by: User | None,
    why: str = "",
    at: datetime | None = None,
) -> tuple[Moved, ...]:
    """Move requests as :func:`requests_move` does, to where ``ways`` leads from the state of each."""
    asked = tuple(dict.fromkeys(requests))
    found = _locked(campaign, asked)
    goals = set(ways.values())
    moving = {
        request: (old, ways[old])
        for request, (old, hindrance) in found.items()
        if not hindrance and old in ways and ways[old] != old
    }
    for old, new in set(moving.values()):
        _set_state([request for request, step in moving.items() if step == (old, new)], new)
    now = clock.now()
    bulk_add(
        RequestMove,
        [
            RequestMove(
                campaign=campaign,
                request_id=request,
                from_state=old,
                to_state=new,
                at=at or now,
                noted_at=now,
                by=by,
                why=why,
            )
            for request, (old, new) in moving.items()
        ],
    )
    if moving:
        log.info("requests_moved", campaign=str(campaign.id), to=sorted(goals), asked=len(asked), moved=len(moving))
    return tuple(_outcome(request, found.get(request), moving, goals, ways) for request in asked)


def requests_act(
    *, campaign: Campaign, codes: Sequence[str], action: Action, by: User | None, why: str = ""
) -> tuple[tuple[str, Moved], ...]:
    """Do by hand what ``action`` says to the requests of these codes: what became of each, in their order."""
    ids = ids_by_code(DepartureRequest, campaign, codes)
    results = requests_step(campaign=campaign, requests=ids.values(), ways=BY_HAND[action], by=by, why=why)
    known = {moved.request_id: moved for moved in results}
    unknown = Moved(request_id=None, outcome=Outcome.REFUSED, state=None, reason=NO_REQUEST)
    return tuple((code, known.get(ids.get(code), unknown)) for code in dict.fromkeys(codes))


def request_act(
    *, request: DepartureRequest, version: int | None, action: Action, by: User | None, why: str = ""
) -> DepartureRequest:
    """Do by hand what ``action`` says to one request, as :func:`request_move` does."""
    return request_step(request=request, version=version, ways=BY_HAND[action], by=by, why=why)


def request_move(
    *,
    request: DepartureRequest,
    version: int | None,
    to: RequestState,
    by: User | None,
    why: str = "",
    at: datetime | None = None,
) -> DepartureRequest:
    """Move one request that is still of ``version`` (None: any); one that is in the state already stays as it is.

    Raises
    ------
    StaleVersion
        Somebody else changed it.
    Conflict
        The table of transitions has no such step.
    Forbidden
        It is not the asker's to change.
    """
    ways = {old: to for old in RequestState if may_move(old, to)}
    return request_step(request=request, version=version, ways=ways, by=by, why=why, at=at)


@transaction.atomic
def request_step(
    *,
    request: DepartureRequest,
    version: int | None,
    ways: Ways,
    by: User | None,
    why: str = "",
    at: datetime | None = None,
) -> DepartureRequest:
    """Move one request as :func:`request_move` does, to where ``ways`` leads from its state."""
    held = DepartureRequest.objects.select_for_update(no_key=True).filter(id=request.id).first()
    if held is None:
        raise Forbidden(NOT_YOURS)
    if version not in (None, held.version):
        raise stale(held, f"it is no longer at version {version}; read it again")
    (moved,) = requests_step(campaign=held.campaign, requests=[held.id], ways=ways, by=by, why=why, at=at)
    if moved.outcome == Outcome.REFUSED:
        raise Conflict(_("request {code!r}: {reason}"), code=held.code, reason=moved.reason)
    request.refresh_from_db()
    return request


def _locked(campaign: Campaign, requests: Collection[UUID]) -> dict[UUID, tuple[RequestState, str | _StrPromise]]:
    """The state of each request that may be seen, and what keeps it from being changed ("": nothing).

    Those that may be changed are locked, in one order.
    """
    rows = DepartureRequest.objects.filter(campaign=campaign, id__in=requests).order_by("id")
    seen = {request: (RequestState(state), NOT_YOURS) for request, state in rows.values_list("id", "state")}
    locked = rows.select_for_update(no_key=True).values_list("id", "state", "split_at")
    return seen | {
        request: (RequestState(state), "" if split_at is None else SPLIT) for request, state, split_at in locked
    }


def _set_state(requests: list[UUID], state: RequestState) -> None:
    for first in range(0, len(requests), BATCH):
        DepartureRequest.objects.filter(id__in=requests[first : first + BATCH]).update(
            state=state, version=F("version") + 1, updated_at=clock.now()
        )


def _outcome(
    request: UUID,
    found: tuple[RequestState, str | _StrPromise] | None,
    moving: Mapping[UUID, tuple[RequestState, RequestState]],
    goals: Collection[RequestState],
    ways: Ways,
) -> Moved:
    if found is None:
        return Moved(request_id=request, outcome=Outcome.REFUSED, state=None, reason=NO_REQUEST)
    state, hindrance = found
    if request in moving:
        return Moved(request_id=request, outcome=Outcome.MOVED, state=moving[request][1])
    if state in goals:
        return Moved(request_id=request, outcome=Outcome.ALREADY, state=state)
    reason = hindrance or _why_not(state, goals, ways)
    return Moved(request_id=request, outcome=Outcome.REFUSED, state=state, reason=reason)


def _why_not(state: RequestState, goals: Collection[RequestState], ways: Ways) -> str | _StrPromise:
    froms = tuple(old for old in TRANSITIONS if old in ways)
    if not froms:
        return sentence(_("it is {state}, and from no state this can be done"), state=state)
    told = _("it is {state}, from where it does not become {wanted}; it does so from: {froms}")
    return sentence(told, state=state, wanted=tuple(sorted(goals)), froms=froms)
