"""Parties and slots for matching, in a few words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from scheduler.matching.facts import Opening, Person, Seeker
from scheduler.people.wishes import Wishes

HOUR = 3600


def seeker(code: str = "p1", *people: Person, **more: Any) -> Seeker:
    """A party of the people given, ready at hour 10 and with no limit."""
    known = people or (person(),)
    plain = Seeker(
        id=uuid5(NAMESPACE_URL, code),
        code=code,
        size=len(known),
        wheelchairs=0,
        ready=10 * HOUR,
        due=None,
        people=known,
    )
    return replace(plain, **more)


def person(*skills: str, **wishes: Any) -> Person:
    """Somebody of 30 with these skills and wishes."""
    return Person(age=30, skills=frozenset(skills), wishes=Wishes(**wishes))


def opening(code: str = "s1", **more: Any) -> Opening:
    """A slot for ten welders in Rizhao, from hour 20 to hour 30."""
    plain = Opening(
        id=uuid5(NAMESPACE_URL, code),
        code=code,
        employer="jiamu",
        capacity=10,
        windows=((20 * HOUR, 30 * HOUR),),
        title="焊工",
        title_en="Welder",
        job="焊工\nWelder\n二车间",
        city="日照",
        place="日照\nRizhao",
        has_post=True,
        pay_from=4000.0,
        pay_to=5000.0,
    )
    return replace(plain, **more)
