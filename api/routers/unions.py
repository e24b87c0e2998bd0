"""Parties that travel together: made one party, and split again."""

from __future__ import annotations

from uuid import UUID

from ninja import Router

from api import answers, etags
from api.answers import Answer
from api.auth import REGISTRARS, Request
from api.endpoint import endpoint
from api.schemas.unions import JoinedListOut, JoinIn, SplitIn, SplitOut
from api.shapes.people import request_out
from api.shapes.unions import joined_list_out
from scheduler.campaigns.selectors import campaign_get
from scheduler.organisations.selectors import user_get
from scheduler.people import selectors
from scheduler.people.unions import labelled_groups, parties_join, party_split

router = Router(tags=["departure requests"])


@endpoint(router, "POST", "/campaigns/{campaign_id}/requests/join", answer=JoinedListOut, roles=REGISTRARS)
def requests_join(request: Request, campaign_id: UUID, body: JoinIn) -> Answer:
    """Make one party of requests that travel together; each group is joined, or refused with reasons, by itself.

    A request of its own is made of them, as which they are planned. They have to leave from one place on one day, and
    to fit into a vehicle; those that it is made of keep what they asked for, in the state `joined`.
    """
    campaign = campaign_get(campaign_id=campaign_id)
    groups = labelled_groups(campaign=campaign) if body.groups is None else body.groups
    results = parties_join(campaign=campaign, groups=groups, by=user_get(user_id=request.auth.user_id))
    return answers.ok(joined_list_out(results))


@endpoint(
    router,
    "POST",
    "/requests/{request_id}/split",
    answer=SplitOut,
    roles=REGISTRARS,
    changes=True,
    conflicts=True,
)
def request_split(request: Request, request_id: UUID, body: SplitIn) -> Answer:
    """Split a party that was made of several, as long as no trip was promised to it."""
    parts = party_split(
        request=selectors.request_get(request_id=request_id),
        version=etags.expected_version(request),
        by=user_get(user_id=request.auth.user_id),
        why=body.why,
    )
    rows = [selectors.request_get(request_id=part.id) for part in parts]
    return answers.ok(SplitOut(items=[request_out(row) for row in rows]))
