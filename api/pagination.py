"""Pages by keyset: a signed cursor holds the order's values of the last thing that was given out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from django.core import signing
from django.db.models import Model, Q, QuerySet
from ninja import Query

from api.errors import Code, Refused

LIMIT = 500
DEFAULT = 100

Cursor = Annotated[
    str | None,
    Query(default=None, max_length=1000, description="`next_cursor` of the page before; opaque."),
]
Limit = Annotated[int, Query(default=DEFAULT, ge=1, le=LIMIT, description="How many at most.")]

T = TypeVar("T", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice(Generic[T]):
    """The things of one page, and where the next one begins (None: nowhere)."""

    items: Sequence[T]
    next_cursor: str | None


def paginate(things: QuerySet[T], *, by: tuple[str, ...], cursor: str | None, limit: int, of: str) -> Slice[T]:
    """One page of ``things``.

    Parameters
    ----------
    by
        Field names, ascending, that are unique together.
    of
        Which list this is: a cursor of another one is refused.

    Raises
    ------
    Refused
        400 for a cursor that was not given out for this list.
    """
    ordered = things.order_by(*by)
    if cursor is not None:
        ordered = ordered.filter(_after(by, _open(cursor, by, of)))
    rows = list(ordered[: limit + 1])
    if len(rows) <= limit:
        return Slice(items=rows, next_cursor=None)
    last = rows[limit - 1]
    return Slice(items=rows[:limit], next_cursor=_close([getattr(last, name) for name in by], of))


def _after(by: tuple[str, ...], values: list[Any]) -> Q:
    """(a, b) > (x, y), spelled so that a composite index serves it."""
    beyond = Q()
    for depth, name in enumerate(by):
        same = {by[i]: values[i] for i in range(depth)}
        beyond |= Q(**same, **{f"{name}__gt": values[depth]})
    return Q(**{f"{by[0]}__gte": values[0]}) & beyond


def _close(values: list[Any], of: str) -> str:
    return signing.Signer(salt=f"menlu.cursor.{of}").sign_object([_plain(value) for value in values])


def _open(cursor: str, by: tuple[str, ...], of: str) -> list[Any]:
    try:
        values = signing.Signer(salt=f"menlu.cursor.{of}").unsign_object(cursor)
    except (signing.BadSignature, ValueError):
        raise Refused(
            HTTPStatus.BAD_REQUEST,
            Code.INVALID_CURSOR,
            "The cursor was not given out for this list; start again without one.",
        ) from None
    return [_rich(value) for value in values]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    return str(value) if isinstance(value, UUID) else value


def _rich(value: Any) -> object:
    return datetime.fromisoformat(value["at"]) if isinstance(value, dict) else value
