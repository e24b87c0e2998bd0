"""Dense tables: searched, filtered, sorted and cut into pages by what stands in the address.

So a table can be reloaded, sent to a colleague, and gone back to. A table never asks for more than one page of rows
and their number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise

Words = str | Promise
PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, and by which fields it is sorted (none: it is not)."""

    key: str
    title: Words
    by: tuple[str, ...] = ()
    kind: str = ""
    """``number`` for figures that stand at the right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A choice that leaves some rows out."""

    key: str
    title: Words
    choices: Sequence[tuple[str, Words]]
    narrow: Callable[[QuerySet[Any], str], QuerySet[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A column's heading as it is shown: where a click leads, and how it sorts now."""

    column: Column
    sort: str
    direction: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A filter with what is chosen in it."""

    filter: Filter
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One page of a table, and all that its template shows."""

    page: Page[Any]
    headings: tuple[Heading, ...]
    filters: tuple[Chosen, ...]
    search: str
    sort: str
    query: str
    """What is asked for, without the page's number, as a query string."""
    rows: Any
    """Every row that fits, on all pages: what was given, narrowed."""

    @property
    def is_narrowed(self) -> bool:
        """Whether rows are left out."""
        return bool(self.search or any(one.value for one in self.filters))


def table_of(
    request: HttpRequest,
    rows: QuerySet[Any],
    *,
    columns: Sequence[Column],
    filters: Sequence[Filter] = (),
    search: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None,
    size: int = PAGE,
) -> Table:
    """The table that the address asks for: ``q``, ``sort`` (``-`` before it: downwards), ``page``, and the filters.

    What the address says wrongly is left out, rather than refused: addresses grow old. A form that was sent from the
    table says in ``query`` what the table showed.
    """
    asked = QueryDict(request.POST.get("query", "")) if request.method == "POST" else request.GET
    words = asked.get("q", "").strip()
    if words and search:
        rows = search(rows, words)
    chosen = tuple(Chosen(filter=one, value=_choice(one, asked.get(one.key, ""))) for one in filters)
    for one in chosen:
        if one.value:
            rows = one.filter.narrow(rows, one.value)
    sort, by = _sorted(columns, asked.get("sort", ""))
    if by:
        rows = rows.order_by(*by, "pk")
    return Table(
        page=Paginator(rows, size).get_page(asked.get("page")),
        headings=tuple(_heading(column, sort, asked) for column in columns),
        filters=chosen,
        search=words,
        sort=sort,
        query=_without(asked, "page"),
        rows=rows,
    )


def table_of_list(
    request: HttpRequest,
    rows: Sequence[Any],
    *,
    columns: Sequence[Column],
    search: Callable[[Any, str], bool] | None = None,
    size: int = PAGE,
) -> Table:
    """A table of what is at hand already, sorted by attributes; else like :func:`table_of`."""
    asked = request.GET
    words = asked.get("q", "").strip()
    if words and search:
        rows = [row for row in rows if search(row, words)]
    sort, by = _sorted(columns, asked.get("sort", ""))
    for field in reversed(by):
        rows = sorted(rows, key=attrgetter(field.removeprefix("-")), reverse=field.startswith("-"))
    return Table(
        page=Paginator(rows, size).get_page(asked.get("page")),
        headings=tuple(_heading(column, sort, asked) for column in columns),
        filters=(),
        search=words,
        sort=sort,
        query=_without(asked, "page"),
        rows=rows,
    )


def _choice(one: Filter, value: str) -> str:
    return value if any(value == known for known, _ in one.choices) else ""


def _sorted(columns: Sequence[Column], asked: str) -> tuple[str, list[str]]:
    """The sort that holds, and the fields that it means."""
    found = next((column for column in columns if column.by and column.key == asked.lstrip("-")), None)
    if found is None:
        return "", []
    if asked.startswith("-"):
        return f"-{found.key}", [field.removeprefix("-") if field[0] == "-" else f"-{field}" for field in found.by]
    return found.key, list(found.by)


def _heading(column: Column, sort: str, asked: QueryDict) -> Heading:
    is_up, is_down = sort == column.key, sort == f"-{column.key}"
    following = f"-{column.key}" if is_up else column.key
    query = asked.copy()
    query.pop("page", None)
    query["sort"] = following
    direction = "ascending" if is_up else "descending" if is_down else "none"
    return Heading(column=column, sort=following, direction=direction, query=query.urlencode())


def _without(asked: QueryDict, *keys: str) -> str:
    query = asked.copy()
    for key in keys:
        query.pop(key, None)
    return query.urlencode()
