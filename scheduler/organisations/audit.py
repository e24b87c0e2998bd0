"""The audit trail: every change of a tracked table leaves an event row, written by a trigger.

The event holds the row as it was after an insert or update, or before a delete, with who did it
(``pgh_context``: user, organisation, role, request). The program's role may add events and read those that its
organisation may see; it can neither change nor remove them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import pghistory
from django.apps import apps
from django.db.models import Model

from scheduler.errors import StaleVersion

M = TypeVar("M", bound=Model)


def audited(*, exclude: Sequence[str] = ()) -> Callable[[type[M]], type[M]]:
    """Keep the history of a model's rows; ``exclude`` names the fields that must not be kept (personal data)."""
    track: Callable[[type[M]], type[M]] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude),
        context_id_field=None,  # type: ignore[arg-type]  # documented: the context needs no id
    )
    return track


@dataclass(frozen=True, slots=True, kw_only=True)
class LastChange:
    """When a row was last changed, and by whom ("": by nobody at a screen, or by somebody whom one may not see)."""

    at: datetime
    by: str


def stale(row: Model, detail: str) -> StaleVersion:
    """Somebody else has changed the row: who it was, and when, as far as its history goes."""
    last = last_change(row)
    return StaleVersion(detail, by=last.by, at=last.at) if last else StaleVersion(detail)


def last_change(row: Model) -> LastChange | None:
    """The last change of a row of an audited model, as far as its history goes."""
    event = getattr(row, "events").order_by("-pgh_id").first()  # noqa: B009 - Model itself has no events
    if event is None:
        return None
    user = apps.get_model("organisations", "User")._default_manager.filter(id=event.pgh_context.get("user")).first()
    return LastChange(at=event.pgh_created_at, by=user.name if user else "")
