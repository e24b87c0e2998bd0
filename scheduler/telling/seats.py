"""Giving seats for a plan, and reading them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from scheduler.papers.seats import Seats, seats_of
from scheduler.plans.models import Duty, Plan
from scheduler.telling.models import GivenSeats
from solvers.plan import Plan as SolvedPlan
from solvers.problem import Problem

BATCH = 2000


def seats_by_ride(*, plan: Plan, requests: Collection[UUID] | None = None) -> dict[tuple[UUID, UUID], Seats]:
    """The seats that a plan's parties, or some of them, are told, by duty and departure request; none before that."""
    rows = GivenSeats.objects.filter(plan=plan)
    chosen = rows if requests is None else rows.filter(request_id__in=requests)
    return {
        (duty, request): tuple(numbers)
        for duty, request, numbers in chosen.values_list("duty_id", "request_id", "numbers")
    }


def seats_told(*, duty: Duty) -> dict[str, Seats]:
    """The seats on a duty of which people are told, by the code of their request."""
    return {
        request: tuple(numbers)
        for request, numbers in GivenSeats.objects.filter(duty=duty).values_list("request__code", "numbers")
    }


def seats_give(*, plan: Plan, solved: SolvedPlan, problem: Problem, before: Plan | None) -> dict[str, dict[str, Seats]]:
    """Give the seats of every duty of a plan; who was told a seat on it by ``before`` keeps it."""
    told = _told_by_duty(before)
    given = {duty.id: seats_of(problem, duty, told=told.get(duty.id)) for duty in solved.duties}
    duties = dict(Duty.objects.filter(plan=plan).values_list("code", "id"))
    requests = dict(plan.itineraries.values_list("request__code", "request_id"))
    GivenSeats.objects.bulk_create(
        [
            GivenSeats(
                campaign_id=plan.campaign_id,
                plan=plan,
                duty_id=duties[duty],
                request_id=requests[party],
                numbers=list(numbers),
            )
            for duty, parties in given.items()
            for party, numbers in parties.items()
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    return given


def _told_by_duty(before: Plan | None) -> dict[str, dict[str, tuple[int, ...]]]:
    told: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
    if before is not None:
        rows = GivenSeats.objects.filter(plan=before).values_list("duty__code", "request__code", "numbers")
        for duty, request, numbers in rows:
            told[duty][request] = tuple(numbers)
    return told
