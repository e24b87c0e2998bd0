"""What became of parties that were to be joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from api.schemas.people import WhyOut
from api.schemas.unions import HindranceOut, JoinedListOut, JoinedOut
from scheduler.people.joining_wording import told

if TYPE_CHECKING:
    from scheduler.people.joining import Refusal
    from scheduler.people.unions import Joined


def joined_list_out(results: Sequence[Joined]) -> JoinedListOut:
    """All groups, counted."""
    joined = sum(result.request is not None for result in results)
    return JoinedListOut(joined=joined, refused=len(results) - joined, results=list(map(_joined_out, results)))


def _joined_out(result: Joined) -> JoinedOut:
    return JoinedOut(
        requests=list(result.codes),
        id=result.request.id if result.request else None,
        code=result.request.code if result.request else None,
        reasons=list(map(_hindrance_out, result.refusals)),
    )


def _hindrance_out(refusal: Refusal) -> HindranceOut:
    return HindranceOut(request=refusal.part, code=refusal.why.value, why=WhyOut(**told(refusal)))
