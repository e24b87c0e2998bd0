"""Why a party travels as it does: what each of its choices would cost the plan, by the search's own prices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.cache import cache

from scheduler.errors import NotFound
from scheduler.matching.wording import MATCHED
from scheduler.plans.laying_out import trip_of
from scheduler.plans.models import Plan
from scheduler.plans.overview import KEPT_S
from scheduler.plans.seen import Trip
from scheduler.plans.selectors import plan_in_its_problem
from solvers.explain.figures import Explained
from solvers.explain.party import Answer, ask
from solvers.problem import Meta


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Another way of the party, by which the whole plan would cost ``extra`` more; no trip: it stays at home."""

    extra: float
    trip: Trip | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A slot that the party may be placed in: ``wish`` is its cost of dissatisfaction a person, ``taken`` of
    ``capacity`` places are filled, and ``ways`` lists how else it could get there, the cheapest first. ``suits`` says
    by language why the matching proposed it, where it did."""

    slot: str
    is_theirs: bool
    wish: float
    taken: int
    capacity: int
    has_room: bool
    suits: Mapping[str, str]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """All choices of a party, what staying at home would change, and the next best of all ways.

    ``is_priced`` is False where the plan has what the search cannot lay out by itself.
    """

    party: str
    is_served: bool
    is_priced: bool
    choices: tuple[Choice, ...]
    at_home: float | None
    unserved_cost: float
    best: Way | None


def why_of(*, plan: Plan, party: str) -> Why:
    """The answer for a party of a plan; it takes a second, and is kept for a while.

    Raises
    ------
    NotFound
        The plan does not account for such a party.
    """
    key = f"plan-why.{plan.id}.{plan.edition}.{party.encode().hex()}"
    found: Why | None = cache.get(key)
    if found is None:
        problem, solved = plan_in_its_problem(plan=plan)
        if party not in {one.id for one in problem.parties}:
            raise NotFound(f"plan {plan.number} has no party {party!r}")
        seen = Explained(problem, solved)
        found = _why(seen, ask(seen, party))
        cache.set(key, found, KEPT_S)
    return found


def _why(seen: Explained, answer: Answer) -> Why:
    ways = [
        (one.slot, Way(extra=one.extra, trip=trip_of(seen.problem, one.plan, answer.party.id))) for one in answer.others
    ]
    theirs = answer.journey.slot.id if answer.journey else None
    choices = []
    for choice in answer.party.choices:
        slot, taken = seen.case.slots[choice.slot], seen.case.headcount.get(choice.slot, 0)
        choices.append(
            Choice(
                slot=slot.id,
                is_theirs=slot.id == theirs,
                wish=choice.cost,
                taken=taken,
                capacity=slot.capacity,
                has_room=slot.id == theirs or taken + answer.party.size <= slot.capacity,
                suits=_suits(choice.meta),
                ways=tuple(way for name, way in ways if name == slot.id),
            )
        )
    return Why(
        party=answer.party.id,
        is_served=answer.journey is not None,
        is_priced=answer.doubt is None,
        choices=tuple(choices),
        at_home=next((way.extra for name, way in ways if name is None), None),
        unserved_cost=answer.party.unserved_cost,
        best=ways[0][1] if ways else None,
    )


def _suits(meta: Meta) -> Mapping[str, str]:
    told = meta.get(MATCHED) if isinstance(meta, Mapping) else None
    return {key: str(text) for key, text in told.items()} if isinstance(told, Mapping) else {}
