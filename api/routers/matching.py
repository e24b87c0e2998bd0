"""Matching: which slots suit which party, and why."""

from __future__ import annotations

from uuid import UUID

from ninja import Router

from api import answers, etags
from api.answers import Answer
from api.auth import COORDINATORS, OFFICE, Request
from api.endpoint import endpoint
from api.named import request_ids
from api.schemas.matching import MatchApplied, MatchApplyIn, MatchIn, MatchPreview, ProposalOut, RulesIn, RulesOut
from api.shapes.matching import applied_out, preview_out, proposal_out, rules_out
from scheduler.campaigns.selectors import campaign_get
from scheduler.matching import selectors, services
from scheduler.people.selectors import request_get

router = Router(tags=["matching"])

SHOWN = 100
"""Proposals in full that a preview holds at most."""


@endpoint(router, "GET", "/campaigns/{campaign_id}/matching-rules", answer=RulesOut, roles=OFFICE)
def matching_rules_get(request: Request, campaign_id: UUID) -> Answer:
    """The rules by which slots are matched with parties."""
    held = selectors.rules_get(campaign=campaign_get(campaign_id=campaign_id))
    return answers.ok(rules_out(held), version=held.version)


@endpoint(router, "PUT", "/campaigns/{campaign_id}/matching-rules", answer=RulesOut, roles=COORDINATORS, changes=True)
def matching_rules_set(request: Request, campaign_id: UUID, body: RulesIn) -> Answer:
    """Set the rules; what is left out is as usual."""
    held = services.rules_set(
        campaign=campaign_get(campaign_id=campaign_id),
        rules=body.model_dump(exclude_unset=True),
        version=etags.expected_version(request),
    )
    return answers.ok(rules_out(held), version=held.version)


@endpoint(router, "POST", "/campaigns/{campaign_id}/matching/preview", answer=MatchPreview, roles=COORDINATORS)
def matching_preview(request: Request, campaign_id: UUID, body: MatchIn) -> Answer:
    """What the rules propose, and what they rule out; nothing is changed."""
    campaign = campaign_get(campaign_id=campaign_id)
    asked = None if body.requests is None else request_ids(campaign, body.requests)
    found = selectors.proposals(campaign=campaign, requests=asked)
    return answers.ok(preview_out(found, found[:SHOWN] if asked is not None else ()))


@endpoint(router, "POST", "/campaigns/{campaign_id}/matching/apply", answer=MatchApplied, roles=COORDINATORS)
def matching_apply(request: Request, campaign_id: UUID, body: MatchApplyIn) -> Answer:
    """Give requests the choices that the rules propose, each with its why."""
    campaign = campaign_get(campaign_id=campaign_id)
    applied = services.choices_propose(
        campaign=campaign,
        requests=None if body.requests is None else request_ids(campaign, body.requests),
        over_those_by_hand=body.over_those_by_hand,
    )
    return answers.ok(applied_out(applied))


@endpoint(router, "GET", "/requests/{request_id}/matching", answer=ProposalOut, roles=OFFICE, conflicts=True)
def request_matching(request: Request, request_id: UUID) -> Answer:
    """Which slots suit a party, which do not, and why."""
    row = request_get(request_id=request_id)
    return answers.ok(proposal_out(selectors.proposal_of(request=row)))
