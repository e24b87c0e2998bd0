"""The audit trail: every change of a tracked table leaves an event row, written by a trigger.

The event holds the row as it was after an insert or update, or before a delete, with who did it
(``pgh_context``: user, organisation, role, request). The program's role may add events and read those that its
organisation may see; it can neither change nor remove them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import pghistory
from django.db.models import Model

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
