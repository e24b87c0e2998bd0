"""Whether a plan holds against its campaign as it is now: by the judge's rules, and by the offers that it counts on."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_problem
from scheduler.fleet.options import Expired, offers_expired
from scheduler.plans import mapping
from scheduler.plans.models import Plan
from solvers.judge import Violation, judge
from solvers.plan import Plan as SolvedPlan
from solvers.plan import ServiceLeg


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCheck:
    """What speaks against a plan: offers that it uses and that have run out, and rules that it breaks."""

    offers_gone: tuple[Expired, ...]
    violations: tuple[Violation, ...]

    @property
    def stands(self) -> bool:
        """Whether nothing does."""
        return not self.offers_gone and not self.violations


def plan_check(*, plan: Plan, campaign: Campaign) -> PlanCheck:
    """Look at a plan of the campaign with the judge's eyes."""
    solved = mapping.from_rows(plan)
    used = _used(solved)
    expired = offers_expired(campaign=campaign, now=clock.now())
    return PlanCheck(
        offers_gone=tuple(one for one in expired if (one.kind, one.code) in used),
        violations=judge(campaign_problem(campaign), solved).violations,
    )


def _used(solved: SolvedPlan) -> set[tuple[str, str]]:
    """The offers on which a plan counts."""
    legs = (leg for itinerary in solved.itineraries for leg in itinerary.legs)
    services = {("service", leg.service) for leg in legs if isinstance(leg, ServiceLeg)}
    return services | {("fleet", duty.fleet) for duty in solved.duties}
