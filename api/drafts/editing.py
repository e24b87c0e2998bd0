"""What a client sends of an edit, as the planner's own data."""

from __future__ import annotations

from typing import Any

from api.schemas.editing import EditIn
from solvers.editing.edits import KINDS, At, Edit, Ride


def edit_of(body: EditIn) -> Edit:
    """The edit that is asked for."""
    named: dict[str, Any] = body.model_dump(exclude={"kind"}, exclude_none=True)
    for name in ("before", "after"):
        if isinstance(named.get(name), dict):
            named[name] = _ride(named[name])
    if "order" in named:
        named["order"] = tuple(named["order"])
    return KINDS[body.kind](**named)


def _ride(named: dict[str, Any]) -> Ride:
    stops: dict[str, Any] = {name: At(**named[name]) for name in ("board", "alight") if name in named}
    return Ride(**(named | stops))
