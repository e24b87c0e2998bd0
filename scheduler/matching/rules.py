"""The rules of matching: what rules a slot out for a party, and what an unmet wish costs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """How a rule is meant: what does not meet it is ruled out, costs, or is all the same."""

    MUST = "must"
    WISH = "wish"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How slots are matched; the defaults are the usual ones.

    Costs are dissatisfaction a person, in the campaign's currency: the planner weighs them against what a trip costs.

    Attributes
    ----------
    skills, skill_cost
        Whether everyone has to have every skill of the post; the cost of each that somebody lacks.
    ages, age_least, age_cost
        Whether everyone is of an age that the post asks for. Under ``age_least`` nobody works, whatever the post says
        (16: article 15 of the labour law).
    needs, needs_cost, needs_at_work
        Whether the place of work has to be fit for the needs of the party, and which needs matter there.
    jobs, job_cost
        Whether the work is of the kind wished for.
    places, place_cost
        Whether it is where they wish.
    pay, pay_cost
        Whether it pays what they wish; the cost of all of that pay missing, in proportion where less is.
    consent_needed
        Whether only those are matched who have agreed that an employer gets their data (else: all who have not
        refused).
    most
        How many slots a party is offered at most, the cheapest first.
    dearest
        The cost above which a slot is not offered (None: no limit).
    """

    skills: Mode = Mode.MUST
    skill_cost: float = 100.0
    ages: Mode = Mode.MUST
    age_least: int = 16
    age_cost: float = 100.0
    needs: Mode = Mode.MUST
    needs_cost: float = 200.0
    needs_at_work: tuple[str, ...] = ("wheelchair",)
    jobs: Mode = Mode.WISH
    job_cost: float = 80.0
    places: Mode = Mode.WISH
    place_cost: float = 60.0
    pay: Mode = Mode.WISH
    pay_cost: float = 500.0
    consent_needed: bool = False
    most: int = 12
    dearest: float | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a cost below nothing, or no choice at all."""
        for name in ("skill_cost", "age_cost", "needs_cost", "job_cost", "place_cost", "pay_cost"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} is {getattr(self, name)}: a cost is not negative")
        if self.most < 1:
            raise ValueError(f"most is {self.most}: a party is offered at least one slot")


USUAL = Rules()
