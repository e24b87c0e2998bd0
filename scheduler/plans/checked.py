"""What publishing a draft would mean: looked at once, and kept while nothing is written that it depends on.

Looking takes a second of processor time for 3,000 people, so a queue worker does it before anyone asks.
Publishing does not rely on what is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from scheduler.plans.broken_promises import LetDown, let_down
from scheduler.plans.changing import changes_between
from scheduler.plans.checking import PlanCheck, plan_check
from scheduler.plans.keeping import kept_beside_plan
from scheduler.plans.models import CheckedPlan, Plan
from scheduler.plans.selectors import plan_find_published
from scheduler.plans.written import campaign_mark

FORM = 2
"""Of the kept document: counts up when :class:`Checked` changes; what is kept in another does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What speaks against a draft, whom it lets down, and what it changes.

    Attributes
    ----------
    people, told_again
        How many travel otherwise than by the published plan, by what happens to them, and how many have to be told
        (None: none is published).
    """

    check: PlanCheck
    let_down: tuple[LetDown, ...]
    people: dict[str, int] | None
    told_again: int | None


def plan_checked(*, plan: Plan) -> Checked:
    """What publishing a draft would mean, as it and its campaign are now; for who sees the whole of both."""
    mark = f"{FORM} {plan.version} {campaign_mark(campaign=plan.campaign)}"
    kept = CheckedPlan.objects.filter(plan=plan, mark=mark).values_list("document", flat=True).first()
    if kept is not None:
        return _documents().validate_json(kept)
    found = _look(plan)
    _keep(plan, mark, found)
    return found


def _look(plan: Plan) -> Checked:
    published = plan_find_published(campaign=plan.campaign)
    changes = changes_between(before=published, plan=plan) if published else {}
    return Checked(
        check=plan_check(plan=plan, campaign=plan.campaign),
        let_down=tuple(let_down(plan=plan)),
        people=changes.get("people"),
        told_again=changes.get("told_again"),
    )


def _keep(plan: Plan, mark: str, found: Checked) -> None:
    document = _documents().dump_json(found).decode()
    row = CheckedPlan(plan=plan, campaign_id=plan.campaign_id, mark=mark, document=document)
    with kept_beside_plan():
        CheckedPlan.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["plan"], update_fields=["mark", "document"]
        )


@cache
def _documents() -> TypeAdapter[Checked]:
    return TypeAdapter(Checked)
