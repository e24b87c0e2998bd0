"""The rules of matching, and what they propose."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.base import Code, Count, Flag, Input, Money, Output, Positive, Text
from api.schemas.people import WhyOut

ModeName = Literal["must", "wish", "off"]
RuleName = Literal[
    "consent",
    "employer",
    "capacity",
    "time",
    "age",
    "skills",
    "needs",
    "job",
    "place",
    "pay",
    "together",
    "limit",
]
Codes = Annotated[list[Code], Field(min_length=1, max_length=20_000, description="Codes of requests; null: all open.")]


class RulesIn(Input):
    """How slots are matched with parties; what is left out is as usual.

    A rule that a slot `must` meet rules it out where it is not met; a `wish` costs, a person; `off` is all the same.
    `skill_cost` is for each skill that somebody lacks, `pay_cost` for all of the pay that was wished missing, in
    proportion where less is. Nobody under `age_least` is matched. `needs_at_work` are the needs that the workplace
    has to be fit for. With `consent_needed` only those are matched who agree that an employer gets their data; else
    all who have not refused. A party is offered the `most` cheapest slots, none above `dearest`.
    """

    skills: ModeName = "must"
    skill_cost: Money = 100.0
    ages: ModeName = "must"
    age_least: Annotated[Count, Field(le=120)] = 16
    age_cost: Money = 100.0
    needs: ModeName = "must"
    needs_cost: Money = 200.0
    needs_at_work: Annotated[list[Text], Field(max_length=50)] = Field(default_factory=lambda: ["wheelchair"])
    jobs: ModeName = "wish"
    job_cost: Money = 80.0
    places: ModeName = "wish"
    place_cost: Money = 60.0
    pay: ModeName = "wish"
    pay_cost: Money = 500.0
    consent_needed: Flag = False
    most: Annotated[Positive, Field(le=1000)] = 12
    dearest: Money | None = None


class RulesOut(Output):
    """The rules in force; ``version`` is 0 while they are the usual ones."""

    skills: ModeName
    skill_cost: float
    ages: ModeName
    age_least: int
    age_cost: float
    needs: ModeName
    needs_cost: float
    needs_at_work: list[str]
    jobs: ModeName
    job_cost: float
    places: ModeName
    place_cost: float
    pay: ModeName
    pay_cost: float
    consent_needed: bool
    most: int
    dearest: float | None
    version: int


class MatchIn(Input):
    """Which requests to match: those named, or all to which nothing was promised yet (null)."""

    requests: Codes | None = None


class MatchApplyIn(MatchIn):
    """The same, to be kept; choices made by hand stay unless ``over_those_by_hand``."""

    over_those_by_hand: Flag = False


class OfferedOut(Output):
    """A slot that suits, what it costs a person, and why."""

    slot: str
    cost: float
    why: WhyOut


class RuledOutOut(Output):
    """A slot that does not suit, by which rules, and why."""

    slot: str
    rules: list[RuleName]
    why: WhyOut


class ProposalOut(Output):
    """What is proposed to a party, the best first, and what is not."""

    id: UUID
    request: str
    offered: list[OfferedOut]
    ruled_out: list[RuledOutOut]


class RuledOutCount(Output):
    """How many pairs of party and slot a rule rules out."""

    rule: RuleName
    pairs: int


class MatchSummary(Output):
    """What matching comes to: parties, how many slots they are offered, and who is offered none."""

    parties: int
    slots: int
    offers: int
    without: list[str]
    ruled_out: list[RuledOutCount]


class MatchPreview(MatchSummary):
    """What matching would do; ``proposals`` in full where requests were named, at most 100."""

    proposals: list[ProposalOut]


class MatchApplied(MatchSummary):
    """What matching did; ``by_hand`` are requests whose choices were left as they are."""

    proposed: int
    by_hand: list[str]
