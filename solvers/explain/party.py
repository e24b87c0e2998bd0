"""One party's question: how do we travel, what would each slot cost, why this way and not another?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from solvers.explain.alternatives import DEAREST, Alternative, CannotCompare, next_best
from solvers.explain.figures import Explained
from solvers.explain.journey import Words, legs_of, minutes, people, short
from solvers.judge.case import Journey
from solvers.plan import Unserved
from solvers.problem import Json, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A party, how it travels or why it does not, and how else it could; ``doubt``: why that was not asked."""

    party: Party
    journey: Journey | None
    left: Unserved | None
    others: tuple[Alternative, ...]
    doubt: str | None


def ask(explained: Explained, name: str) -> Answer:
    """The answer for a party of the problem.

    Raises
    ------
    KeyError
        There is no such party.
    """
    party = explained.case.parties[name]
    journey = next((one for one in explained.journeys if one.party.id == name), None)
    left = next((one for one in explained.plan.unserved if one.party == name), None)
    try:
        others, doubt = tuple(next_best(explained.problem, explained.plan, name)), None
    except CannotCompare as error:
        others, doubt = (), str(error)
    return Answer(party=party, journey=journey, left=left, others=others, doubt=doubt)


def lines(explained: Explained, answer: Answer) -> Iterator[str]:
    """The answer in plain English."""
    words, party, journey = Words(explained.problem), answer.party, answer.journey
    chairs = f", {party.wheelchairs} in a wheelchair" if party.wheelchairs else ""
    yield f"Party {party.id}: {people(party.size)}{chairs}, ready at {words.time(party.ready)}"
    if journey is not None:
        yield from (f"  {when}  {what}" for when, what in legs_of(explained, journey, words))
        yield f"  {minutes(journey.arrival - journey.access.depart)} from door to gate"
    elif answer.left is not None:
        yield f"  stay at home [{answer.left.reason.value}]: {answer.left.detail or 'no detail'}"
        yield f"  that costs {words.money(party.unserved_cost)}"
    yield from _slots(explained, answer, words)
    yield ""
    yield _why(answer, words)


def _slots(explained: Explained, answer: Answer, words: Words) -> Iterator[str]:
    """What each choice costs: the dissatisfaction that it states, and what it would add to the whole plan."""
    yield ""
    yield "Their choices of slot, and what the whole plan would cost by the cheapest other way found"
    mine = answer.journey.slot.id if answer.journey else None
    for choice in answer.party.choices:
        slot = explained.case.slots[choice.slot]
        taken = explained.case.headcount.get(slot.id, 0)
        wish = f"{words.money(choice.cost)} a person" if choice.cost else "as wished"
        where = f"{slot.id} at {words.place(slot.gate)}, {taken} of {slot.capacity} places taken, {wish}"
        yield f"  {where}{' (theirs now)' if slot.id == mine else ''}"
        ways = [other for other in answer.others if other.slot == choice.slot]
        yield from (f"    {_extra(other, words)}: {_how(explained, other, words)}" for other in ways)
        if slot.id != mine and taken + answer.party.size > slot.capacity:
            yield f"    no room for {people(answer.party.size)}"
        elif not ways and answer.doubt is None:
            dearest = words.money(DEAREST * answer.party.unserved_cost)
            yield f"    no {'other ' if slot.id == mine else ''}way found for less than {dearest}"
    for other in answer.others:
        if other.slot is None:
            yield "  at home"
            yield f"    {_extra(other, words)}"


def _why(answer: Answer, words: Words) -> str:
    if answer.doubt is not None:
        return f"Other ways were not priced: {answer.doubt}."
    best = answer.others[0] if answer.others else None
    if answer.journey is None:
        if best is None:
            return "They stay at home because no way was found, everyone else's duties being as they are."
        if best.extra >= 0:
            return (
                f"They stay at home because the cheapest way found makes the plan dearer by {words.money(best.extra)}."
            )
        return f"A way was found that makes the plan cheaper by {words.money(-best.extra)}: more time may find it too."
    if best is None:
        return "They travel so because no other way was found."
    if best.extra >= 0:
        return f"They travel so because the next best found makes the plan dearer by {words.money(best.extra)}."
    return f"A better way was found, cheaper by {words.money(-best.extra)}: more time for planning may find it too."


def _extra(other: Alternative, words: Words) -> str:
    return f"{words.money(abs(other.extra))} {'more' if other.extra >= 0 else 'less'}"


def _how(explained: Explained, other: Alternative, words: Words) -> str:
    if other.plan is None or other.itinerary is None:
        return "at home"
    then = Explained(explained.problem, other.plan)
    return short(then, then.case.journey(other.itinerary), words)


def as_json(explained: Explained, answer: Answer) -> dict[str, Json]:
    """The answer for programs."""
    words = Words(explained.problem)
    legs: Sequence[tuple[str, str]] = list(legs_of(explained, answer.journey, words)) if answer.journey else []
    return {
        "party": answer.party.id,
        "people": answer.party.size,
        "slot": answer.journey.slot.id if answer.journey else None,
        "legs": [{"at": when, "what": what} for when, what in legs],
        "reason": answer.left.reason.value if answer.left else None,
        "detail": answer.left.detail if answer.left else None,
        "others": [
            {"slot": one.slot, "extra_cost": round(one.extra, 2), "how": _how(explained, one, words)}
            for one in answer.others
        ],
        "not_priced_because": answer.doubt,
    }
