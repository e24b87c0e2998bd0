"""A page of rows in the order of their campaign's document."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from api.pagination import Slice, paginate

T = TypeVar("T", bound=Model)


def in_order(rows: QuerySet[T], campaign_id: UUID, *, cursor: str | None, limit: int) -> Slice[T]:
    """One page of a campaign's ``rows``, by position and code."""
    of = f"{rows.model.__name__}.{campaign_id}"
    return paginate(rows, by=("position", "code"), cursor=cursor, limit=limit, of=of)
