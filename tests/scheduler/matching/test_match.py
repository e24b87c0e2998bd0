"""Each rule of matching: at its limit, and one beyond."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scheduler.matching.facts import Opening, Person, Seeker
from scheduler.matching.findings import Case, Rule
from scheduler.matching.match import findings
from scheduler.matching.rules import USUAL, Mode, Rules
from scheduler.matching.wording import SENTENCES, told
from tests.scheduler.matching.cards import HOUR, opening, person, seeker

WHEELCHAIR = frozenset({"wheelchair"})


def cases(party: Seeker, slot: Opening, **rules: Any) -> dict[Case, tuple[bool, float]]:
    return {one.case: (one.stops, one.cost) for one in findings(party, slot, replace(USUAL, **rules))}


def test_with_nothing_wished_and_nothing_asked_nothing_is_found() -> None:
    assert findings(seeker(), opening(), USUAL) == ()


@pytest.mark.parametrize(
    ("party", "slot", "case"),
    [
        (seeker(size=11), opening(), Case.TOO_MANY),
        (seeker(ready=30 * HOUR + 1), opening(), Case.ENDS_BEFORE),
        (seeker(due=20 * HOUR - 1), opening(), Case.BEGINS_AFTER),
        (seeker("p", replace(person(), age=15)), opening(), Case.TOO_YOUNG),
        (seeker("p", replace(person(), consents=False)), opening(), Case.CONSENT_REFUSED),
        (seeker("p", person(not_employers=("jiamu",))), opening(), Case.EMPLOYER_AVOIDED),
        (seeker("p", person("驾驶")), opening(skills=frozenset({"焊接"})), Case.SKILLS_MISS),
        (seeker("p", person()), opening(age_to=29), Case.AGE_MISSES),
        (seeker("p", person()), opening(age_from=31), Case.AGE_MISSES),
        (seeker(wheelchairs=1), opening(), Case.NEEDS_MISS),
    ],
)
def test_what_rules_a_slot_out(party: Seeker, slot: Opening, case: Case) -> None:
    found = cases(party, slot)
    assert found[case] == (True, 0.0)


@pytest.mark.parametrize(
    ("party", "slot"),
    [
        (seeker(size=10), opening()),
        (seeker(ready=30 * HOUR), opening()),
        (seeker(due=20 * HOUR), opening()),
        (seeker("p", replace(person(), age=16)), opening()),
        (seeker("p", person(not_employers=("lanshan",))), opening()),
        (seeker("p", person("焊接")), opening(skills=frozenset({"焊接"}))),
        (seeker("p", person()), opening(age_from=30, age_to=30)),
        (seeker(wheelchairs=1), opening(accepts=WHEELCHAIR)),
        (seeker("p", Person()), opening(skills=frozenset({"焊接"}), age_from=40)),
        (seeker(wheelchairs=1), opening(has_post=False)),
    ],
)
def test_what_just_fits_or_is_not_known_is_not_ruled_out(party: Seeker, slot: Opening) -> None:
    assert not any(stops for stops, _ in cases(party, slot).values())


def test_between_two_windows_there_is_no_time() -> None:
    slot = opening(windows=((0, 9 * HOUR), (40 * HOUR, 50 * HOUR)))
    assert Case.BEGINS_AFTER in cases(seeker(due=30 * HOUR), slot)
    assert cases(seeker(due=40 * HOUR), slot) == {}


@pytest.mark.parametrize(
    ("wishes", "case", "cost"),
    [
        ({"jobs": ("焊工",)}, Case.JOB_FITS, 0.0),
        ({"jobs": ("WELDER",)}, Case.JOB_FITS, 0.0),
        ({"jobs": ("厨师", "焊工")}, Case.JOB_FITS, 0.0),
        ({"jobs": ("厨师",)}, Case.JOB_MISSES, 80.0),
        ({"places": ("山东省日照市",)}, Case.PLACE_FITS, 0.0),
        ({"places": ("rizhao",)}, Case.PLACE_FITS, 0.0),
        ({"places": ("重庆",)}, Case.PLACE_MISSES, 60.0),
        ({"pay_from": 5000.0}, Case.PAY_FITS, 0.0),
        ({"pay_from": 6250.0}, Case.PAY_MISSES, 100.0),
    ],
)
def test_a_wish_costs_where_it_is_not_met(wishes: dict[str, Any], case: Case, cost: float) -> None:
    assert cases(seeker("p", person(**wishes)), opening()) == {case: (False, cost)}


def test_the_cost_is_a_persons_so_that_a_wish_of_one_of_two_costs_half() -> None:
    pair = seeker("p", person(jobs=("厨师",)), person())
    assert cases(pair, opening()) == {Case.JOB_MISSES: (False, 40.0)}


def test_pay_that_is_not_said_is_told_and_costs_nothing() -> None:
    slot = opening(pay_from=None, pay_to=None)
    assert cases(seeker("p", person(pay_from=5000.0)), slot) == {Case.PAY_UNKNOWN: (False, 0.0)}


@pytest.mark.parametrize(
    ("mode", "found"),
    [(Mode.MUST, {Case.SKILLS_MISS: (True, 0.0)}), (Mode.WISH, {Case.SKILLS_MISS: (False, 200.0)}), (Mode.OFF, {})],
)
def test_a_campaign_says_how_a_rule_is_meant(mode: Mode, found: dict[Case, tuple[bool, float]]) -> None:
    slot = opening(skills=frozenset({"焊接", "电工"}))
    assert cases(seeker(), slot, skills=mode) == found


def test_where_consent_is_needed_silence_is_none() -> None:
    assert cases(seeker(), opening(), consent_needed=True) == {Case.CONSENT_MISSING: (True, 0.0)}
    agreed = seeker("p", replace(person(), consents=True))
    assert cases(agreed, opening(), consent_needed=True) == {}


@pytest.mark.parametrize("wrong", [{"most": 0}, {"job_cost": -1.0}])
def test_rules_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Rules(**wrong)


def test_every_finding_has_its_sentence_in_both_languages() -> None:
    assert set(SENTENCES) == set(Case)
    party = seeker("p", person("驾驶", jobs=("厨师",), pay_from=4500.0), wheelchairs=1)
    found = findings(party, opening(skills=frozenset({"焊接"}), age_to=45), USUAL)
    assert {one.rule for one in found} == {Rule.AGE, Rule.SKILLS, Rule.NEEDS, Rule.JOB, Rule.PAY}
    assert told(found) == {
        "zh": (
            "年龄符合要求（≤ 45岁）；有人缺少技能：焊接；工作场所未注明适合：轮椅；"
            "不是意向工种：厨师；月薪4000–5000，达到期望的4500"
        ),
        "en": (
            "of the age asked for (≤ 45); somebody lacks: 焊接; the workplace is not said to be fit for: wheelchair; "
            "not the work wished for: 厨师; pays 4000–5000 a month, 4500 was wished"
        ),
    }
    assert told(()) == {"zh": "没有不合之处", "en": "nothing speaks against it"}
