"""Whether a plan holds against its campaign as it is now: rules, offers, what has begun, what was handed out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_problem
from scheduler.fleet.options import Expired, offers_expired
from scheduler.plans import mapping
from scheduler.plans.begun import Otherwise, begun_otherwise, carriers_begun, journeys_begun
from scheduler.plans.models import Plan
from scheduler.plans.selectors import plan_find_published
from scheduler.plans.standing import ManifestGone, departures_from, has_manifests
from scheduler.replanning.selectors import as_driven
from scheduler.travel.selectors import delays_of
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
        Journeys that have begun, and that it has otherwise.
    offers_gone
        Offers that it uses and that have run out.
    manifests_gone
        Manifests that were issued, and that it does not keep to.
    violations
        Rules that it breaks.
    """

    begun_otherwise: tuple[Otherwise, ...]
    offers_gone: tuple[Expired, ...]
    manifests_gone: tuple[ManifestGone, ...]
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
    otherwise, manifests_gone = _against_published(solved, problem, begun, campaign)
    return PlanCheck(
        begun_otherwise=otherwise,
        offers_gone=tuple(one for one in expired if (one.kind, one.code) in used),
        manifests_gone=manifests_gone,
        violations=judge(*as_driven(campaign=campaign, problem=problem, plan=solved)).violations,
    )


def _against_published(
    solved: SolvedPlan, problem: Problem, begun: Collection[str], campaign: Campaign
) -> tuple[tuple[Otherwise, ...], tuple[ManifestGone, ...]]:
    """What a plan does otherwise than has begun by the plan in force, and than its manifests say."""
    published = plan_find_published(campaign=campaign)
    if published is None or not (begun or has_manifests(plan=published)):
        return (), ()
    before, delays = mapping.from_rows(published), delays_of(plan=published)
    otherwise = begun_otherwise(solved, published=before, delays=delays, problem=problem, begun=begun)
    gone = departures_from(draft=solved, published=published, before=before, problem=problem, late=delays)
    return tuple(otherwise), tuple(gone)


def _used(solved: SolvedPlan) -> set[tuple[str, str]]:
    """The offers on which a plan counts."""
    legs = (leg for itinerary in solved.itineraries for leg in itinerary.legs)
    services = {("service", leg.service) for leg in legs if isinstance(leg, ServiceLeg)}
    return services | {("fleet", duty.fleet) for duty in solved.duties}
