"""What was found, as sentences in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scheduler.matching.findings import Case, Finding
from scheduler.papers.wording import LANGUAGES, Language

MATCHED = "matched"
"""The key of a choice's ``meta`` under which the matching says why; a choice without it was made by hand."""

JOINED: Mapping[Language, tuple[str, str]] = {"zh": ("、", "；"), "en": (", ", "; ")}
"""Between words, and between sentences."""

SENTENCES: Mapping[Case, tuple[str, str]] = {
    Case.CONSENT_REFUSED: ("有人不同意向用人单位提供信息", "somebody does not agree that an employer gets their data"),
    Case.CONSENT_MISSING: ("尚未全部同意向用人单位提供信息", "not all have agreed that an employer gets their data"),
    Case.EMPLOYER_AVOIDED: (
        "有人不愿去该单位（{employer}）",
        "somebody does not want to go to this employer ({employer})",
    ),
    Case.TOO_MANY: ("同行{size}人，名额只有{capacity}个", "a party of {size}, and the slot takes {capacity}"),
    Case.ENDS_BEFORE: ("可出发时接收期已过", "its intake is over before they can leave"),
    Case.BEGINS_AFTER: ("接收期晚于最迟到达时间", "its intake begins after they have to be there"),
    Case.TOO_YOUNG: ("有人{age}岁，未满{least}岁不得就业", "somebody is {age}; nobody under {least} may work"),
    Case.AGE_FITS: ("年龄符合要求（{asked}岁）", "of the age asked for ({asked})"),
    Case.AGE_MISSES: ("有人{ages}岁，岗位要求{asked}岁", "somebody is {ages}; the post asks for {asked}"),
    Case.SKILLS_FIT: ("具备所需技能：{skills}", "all have the skills: {skills}"),
    Case.SKILLS_MISS: ("有人缺少技能：{skills}", "somebody lacks: {skills}"),
    Case.NEEDS_FIT: ("工作场所适合：{needs}", "the workplace is fit for: {needs}"),
    Case.NEEDS_MISS: ("工作场所未注明适合：{needs}", "the workplace is not said to be fit for: {needs}"),
    Case.JOB_FITS: ("符合意向工种：{words}", "the work wished for: {words}"),
    Case.JOB_MISSES: ("不是意向工种：{words}", "not the work wished for: {words}"),
    Case.PLACE_FITS: ("在意向地点：{words}", "where they wish to go: {words}"),
    Case.PLACE_MISSES: ("不在意向地点：{words}", "not where they wish to go: {words}"),
    Case.PAY_FITS: ("月薪{pay}，达到期望的{wished}", "pays {pay} a month, {wished} was wished"),
    Case.PAY_MISSES: ("月薪{pay}，低于期望的{wished}", "pays {pay} a month, less than the {wished} wished"),
    Case.PAY_UNKNOWN: ("未注明工资，期望{wished}", "its pay is not said, {wished} was wished"),
    Case.TOGETHER_HERE: ("与{others}去同一处", "to the same slot as {others}"),
    Case.TOGETHER_ELSEWHERE: ("与{others}同去{slot}", "goes with {others} to {slot}"),
    Case.TOGETHER_NOWHERE: ("没有适合与{others}同去的名额", "no slot suits them together with {others}"),
    Case.OTHERS_BETTER: ("另有{most}个更合意的批次", "{most} slots suit them better"),
    Case.TOO_DEAR: ("不合意程度{cost}，超过上限{limit}", "its cost of {cost} is above the limit of {limit}"),
}
NOTHING: Mapping[Language, str] = {"zh": "没有不合之处", "en": "nothing speaks against it"}


def told(found: Iterable[Finding]) -> dict[Language, str]:
    """What was found, in one line for each language."""
    kept = tuple(found)
    return {language: _line(kept, language) for language in LANGUAGES}


def _line(found: tuple[Finding, ...], language: Language) -> str:
    between_words, between_sentences = JOINED[language]
    needs = LANGUAGES[language].needs
    sentences = []
    for finding in found:
        words = {
            key: between_words.join(needs.get(word, word) for word in text.split("\n")) for key, text in finding.says
        }
        sentences.append(SENTENCES[finding.case][0 if language == "zh" else 1].format(**words))
    return between_sentences.join(sentences) or NOTHING[language]
