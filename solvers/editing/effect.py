"""What an edit does: to the money, to the rules, to the others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from solvers.changes import Changes, changes
from solvers.judge import Rule, Verdict, Violation, judge
from solvers.plan import Cost, Duty, Plan
from solvers.problem import Problem

_WITHIN = re.compile(r" (stop|leg) \d+$")
"""Where in a duty or journey a rule is broken: that number shifts when stops come and go."""
ITEMS = ("total", "duties", "services", "choices", "time", "unserved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A rule that one thing breaks: by ``excess`` in all, in the rule's unit, and by ``more`` than before the edit."""

    rule: Rule
    thing: str
    excess: float
    more: float
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retimed:
    """A duty that was otherwise before; None where it did not exist, or does no more."""

    duty: str
    before: Duty | None
    after: Duty | None

    @property
    def leaves_later_s(self) -> int | None:
        """By how much it leaves later (negative: earlier)."""
        if self.before is None or self.after is None:
            return None
        return self.after.stops[0].depart - self.before.stops[0].depart

    @property
    def ends_later_s(self) -> int | None:
        """By how much it ends later (negative: earlier)."""
        if self.before is None or self.after is None:
            return None
        return self.after.stops[-1].arrive - self.before.stops[-1].arrive


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """From the plan before an edit to the one after it.

    ``worse`` are rules that are broken now and were not, or not so much; ``better`` those that are broken less, or no
    more (their ``more`` is negative). ``violations`` are all that the plan breaks now.
    """

    cost_before: Cost
    cost_after: Cost
    worse: tuple[Broken, ...]
    better: tuple[Broken, ...]
    violations: tuple[Violation, ...]
    changes: Changes
    duties: tuple[Retimed, ...]

    @property
    def feasible(self) -> bool:
        """Does the plan break no rule now?"""
        return not self.violations

    def extra(self, item: str = "total") -> float:
        """What the plan costs more now, by an item of its cost."""
        return float(getattr(self.cost_after, item) - getattr(self.cost_before, item))


def judged(problem: Problem, plan: Plan) -> Verdict:
    """What the judge says to a plan whose cost is yet to be stated, as the judge counts it."""
    verdict = judge(problem, plan)
    return replace(verdict, violations=tuple(one for one in verdict.violations if one.rule is not Rule.COST))


def compared(problem: Problem, before: tuple[Plan, Verdict], after: tuple[Plan, Verdict]) -> Effect:
    """What became of a plan of a problem; each comes with what the judge says to it."""
    (old, was), (new, now) = before, after
    broken = list(_broken(was.violations, now.violations))
    return Effect(
        cost_before=was.figures.cost,
        cost_after=now.figures.cost,
        worse=tuple(one for one in broken if one.more > 0),
        better=tuple(one for one in broken if one.more < 0),
        violations=now.violations,
        changes=changes(old, new, problem),
        duties=tuple(_retimed(old.duties, new.duties)),
    )


def _broken(was: Iterable[Violation], now: Iterable[Violation]) -> Iterable[Broken]:
    before, after = _by_thing(was), _by_thing(now)
    for rule, thing in {**before, **after}:
        found = after.get((rule, thing), [])
        excess = sum(one.excess for one in found)
        more = excess - sum(one.excess for one in before.get((rule, thing), []))
        yield Broken(rule=rule, thing=thing, excess=excess, more=more, texts=tuple(one.text for one in found))


def _by_thing(violations: Iterable[Violation]) -> dict[tuple[Rule, str], list[Violation]]:
    groups: dict[tuple[Rule, str], list[Violation]] = defaultdict(list)
    for one in violations:
        groups[one.rule, _WITHIN.sub("", one.subject)].append(one)
    return groups


def _retimed(before: Iterable[Duty], after: Iterable[Duty]) -> Iterable[Retimed]:
    was, now = {one.id: one for one in before}, {one.id: one for one in after}
    for name in {**was, **now}:
        if was.get(name) != now.get(name):
            yield Retimed(duty=name, before=was.get(name), after=now.get(name))
