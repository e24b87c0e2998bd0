"""What a rule finds when it looks at a party and a slot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """The closed list of what a slot can be offered, made dearer or ruled out for."""

    CONSENT = "consent"
    EMPLOYER = "employer"
    CAPACITY = "capacity"
    TIME = "time"
    AGE = "age"
    SKILLS = "skills"
    NEEDS = "needs"
    JOB = "job"
    PLACE = "place"
    PAY = "pay"
    TOGETHER = "together"
    LIMIT = "limit"


class Case(StrEnum):
    """What exactly was found; each has its sentence in :mod:`scheduler.matching.wording`."""

    CONSENT_REFUSED = "consent_refused"
    CONSENT_MISSING = "consent_missing"
    EMPLOYER_AVOIDED = "employer_avoided"
    TOO_MANY = "too_many"
    ENDS_BEFORE = "ends_before"
    BEGINS_AFTER = "begins_after"
    TOO_YOUNG = "too_young"
    AGE_FITS = "age_fits"
    AGE_MISSES = "age_misses"
    SKILLS_FIT = "skills_fit"
    SKILLS_MISS = "skills_miss"
    NEEDS_FIT = "needs_fit"
    NEEDS_MISS = "needs_miss"
    JOB_FITS = "job_fits"
    JOB_MISSES = "job_misses"
    PLACE_FITS = "place_fits"
    PLACE_MISSES = "place_misses"
    PAY_FITS = "pay_fits"
    PAY_MISSES = "pay_misses"
    PAY_UNKNOWN = "pay_unknown"
    TOGETHER_HERE = "together_here"
    TOGETHER_ELSEWHERE = "together_elsewhere"
    TOGETHER_NOWHERE = "together_nowhere"
    OTHERS_BETTER = "others_better"
    TOO_DEAR = "too_dear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found. ``stops``: it rules the slot out. ``cost`` is a person's; ``says`` fills the sentence."""

    rule: Rule
    case: Case
    stops: bool = False
    cost: float = 0.0
    says: tuple[tuple[str, str], ...] = ()


def listed(words: Iterable[str]) -> str:
    """Words as a finding holds them: sorted, one a line, to be joined as the language has it."""
    return "\n".join(sorted(words))
