"""What the judge says."""

from __future__ import annotations

from dataclasses import dataclass

from solvers.judge.rules import Rule
from solvers.plan import Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One rule, broken once.

    ``subject`` names the thing, such as ``duty d1 stop 3``; ``excess`` is by how much, in the rule's unit;
    ``text`` says both in words.
    """

    rule: Rule
    subject: str
    excess: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a plan does and costs, as the judge counts it.

    ``people`` are all who are in the problem and ``served`` those whose itinerary stands; ``duties`` and
    ``services`` count those that carry anyone; ``road_m`` is driven in all, empty or not; ``cost`` is counted
    afresh; ``bound`` is what the plan states.
    """

    people: int
    served: int
    duties: int
    services: int
    road_m: int
    longest_journey_s: int
    cost: Cost
    bound: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a plan is feasible, what is wrong with it, and its figures."""

    violations: tuple[Violation, ...]
    figures: Figures

    @property
    def feasible(self) -> bool:
        """Whether no rule is broken."""
        return not self.violations
