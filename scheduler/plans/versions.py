"""The versions of a plan beside each other, in the figures that their rows hold: no plan is loaded for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from scheduler.plans.models import Duty, Leg, Plan
from scheduler.plans.selectors import served_by_plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of a plan: how many of the ``people`` it serves, with how many ``vehicles`` and ``services``."""

    plan: Plan
    served: int
    people: int
    vehicles: int
    services: int

    @property
    def carrying(self) -> float:
        """What vehicles and services cost."""
        return self.plan.cost_duties + self.plan.cost_services

    @property
    def cost_per_person(self) -> float | None:
        """That, for each person served (None: nobody is)."""
        return self.carrying / self.served if self.served else None

    @property
    def gap(self) -> float | None:
        """By which share any plan could be cheaper at most (None: nothing is proved)."""
        plan = self.plan
        return None if plan.bound is None or plan.cost_total <= 0 else max(0.0, 1 - plan.bound / plan.cost_total)


def versions_of(*, plans: Sequence[Plan]) -> list[Version]:
    """The plans, counted."""
    served = served_by_plan(plans=plans)
    ids = list(served)
    vehicles = dict(Duty.objects.filter(plan_id__in=ids).order_by().values_list("plan_id").annotate(Count("id")))
    legs = Leg.objects.filter(plan_id__in=ids, service__isnull=False).order_by().values_list("plan_id")
    services = dict(legs.annotate(Count("service_id", distinct=True)))
    return [
        Version(
            plan=plan,
            served=served[plan.id][0],
            people=served[plan.id][1],
            vehicles=vehicles.get(plan.id, 0),
            services=services.get(plan.id, 0),
        )
        for plan in plans
    ]


def versions_with_before(*, plans: Sequence[Plan]) -> list[tuple[Version, Version | None]]:
    """The plans of a campaign, each with the version before it."""
    if not plans:
        return []
    numbers = list(
        Plan.objects.filter(campaign_id=plans[0].campaign_id).order_by("number").values_list("number", flat=True)
    )
    before = dict(zip(numbers[1:], numbers, strict=False))
    missing = {before[plan.number] for plan in plans if plan.number in before} - {plan.number for plan in plans}
    others = Plan.objects.filter(campaign_id=plans[0].campaign_id, number__in=missing).defer("meta", "timetable")
    found = {one.plan.number: one for one in versions_of(plans=[*plans, *others])}
    return [(found[plan.number], found.get(before.get(plan.number, 0))) for plan in plans]
