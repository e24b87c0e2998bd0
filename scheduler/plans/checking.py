"""Whether a plan holds against its campaign as it is now: rules, offers, what has begun, what was handed out."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_problem
from scheduler.fleet.options import Expired, offers_expired
from scheduler.plans import mapping
from scheduler.plans.begun import begun_otherwise, carriers_begun, journeys_begun
from scheduler.plans.models import Plan
from scheduler.plans.selectors import plan_find_published
from scheduler.plans.standing import departures_from, has_manifests
from solvers.judge import Violation, judge
from solvers.plan import Plan as SolvedPlan
from solvers.plan import ServiceLeg
from solvers.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCheck:
    """What speaks against a plan.

    Attributes
    ----------
    begun_otherwise
        Sentences about journeys that have begun, and that it has otherwise.
    offers_gone
        Offers that it uses and that have run out.
    manifests_gone
        Sentences about manifests that were issued, and that it does not keep to.
    violations
        Rules that it breaks.
    """

    begun_otherwise: tuple[str, ...]
    offers_gone: tuple[Expired, ...]
    manifests_gone: tuple[str, ...]
    violations: tuple[Violation, ...]

    @property
    def stands(self) -> bool:
        """Whether nothing does."""
        return not (self.begun_otherwise or self.offers_gone or self.manifests_gone or self.violations)


def plan_check(*, plan: Plan, campaign: Campaign) -> PlanCheck:
    """Look at a plan of the campaign with the judge's eyes; an offer that carries somebody already does not run out."""
    solved, problem = mapping.from_rows(plan), campaign_problem(campaign)
    begun = journeys_begun(campaign)
    used = _used(solved) - carriers_begun(begun)
    expired = offers_expired(campaign=campaign, now=clock.now())
    return PlanCheck(
        begun_otherwise=tuple(begun_otherwise(plan, begun)),
        offers_gone=tuple(one for one in expired if (one.kind, one.code) in used),
        manifests_gone=_manifests_gone(plan, solved, problem),
        violations=judge(problem, solved).violations,
    )


def _manifests_gone(plan: Plan, solved: SolvedPlan, problem: Problem) -> tuple[str, ...]:
    published = plan_find_published(campaign=plan.campaign)
    if published is None or not has_manifests(plan=published):
        return ()
    before = mapping.from_rows(published)
    return tuple(departures_from(draft=solved, published=published, before=before, problem=problem))


def _used(solved: SolvedPlan) -> set[tuple[str, str]]:
    """The offers on which a plan counts."""
    legs = (leg for itinerary in solved.itineraries for leg in itinerary.legs)
    services = {("service", leg.service) for leg in legs if isinstance(leg, ServiceLeg)}
    return services | {("fleet", duty.fleet) for duty in solved.duties}
