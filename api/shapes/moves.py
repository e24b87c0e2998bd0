"""The steps of departure requests, as they are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from api.schemas.base import utc
from api.schemas.moves import MovedOut, MoveOut, MovesOut
from api.schemas.people import RequestStateName
from scheduler.errors import in_english

if TYPE_CHECKING:
    from scheduler.people.models import RequestMove
    from scheduler.people.moves import Moved


def move_out(move: RequestMove) -> MoveOut:
    """A step of a request."""
    return MoveOut(
        from_state=cast("RequestStateName", move.from_state),
        to_state=cast("RequestStateName", move.to_state),
        at=utc(move.at),
        noted_at=utc(move.noted_at),
        by=move.by_id,
        why=move.why,
    )


def moves_out(results: Sequence[tuple[str, Moved]]) -> MovesOut:
    """What became of requests, each with its code."""
    counted = Counter(moved.outcome.value for _, moved in results)
    return MovesOut(
        moved=counted["moved"],
        already=counted["already"],
        refused=counted["refused"],
        results=[
            MovedOut(
                request=code,
                id=moved.request_id,
                outcome=moved.outcome.value,
                state=cast("RequestStateName | None", moved.state and moved.state.value),
                reason=in_english(moved.reason),
            )
            for code, moved in results
        ],
    )
