"""Setting the rules of matching, and giving parties the choices that they propose."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, Q

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.taking import bulk_add, refusals_told
from scheduler.errors import Invalid, StaleVersion
from scheduler.matching.findings import Finding
from scheduler.matching.models import MatchingRules
from scheduler.matching.propose import Proposal, Weighed
from scheduler.matching.selectors import RulesInForce, proposals, rules_get, rules_of
from scheduler.matching.wording import MATCHED, told
from scheduler.papers.wording import Language
from scheduler.people.models import Choice, DepartureRequest

log = structlog.get_logger(__name__)


class Result(StrEnum):
    """What became of the choices of a request."""

    PROPOSED = "proposed"
    NOTHING_SUITS = "nothing_suits"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What became of one request: its choices are the proposal's, there are none, or those by hand were left."""

    proposal: Proposal
    result: Result


@transaction.atomic
def rules_set(*, campaign: Campaign, rules: Mapping[str, object], version: int | None) -> RulesInForce:
    """The rules of a campaign from now on: the usual ones but for what ``rules`` names.

    Raises
    ------
    StaleVersion
        Somebody else set them since they were at ``version`` (None: no matter; 0: still the usual ones).
    Invalid
        A rule does not exist, or its value is of another kind.
    """
    try:
        rules_of(rules)
    except (TypeError, ValueError) as error:
        raise Invalid(str(error), where="rules") from None
    with refusals_told():
        row, made = MatchingRules.objects.select_for_update().get_or_create(
            campaign=campaign, defaults={"rules": dict(rules)}
        )
    if version not in (None, 0 if made else row.version):
        raise StaleVersion(f"the rules are no longer at version {version}; read them again")
    if not made:
        MatchingRules.objects.filter(campaign=campaign).update(
            rules=dict(rules), version=F("version") + 1, updated_at=clock.now()
        )
    return rules_get(campaign=campaign)


@transaction.atomic
def choices_propose(
    *, campaign: Campaign, requests: Collection[UUID] | None = None, over_those_by_hand: bool = False
) -> tuple[Applied, ...]:
    """Give open requests of a campaign, or those of the ids, the choices that the rules propose.

    What was proposed before is replaced. Choices made by hand stay, and the request is left as it is, unless
    ``over_those_by_hand``. Requests to which a trip was promised keep what they have.
    """
    found = proposals(campaign=campaign, requests=requests)
    by_hand = set() if over_those_by_hand else _with_choices_by_hand(campaign)
    changing = [one for one in found if one.seeker.id not in by_hand]
    ids = [one.seeker.id for one in changing]
    rows = DepartureRequest.objects.filter(id__in=ids)
    list(rows.order_by("id").select_for_update(no_key=True).values_list("id"))  # one order: no two of us wait in a ring
    Choice.objects.filter(campaign=campaign, request_id__in=ids).delete()
    bulk_add(Choice, [row for one in changing for row in _rows(campaign, one)])
    rows.update(version=F("version") + 1, updated_at=clock.now())
    log.info("choices_proposed", campaign=str(campaign.id), requests=len(ids), by_hand=len(found) - len(ids))
    return tuple(Applied(proposal=one, result=_result(one, by_hand)) for one in found)


def why(found: Weighed) -> dict[Language, str]:
    """Why a slot is offered, or, where something rules it out, why not: a line for each language."""
    stopping = tuple(finding for finding in found.found if finding.stops)
    return told(stopping or found.found)


def stops(found: Weighed) -> tuple[Finding, ...]:
    """What rules the slot out."""
    return tuple(finding for finding in found.found if finding.stops)


def _with_choices_by_hand(campaign: Campaign) -> set[UUID]:
    chosen = Choice.objects.filter(Q(meta__isnull=True) | ~Q(meta__has_key=MATCHED), campaign=campaign)
    return set(chosen.values_list("request_id", flat=True))


def _rows(campaign: Campaign, proposal: Proposal) -> list[Choice]:
    return [
        Choice(
            campaign=campaign,
            request_id=proposal.seeker.id,
            slot_id=one.opening.id,
            cost=one.cost,
            position=i,
            meta={MATCHED: why(one)},
        )
        for i, one in enumerate(proposal.offered)
    ]


def _result(proposal: Proposal, by_hand: Collection[UUID]) -> Result:
    if proposal.seeker.id in by_hand:
        return Result.BY_HAND
    return Result.PROPOSED if proposal.offered else Result.NOTHING_SUITS
