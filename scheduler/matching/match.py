"""Looking at one party and one slot: each rule a function, which finds something or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from scheduler.matching.facts import Opening, Seeker
from scheduler.matching.findings import Case, Finding, Rule, listed
from scheduler.matching.rules import Mode, Rules

Check = Callable[[Seeker, Opening, Rules], Finding | None]


def findings(seeker: Seeker, opening: Opening, rules: Rules) -> tuple[Finding, ...]:
    """All that the rules find about this party in this slot."""
    return tuple(found for check in CHECKS if (found := check(seeker, opening, rules)) is not None)


def _consent(seeker: Seeker, opening: Opening, rules: Rules) -> Finding | None:
    answers = [person.consents for person in seeker.people]
    if False in answers:
        return Finding(rule=Rule.CONSENT, case=Case.CONSENT_REFUSED, stops=True)
    if rules.consent_needed and (None in answers or not answers):
        return Finding(rule=Rule.CONSENT, case=Case.CONSENT_MISSING, stops=True)
    return None


def _employer(seeker: Seeker, opening: Opening, rules: Rules) -> Finding | None:
    if opening.employer not in seeker.avoided:
        return None
    return Finding(rule=Rule.EMPLOYER, case=Case.EMPLOYER_AVOIDED, stops=True, says=(("employer", opening.employer),))


def _capacity(seeker: Seeker, opening: Opening, rules: Rules) -> Finding | None:
    if seeker.size <= opening.capacity:
        return None
    says = (("size", str(seeker.size)), ("capacity", str(opening.capacity)))
    return Finding(rule=Rule.CAPACITY, case=Case.TOO_MANY, stops=True, says=says)


def _time(seeker: Seeker, opening: Opening, rules: Rules) -> Finding | None:
    if all(end < seeker.ready for _, end in opening.windows):
        return Finding(rule=Rule.TIME, case=Case.ENDS_BEFORE, stops=True)
    due = seeker.due
    if due is not None and all(start > due or end < seeker.ready for start, end in opening.windows):
        return Finding(rule=Rule.TIME, case=Case.BEGINS_AFTER, stops=True)
    return None


def _age(seeker: Seeker, opening: Opening, rules: Rules) -> Finding | None:
    ages = seeker.ages
    if not ages:
        return None
    if min(ages) < rules.age_least:
        says = (("age", str(min(ages))), ("least", str(rules.age_least)))
        return Finding(rule=Rule.AGE, case=Case.TOO_YOUNG, stops=True, says=says)
    if rules.ages is Mode.OFF or (opening.age_from is None and opening.age_to is None):
        return None
    asked = ("asked", _ages(opening.age_from, opening.age_to))
    outside = [age for age in ages if not _within(age, opening.age_from, opening.age_to)]
    if not outside:
        return Finding(rule=Rule.AGE, case=Case.AGE_FITS, says=(asked,))
    return _missed(
        Rule.AGE,
        Case.AGE_MISSES,
        rules.ages,
        rules.age_cost * len(outside) / len(seeker.people),
        ("ages", listed({str(age) for age in outside})),
        asked,
    )


def _skills(seeker: Seeker, opening: Opening, rules: Rules) -> Finding | None:
    if rules.skills is Mode.OFF or not opening.skills:
        return None
    lacking = [opening.skills - person.skills for person in seeker.people if person.skills is not None]
    if not lacking:
        return None
    missing = frozenset[str]().union(*lacking)
    if not missing:
        return Finding(rule=Rule.SKILLS, case=Case.SKILLS_FIT, says=(("skills", listed(opening.skills)),))
    cost = rules.skill_cost * sum(map(len, lacking)) / len(seeker.people)
    return _missed(Rule.SKILLS, Case.SKILLS_MISS, rules.skills, cost, ("skills", listed(missing)))


def _needs(seeker: Seeker, opening: Opening, rules: Rules) -> Finding | None:
    if rules.needs is Mode.OFF or not opening.has_post or not seeker.needs:
        return None
    needed = seeker.needs.intersection(rules.needs_at_work)
    if not needed:
        return None
    missing = needed - opening.accepts
    if not missing:
        return Finding(rule=Rule.NEEDS, case=Case.NEEDS_FIT, says=(("needs", listed(needed)),))
    return _missed(Rule.NEEDS, Case.NEEDS_MISS, rules.needs, rules.needs_cost, ("needs", listed(missing)))


def _job(seeker: Seeker, opening: Opening, rules: Rules) -> Finding | None:
    if rules.jobs is Mode.OFF or not opening.job:
        return None
    cases = (Rule.JOB, Case.JOB_FITS, Case.JOB_MISSES)
    return _wished(seeker.jobs, opening.job, "", rules.jobs, rules.job_cost, cases)


def _place(seeker: Seeker, opening: Opening, rules: Rules) -> Finding | None:
    if rules.places is Mode.OFF or not opening.place:
        return None
    cases = (Rule.PLACE, Case.PLACE_FITS, Case.PLACE_MISSES)
    return _wished(seeker.places, opening.place, opening.city, rules.places, rules.place_cost, cases)


def _pay(seeker: Seeker, opening: Opening, rules: Rules) -> Finding | None:
    wishes = seeker.pays
    if rules.pay is Mode.OFF or not wishes or not opening.has_post:
        return None
    pay, wished = opening.best_pay, ("wished", f"{max(wishes):g}")
    if pay is None:
        return Finding(rule=Rule.PAY, case=Case.PAY_UNKNOWN, says=(wished,))
    paid = ("pay", _range(opening.pay_from, opening.pay_to))
    short = sum(max(0.0, (wish - pay) / wish) for wish in wishes) / len(seeker.people)
    if short == 0:
        return Finding(rule=Rule.PAY, case=Case.PAY_FITS, says=(paid, wished))
    return _missed(Rule.PAY, Case.PAY_MISSES, rules.pay, rules.pay_cost * short, paid, wished)


CHECKS: tuple[Check, ...] = (_consent, _employer, _capacity, _time, _age, _skills, _needs, _job, _place, _pay)


@lru_cache(maxsize=1 << 16)
def _wished(
    wishes: tuple[tuple[str, ...], ...], text: str, inside: str, mode: Mode, cost: float, cases: tuple[Rule, Case, Case]
) -> Finding | None:
    """Whether each who wishes for something has one of their words in ``text``; ``inside`` may lie in a word."""
    rule, fits, misses = cases
    asked = [words for words in wishes if words]
    if not asked:
        return None
    met = [next(_heard(words, text, inside), None) for words in asked]
    if None not in met:
        return Finding(rule=rule, case=fits, says=(("words", listed({word for word in met if word})),))
    unmet = {word for words, one in zip(asked, met, strict=True) if one is None for word in words}
    return _missed(rule, misses, mode, cost * met.count(None) / len(wishes), ("words", listed(unmet)))


def _heard(words: tuple[str, ...], text: str, inside: str) -> Iterator[str]:
    return (word for word in words if _is_in(word, text) or (inside and _is_in(inside, word)))


def _is_in(word: str, text: str) -> bool:
    """Whether a word is part of a text, capitals or not."""
    return word.casefold() in text.casefold()


def _missed(rule: Rule, case: Case, mode: Mode, cost: float, *says: tuple[str, str]) -> Finding:
    if mode is Mode.MUST:
        return Finding(rule=rule, case=case, stops=True, says=says)
    return Finding(rule=rule, case=case, cost=round(cost, 2), says=says)


def _within(value: int, least: int | None, most: int | None) -> bool:
    return (least is None or least <= value) and (most is None or value <= most)


def _ages(least: int | None, most: int | None) -> str:
    if least is None or most is None:
        return f"≤ {most}" if least is None else f"≥ {least}"
    return f"{least}–{most}"


def _range(least: float | None, most: float | None) -> str:
    ends = [f"{end:g}" for end in (least, most) if end is not None]
    return "–".join(dict.fromkeys(ends))
