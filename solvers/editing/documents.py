"""Edits and their effects as JSON, with moments in the problem's local time."""

from __future__ import annotations

from dataclasses import asdict
from typing import cast

from solvers.changes import document_of
from solvers.documents.times import moment_text
from solvers.editing.edits import Edit, edit_kind
from solvers.editing.effect import ITEMS, Broken, Effect, Retimed
from solvers.judge import Violation
from solvers.plan import Cost
from solvers.problem import Json, Problem


def edit_document(edit: Edit) -> dict[str, Json]:
    """All that an edit names, and its kind."""
    named = {name: value for name, value in cast(dict[str, Json], asdict(edit)).items() if value is not None}
    return {"kind": edit_kind(edit), **named}


def effect_document(effect: Effect, problem: Problem) -> dict[str, Json]:
    """What an edit does."""
    changes = document_of(effect.changes, problem)
    return {
        "feasible": effect.feasible,
        "extra": {item: round(effect.extra(item), 2) for item in ITEMS},
        "cost_before": _cost(effect.cost_before),
        "cost_after": _cost(effect.cost_after),
        "worse": [_broken(one) for one in effect.worse],
        "better": [_broken(one) for one in effect.better],
        "violations": [violation_document(one) for one in effect.violations],
        "parties": {name: changes[name] for name in ("served", "left", "moved", "shifted")},
        "duties": [_retimed(one, problem) for one in effect.duties],
        "km_before": effect.changes.km_before,
        "km_after": effect.changes.km_after,
    }


def violation_document(one: Violation) -> dict[str, Json]:
    """A rule that is broken."""
    return {
        "rule": one.rule.value, "subject": one.subject, "excess": one.excess, "unit": one.rule.unit, "text": one.text,
    }  # fmt: skip


def _cost(cost: Cost) -> dict[str, Json]:
    return {item: getattr(cost, item) for item in ITEMS}


def _broken(one: Broken) -> dict[str, Json]:
    return {
        "rule": one.rule.value,
        "sentence": one.rule.sentence,
        "thing": one.thing,
        "excess": one.excess,
        "more": one.more,
        "unit": one.rule.unit,
        "texts": list(one.texts),
    }


def _retimed(one: Retimed, problem: Problem) -> dict[str, Json]:
    now = one.after
    return {
        "duty": one.duty,
        "is_new": one.before is None,
        "is_gone": now is None,
        "fleet": None if now is None else now.fleet,
        "vehicle": None if now is None else now.vehicle,
        "crew": None if now is None else now.crew,
        "leaves": None if now is None else moment_text(now.stops[0].depart, problem.utc_offset_s),
        "ends": None if now is None else moment_text(now.stops[-1].arrive, problem.utc_offset_s),
        "leaves_later_s": one.leaves_later_s,
        "ends_later_s": one.ends_later_s,
    }
