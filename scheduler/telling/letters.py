"""What employers and operators are written: whom they take in, which duties they drive, and what has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from django.conf import settings

from scheduler.organisations.models import Organisation
from scheduler.outbox.models import RecipientKind
from scheduler.papers.facts import Facts
from scheduler.papers.intake_list import Arrival, intake_list
from scheduler.papers.wording import LANGUAGES, Language, clock, day
from scheduler.plans.models import Plan
from scheduler.telling.facts import What
from scheduler.telling.offices import Letter
from scheduler.telling.texts import moment
from scheduler.telling.wording import MESSAGES
from solvers.plan import Duty


def intake_letter(
    plan: Plan, facts: Facts, employer: Organisation, *, slots: Sequence[str], before: What, now: What, due: datetime
) -> Letter:
    """An employer's intake list, by person, with what has changed since it was last told."""
    both = before.keys() & now.keys()
    change = {
        "added": len(now.keys() - before.keys()),
        "removed": len(before.keys() - now.keys()),
        "moved": sum(before[party] != now[party] for party in both),
    }
    texts: dict[Language, tuple[str, str]] = {}
    people = 0
    for language in LANGUAGES:
        phrases, name = MESSAGES[language], _name(employer, language)
        arrivals = intake_list(facts, employer=name, slots=tuple(slots), language=language).arrivals
        people, campaign = len(arrivals), facts.campaign.within(language)
        texts[language] = (
            phrases.intake_subject.format(campaign=campaign, number=plan.number),
            phrases.intake_text.format(
                employer=name,
                number=plan.number,
                people=people,
                changes=phrases.intake_changes.format(**change) if before else "",
                lines="\n".join(_arrival_lines(arrivals, language)),
                due=moment(facts.local(int(due.timestamp())), language),
                url=settings.MENLU_PUBLIC_URL,
            ),
        )
    return Letter(
        key=f"intake/{plan.id}",
        template="intake_planned",
        recipient_kind=RecipientKind.EMPLOYER,
        organisation=employer.id,
        about=plan.id,
        texts=texts,
        event={**_event(plan), "people": people, "slots": sorted({str(value[0]) for value in _lists(now)}), **change},
    )


def duties_letter(
    plan: Plan, facts: Facts, operator: Organisation, *, before: What, now: What, due: datetime
) -> Letter:
    """An operator's duties, those that are new or changed marked, and those that it no longer has."""
    duties = {duty.id: duty for duty in facts.plan.duties}
    sizes = {party.id: party.size for party in facts.problem.parties}
    texts: dict[Language, tuple[str, str]] = {}
    for language in LANGUAGES:
        phrases, name = MESSAGES[language], _name(operator, language)
        lines = [
            _duty_line(facts, duties[code], sizes, language, _mark(before.get(code), now[code], language))
            for code in now
        ]
        lines += [phrases.duty_dropped.format(duty=code) for code in before if code not in now]
        texts[language] = (
            phrases.duties_subject.format(campaign=facts.campaign.within(language), number=plan.number),
            phrases.duties_text.format(
                operator=name,
                number=plan.number,
                lines="\n".join(lines),
                due=moment(facts.local(int(due.timestamp())), language),
                url=settings.MENLU_PUBLIC_URL,
            ),
        )
    changed = sorted(code for code in now if before.get(code) != now[code])
    dropped = sorted(code for code in before if code not in now)
    return Letter(
        key=f"duties/{plan.id}",
        template="duties_planned",
        recipient_kind=RecipientKind.OPERATOR,
        organisation=operator.id,
        about=plan.id,
        texts=texts,
        event={**_event(plan), "duties": sorted(now), "changed": list(changed), "dropped": list(dropped)},
    )


def staff_letter(plan: Plan, facts: Facts, *, people: int) -> Letter:
    """To the bureau's own staff: so many people cannot be written to."""
    texts: dict[Language, tuple[str, str]] = {
        language: (
            MESSAGES[language].staff_subject.format(campaign=facts.campaign.within(language), people=people),
            MESSAGES[language].staff_text.format(number=plan.number, people=people, url=settings.MENLU_PUBLIC_URL),
        )
        for language in LANGUAGES
    }
    return Letter(
        key=f"staff/{plan.id}",
        template="people_to_visit",
        recipient_kind=RecipientKind.STAFF,
        organisation=plan.campaign.bureau_id,
        about=plan.id,
        texts=texts,
        event={**_event(plan), "people": people},
    )


def _event(plan: Plan) -> dict[str, str | int]:
    return {"campaign": str(plan.campaign_id), "plan": str(plan.id), "number": plan.number}


def _lists(what: What) -> list[list[object]]:
    return [value for value in what.values() if isinstance(value, list)]


def _arrival_lines(arrivals: Sequence[Arrival], language: Language) -> list[str]:
    words, phrases = LANGUAGES[language], MESSAGES[language]
    lines = []
    for (at, slot, gate), group in groupby(arrivals, key=lambda one: (one.arrives_at, one.slot, one.gate)):
        names = [one.name for one in group]
        values = {"day": day(at, words), "time": clock(at), "gate": gate, "slot": slot}
        lines.append(phrases.intake_line.format(**values, people=len(names), names=phrases.and_.join(names)))
    return lines


def _duty_line(facts: Facts, duty: Duty, sizes: Mapping[str, int], language: Language, mark: str) -> str:
    first, at = duty.stops[0], facts.local(duty.stops[0].depart)
    return (
        MESSAGES[language]
        .duty_line.format(
            mark=mark,
            duty=duty.id,
            day=day(at, LANGUAGES[language]),
            time=clock(at),
            place=facts.name(first.at).within(language),
            people=sum(sizes.get(party, 0) for stop in duty.stops for party in stop.board),
            vehicle=facts.name(duty.fleet).within(language),
        )
        .strip()
    )


def _mark(before: object, now: object, language: Language) -> str:
    phrases = MESSAGES[language]
    return "" if before == now else phrases.duty_new if before is None else phrases.duty_changed


def _name(organisation: Organisation, language: Language) -> str:
    return organisation.name_en if language == "en" and organisation.name_en else organisation.name
