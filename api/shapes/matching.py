"""Rules of matching and proposals, as they are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from api.schemas.matching import (
    MatchApplied,
    MatchPreview,
    OfferedOut,
    ProposalOut,
    RuledOutCount,
    RuledOutOut,
    RuleName,
    RulesOut,
)
from api.schemas.people import WhyOut
from scheduler.matching.propose import Proposal, Weighed
from scheduler.matching.selectors import RulesInForce
from scheduler.matching.services import Applied, Result, stops, why


def rules_out(held: RulesInForce) -> RulesOut:
    """The rules in force."""
    return RulesOut(**{**asdict(held.rules), "needs_at_work": list(held.rules.needs_at_work)}, version=held.version)


def proposal_out(proposal: Proposal) -> ProposalOut:
    """What is proposed to a party, and what is not."""
    return ProposalOut(
        id=proposal.seeker.id,
        request=proposal.seeker.code,
        offered=[OfferedOut(slot=one.opening.code, cost=one.cost, why=WhyOut(**why(one))) for one in proposal.offered],
        ruled_out=[
            RuledOutOut(slot=one.opening.code, rules=_rules(one), why=WhyOut(**why(one))) for one in proposal.ruled_out
        ],
    )


def preview_out(proposals: Sequence[Proposal], shown: Sequence[Proposal]) -> MatchPreview:
    """What matching would do, with some proposals in full."""
    return MatchPreview(**_summary(proposals), proposals=[proposal_out(one) for one in shown])


def applied_out(applied: Sequence[Applied]) -> MatchApplied:
    """What matching did."""
    return MatchApplied(
        **_summary([one.proposal for one in applied if one.result is not Result.BY_HAND]),
        proposed=sum(one.result is Result.PROPOSED for one in applied),
        by_hand=[one.proposal.seeker.code for one in applied if one.result is Result.BY_HAND],
    )


def _rules(weighed: Weighed) -> list[RuleName]:
    return [finding.rule.value for finding in stops(weighed)]


def _summary(proposals: Sequence[Proposal]) -> dict[str, Any]:
    ruled_out = Counter(rule for one in proposals for weighed in one.ruled_out for rule in set(_rules(weighed)))
    first = proposals[0] if proposals else None
    return {
        "parties": len(proposals),
        "slots": len(first.offered) + len(first.ruled_out) if first else 0,
        "offers": sum(len(one.offered) for one in proposals),
        "without": [one.seeker.code for one in proposals if not one.offered],
        "ruled_out": [RuledOutCount(rule=rule, pairs=pairs) for rule, pairs in ruled_out.most_common()],
    }
