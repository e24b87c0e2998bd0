"""An edit is carried out on a plan, and judged at once."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from solvers.editing.applied import applied
from solvers.editing.edits import CannotEdit, Edit, MoveParty, Why
from solvers.editing.effect import Effect, compared, judged
from solvers.editing.likewise import as_others
from solvers.editing.locks import Held, check_locks
from solvers.editing.places import best_places
from solvers.editing.wish import Wish
from solvers.judge import Verdict, judge
from solvers.plan import Plan
from solvers.problem import Problem


def carry_out(
    problem: Problem, plan: Plan, edit: Edit, held: Set[Held] = frozenset(), verdict: Verdict | None = None
) -> tuple[Plan, Effect]:
    """The plan with an edit, stating its true cost, and what the edit does.

    Where no timing is legal, the plan has the times that are closest to it, and the effect names the rules broken.

    Parameters
    ----------
    held
        What is locked.
    verdict
        What the judge says to the plan before, where that is known.

    Raises
    ------
    CannotEdit
        The edit makes no sense for this plan.
    Locked
        It would change something that is held.
    """
    if isinstance(edit, MoveParty) and not edit.exact:
        edit = _found(problem, plan, edit, held)
    after = applied(problem, plan, edit)
    check_locks(plan, after, held)
    was, now = verdict or judge(problem, plan), judged(problem, after)
    after = replace(after, cost=now.figures.cost)
    return after, compared(problem, (plan, was), (after, now))


def _found(problem: Problem, plan: Plan, edit: MoveParty, held: Set[Held]) -> MoveParty:
    """The cheapest way that fits what is named of a move; else as others travel there; else just what is named."""
    wish = Wish(named=edit)
    places = best_places(problem, plan, edit.party, held=held, limit=1, wish=wish)
    if places:
        return places[0].edit
    if (like := as_others(problem, plan, edit)) is not None:
        return like
    if wish.is_open:
        raise CannotEdit(
            f"no place for party {edit.party} was found that keeps all rules: "
            "name the duty or fleet that is to take it (`before`), and the plan is made with the rules that it breaks",
            Why.NO_RIDE,
        )
    return replace(edit, slot=edit.slot or _wished(problem, plan, edit.party), exact=True)


def _wished(problem: Problem, plan: Plan, party: str) -> str | None:
    """The slot that a party is in, else the one that it wishes first (None: none would take it)."""
    now = next((one.slot for one in plan.itineraries if one.party == party), None)
    choices = next(one.choices for one in problem.parties if one.id == party)
    return now or next((choice.slot for choice in choices), None)
