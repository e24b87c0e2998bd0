"""Telling employers whom they take in and operators what they drive, with a question about each part that is new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from scheduler.answers.asking import Question, due_at
from scheduler.answers.models import AskKind
from scheduler.fleet.models import Fleet
from scheduler.intake.models import IntakeSlot
from scheduler.manning.asking import duties_ask
from scheduler.plans.models import Duty
from scheduler.plans.persons import answers_carry
from scheduler.telling.facts import What
from scheduler.telling.letters import duties_letter, intake_letter
from scheduler.telling.models import Told
from scheduler.telling.offices import Letter
from scheduler.telling.round import Round
from solvers.problem import Json

News = Mapping[UUID, tuple[What, What]]
"""What an organisation was told, and what it is told now, where they differ."""


def employers_tell(telling: Round) -> tuple[list[Letter], list[Question]]:
    """The letters to employers whose people have changed, and the intakes that they are asked to confirm."""
    rows = IntakeSlot.objects.filter(campaign=telling.campaign, employer__isnull=False).select_related("employer")
    slots = {slot.code: slot for slot in rows}
    employers = {slot.employer_id: slot.employer for slot in rows}
    now = telling.teller.intakes({code: str(slot.employer_id) for code, slot in slots.items()})
    told = telling.told(Told.Kind.INTAKE)
    letters, questions = list[Letter](), list[Question]()
    for who, (was, is_now) in _news(telling, Told.Kind.INTAKE, now).items():
        if (employer := employers.get(who)) is None:
            continue
        mine = {code: slot for code, slot in slots.items() if slot.employer_id == who}
        asked = list(_intake_questions(telling, mine, was, is_now))
        due = due_at(min((one.begins for one in asked), default=telling.now), asked=telling.now)
        letters.append(
            intake_letter(telling.plan, telling.facts, employer, slots=list(mine), before=was, now=is_now, due=due)
        )
        questions += asked
    _carry(telling, slots, told, now)
    return letters, questions


def operators_tell(telling: Round) -> tuple[list[Letter], list[Question]]:
    """The letters to operators whose duties have changed, and the duties that they are asked to accept."""
    fleets = Fleet.objects.filter(campaign=telling.campaign, operator__isnull=False).select_related("operator")
    operators = {fleet.operator_id: fleet.operator for fleet in fleets}
    now = telling.teller.duties_of({fleet.code: str(fleet.operator_id) for fleet in fleets})
    news = _news(telling, Told.Kind.DUTIES, now)
    codes = {code for was, is_now in news.values() for code in is_now if was.get(code) != is_now[code]}
    changed = Duty.objects.filter(plan=telling.plan, code__in=codes).values_list("id", flat=True)
    questions = duties_ask(plan=telling.plan, before=telling.before, changed=set(changed))
    letters = []
    for who, (was, is_now) in news.items():
        if (operator := operators.get(who)) is None:
            continue
        begins = min((one.begins for one in questions if one.organisation == who), default=telling.now)
        due = due_at(begins, asked=telling.now)
        letters.append(duties_letter(telling.plan, telling.facts, operator, before=was, now=is_now, due=due))
    return letters, questions


def _news(telling: Round, kind: Told.Kind, now: Mapping[str, What]) -> News:
    told = telling.told(kind)
    both = {who: (told.get(who, {}), now.get(str(who), {})) for who in (*map(UUID, now), *told)}
    news = {who: pair for who, pair in both.items() if pair[0] != pair[1]}
    telling.remember(kind, {who: is_now for who, (_, is_now) in news.items()})
    return news


def _intake_questions(telling: Round, slots: Mapping[str, IntakeSlot], was: What, is_now: What) -> Iterator[Question]:
    """The slots whose people have changed, with the first arrival of each."""
    for code, slot in slots.items():
        if now := _changed(code, was, is_now):
            begins = telling.facts.local(min(map(_minute, now.values())) * 60)
            yield Question(kind=AskKind.INTAKE, begins=begins, slot=slot.id, organisation=slot.employer_id)


def _carry(telling: Round, slots: Mapping[str, IntakeSlot], told: Mapping[UUID, What], now: Mapping[str, What]) -> None:
    """What employers said of slots whose people stay the same still holds."""
    if telling.before is None:
        return
    for slot in slots.values():
        assert slot.employer_id is not None
        was, is_now = told.get(slot.employer_id, {}), now.get(str(slot.employer_id), {})
        if _changed(slot.code, was, is_now) is None:
            answers_carry(slot=slot, before=telling.before.number, now=telling.plan.number)


def _changed(code: str, was: What, is_now: What) -> What | None:
    """The people of a slot now (None: they are as they were)."""
    before, now = ({k: v for k, v in what.items() if _slot(v) == code} for what in (was, is_now))
    return None if before == now else now


def _slot(coming: Json) -> str:
    """The slot of a party, as :meth:`Teller.intakes` writes it."""
    assert isinstance(coming, list)
    return str(coming[0])


def _minute(coming: Json) -> int:
    """When it arrives."""
    assert isinstance(coming, list)
    return int(str(coming[1]))
