"""A draft as edits are tried on it, read and judged: kept while nothing is written that it depends on.

Reading and judging takes a third of a second of processor time for 3,000 people, asking whether what is kept holds a
fifth of that. It is kept in the process, as it holds what not everybody may see.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

from scheduler.campaigns.selectors import campaign_problem
from scheduler.plans.models import Plan
from scheduler.plans.overview import KEPT_S
from scheduler.plans.selectors import plan_data
from scheduler.plans.written import campaign_mark
from scheduler.replanning.selectors import as_driven
from solvers.judge import Verdict, judge
from solvers.plan import Plan as PlanData
from solvers.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The campaign's problem and the draft as its rows have it; both as judges see them, and what they say."""

    problem: Problem
    plan: PlanData
    seen_problem: Problem
    seen: PlanData
    verdict: Verdict


def draft_known(*, plan: Plan) -> Known:
    """A draft as it and its campaign are now; for who sees the whole of both."""
    key, mark = f"draft.{plan.id}", f"{plan.version} {campaign_mark(campaign=plan.campaign)}"
    kept: tuple[str, Known] | None = cache.get(key)
    if kept is not None and kept[0] == mark:
        return kept[1]
    found = _read(plan)
    cache.set(key, (mark, found), KEPT_S)
    return found


def _read(plan: Plan) -> Known:
    problem, data = campaign_problem(plan.campaign), plan_data(plan=plan)
    seen_problem, seen = as_driven(campaign=plan.campaign, problem=problem, plan=data)
    verdict = judge(seen_problem, seen)
    return Known(problem=problem, plan=data, seen_problem=seen_problem, seen=seen, verdict=verdict)
