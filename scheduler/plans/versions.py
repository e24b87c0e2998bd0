"""The versions of a plan beside each other, in the figures that their rows hold: no plan is loaded for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.cache import caches
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from scheduler.plans.models import Duty, Itinerary, Leg, Plan, Unserved

KEPT_S = 3600
Counts = dict[str, int]
"""What is counted of a plan, by the names of :class:`Version`."""


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
    """The plans, counted: once, as a version does not change."""
    keys = {plan.id: f"{plan.id}.{plan.version}" for plan in plans}
    known: dict[str, Counts] = caches["counts"].get_many(keys.values())
    if missing := [plan_id for plan_id, key in keys.items() if key not in known]:
        new = {keys[plan_id]: counts for plan_id, counts in _counted(missing)}
        caches["counts"].set_many(new, KEPT_S)
        known |= new
    return [Version(plan=plan, **known[keys[plan.id]]) for plan in plans]


def versions_with_before(*, plans: Sequence[Plan], numbers: Sequence[int]) -> list[tuple[Version, Version | None]]:
    """Plans of a campaign, each with the version before it; ``numbers`` has those of all of its plans, upwards."""
    if not plans:
        return []
    before = dict(zip(numbers[1:], numbers, strict=False))
    missing = {before[plan.number] for plan in plans if plan.number in before} - {plan.number for plan in plans}
    others = Plan.objects.filter(campaign_id=plans[0].campaign_id, number__in=missing).defer("meta", "timetable")
    found = {one.plan.number: one for one in versions_of(plans=[*plans, *others])}
    return [(found[plan.number], found.get(before.get(plan.number, 0))) for plan in plans]


def _counted(plan_ids: Collection[UUID]) -> Iterator[tuple[UUID, Counts]]:
    """The figures of plans, in one query."""
    rows = Plan.objects.filter(id__in=plan_ids).order_by()
    counted = rows.annotate(
        served=_people(Itinerary),
        left=_people(Unserved),
        vehicles=_count(Duty.objects.all(), "id"),
        services=_count(Leg.objects.filter(service__isnull=False), "service_id"),
    )
    for plan_id, served, left, vehicles, services in counted.values_list(
        "id", "served", "left", "vehicles", "services"
    ):
        yield plan_id, {"served": served, "people": served + left, "vehicles": vehicles, "services": services}


def _count(rows: QuerySet[Any], what: str) -> Coalesce:
    mine = rows.filter(plan=OuterRef("pk")).order_by().values("plan")
    return Coalesce(Subquery(mine.annotate(number=Count(what, distinct=True)).values("number")), 0)


def _people(rows: type[Itinerary | Unserved]) -> Coalesce:
    mine = rows._default_manager.filter(plan=OuterRef("pk")).order_by().values("plan")
    return Coalesce(Subquery(mine.annotate(people=Sum("request__size")).values("people")), 0)
