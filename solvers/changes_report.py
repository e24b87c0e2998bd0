"""What a new plan does otherwise than one before, as a document: party by party, slot by slot, vehicle by vehicle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import cast

from solvers.changes import Change, Changes, Journey, changes, journeys
from solvers.changes_by import Difference, by_slot, by_vehicle
from solvers.documents.times import moment_text
from solvers.plan import Plan
from solvers.problem import Json, Problem

SERVED, LEFT, GONE, MOVED, SHIFTED = "served", "left", "gone", "moved", "shifted"
"""Travels now and did not; the other way round; is in the problem no more; travels otherwise; at another time only."""


def change_report(
    before: Plan, after: Plan, problem: Problem, *, earlier: Problem | None = None, sizes: Mapping[str, int]
) -> dict[str, Json]:
    """The whole report, as JSON.

    Parameters
    ----------
    before, after, problem, earlier
        As in :func:`solvers.changes.changes`.
    sizes
        The people of each party, also of such as are in the problem no more.
    """
    found = changes(before, after, problem, earlier)
    parties = _parties(found, before, after, problem, earlier or problem, sizes)
    return {
        "people": {what: sum(cast(int, one["people"]) for one in parties if one["what"] == what) for what in _WORDS},
        "told_again": sum(cast(int, one["people"]) for one in parties if one["tell"]),
        "cost_before": found.cost_before,
        "cost_after": found.cost_after,
        "km_before": found.km_before,
        "km_after": found.km_after,
        "parties": list(parties),
        "slots": [{"slot": one.key[0], **_difference(one)} for one in by_slot(before, after, sizes)],
        "vehicles": [
            {"fleet": one.key[0], "vehicle": int(one.key[1]), **_difference(one)}
            for one in by_vehicle(before, after, sizes)
        ],
    }


_WORDS = (SERVED, LEFT, GONE, MOVED, SHIFTED)


def _parties(
    found: Changes, before: Plan, after: Plan, problem: Problem, earlier: Problem, sizes: Mapping[str, int]
) -> list[dict[str, Json]]:
    was, now = journeys(before, earlier), journeys(after, problem)
    reasons = {one.party: one.reason.value for one in after.unserved}

    def line(party: str, what: str, change: Change | None = None) -> dict[str, Json]:
        return {
            "party": party,
            "people": sizes.get(party, 0),
            "what": what,
            "otherwise": list(change.otherwise) if change else [],
            "tell": change is None or change.has_to_be_told,
            "leaves_later_s": change.leaves_later_s if change else None,
            "arrives_later_s": change.arrives_later_s if change else None,
            "before": _journey(was.get(party), problem),
            "after": _journey(now.get(party), problem),
            "reason": reasons.get(party),
        }

    return [
        *(line(party, SERVED) for party in found.served),
        *(line(party, LEFT) for party in found.left),
        *(line(party, GONE) for party in found.gone),
        *(line(one.party, MOVED, one) for one in found.moved),
        *(line(one.party, SHIFTED, one) for one in found.shifted),
    ]


def _journey(one: Journey | None, problem: Problem) -> Json:
    if one is None:
        return None
    moments = {name: getattr(one, name) for name in ("leaves", "arrives")}
    text = {name: None if at is None else moment_text(at, problem.utc_offset_s) for name, at in moments.items()}
    vehicles = [{"fleet": fleet, "vehicle": number} for fleet, number in one.vehicles]
    return cast(
        Json, asdict(one) | text | {"services": list(one.services), "vehicles": vehicles, "changes": list(one.changes)}
    )


def _difference(one: Difference) -> dict[str, Json]:
    return {"before": one.before, "after": one.after, "joined": list(one.joined), "gone": list(one.gone)}
