"""The plans that everybody knows by heart, with names behind their ids."""

from __future__ import annotations

from datetime import UTC, datetime

from scheduler.papers.facts import Contact, Facts, Name, Person
from solvers.plan import Plan
from solvers.problem import Problem
from tests.builders import ok_long, ok_long_plan, ok_small, ok_small_plan

PUBLISHED_AT = datetime(2027, 2, 18, 2, tzinfo=UTC)


def facts_of(problem: Problem, plan: Plan) -> Facts:
    """What papers say of a plan; p1 and p2 have members, others are known by their code only."""
    return Facts(
        problem=problem,
        plan=plan,
        campaign=Name(own="黔江—日照", english="Qianjiang–Rizhao"),
        number=3,
        published_at=PUBLISHED_AT,
        contacts=(Contact(role="desk", name="许小暑", phone="11100000501"),),
        operators={"van": Name(own="武陵客运", english="Wuling Coaches")},
        employers={"s1": Name(own="甲木家具", english="Jiamu Furniture")},
        names={
            "bp-1": Name(own="五里镇", english="Wuli"),
            "gate-1": Name(own="一号门", english="Gate 1"),
            "van": Name(own="面包车", english="Van"),
            "f1": Name(own="包机甲", english="Charter A"),
        },
        people={
            "p1": (
                Person(name="赵立春", phone_end="0001", sex="female", birth_year=1990),
                Person(name="钱雨水", phone_end="0002", sex="male", birth_year=1988),
            ),
            "p2": (
                Person(name="孙惊蛰", phone_end="0003", needs=("wheelchair",)),
                Person(name="李春分"),
                Person(name="周清明"),
            ),
        },
    )


def small() -> Facts:
    """Van, flight, shuttle."""
    problem = ok_small()
    return facts_of(problem, ok_small_plan(problem))


def long() -> Facts:
    """Through the night under the driver law."""
    problem = ok_long()
    return facts_of(problem, ok_long_plan(problem))
