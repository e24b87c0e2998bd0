"""Many things at once, with a result for each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import Field, ValidationError, WrapValidator

from api.errors import Fault, place
from api.schemas.base import Flag, Input, Output

ROWS = 20_000

Row = TypeVar("Row", bound=Input)


@dataclass(frozen=True, slots=True, kw_only=True)
class Misshapen:
    """A row that is not of its schema, kept among the others instead of refusing them all."""

    faults: tuple[Fault, ...]


def _lenient(value: object, check: Callable[[object], Any]) -> Any:
    try:
        return check(value)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False, include_context=False)
        return Misshapen(faults=tuple(Fault(where=place(e["loc"]), what=e["msg"]) for e in faults))


Lenient = WrapValidator(_lenient)


class BulkIn(Input, Generic[Row]):
    """Rows to take in. With ``all_or_nothing`` one faulty row keeps all out (422); else the others go in."""

    all_or_nothing: Flag = True
    rows: Annotated[list[Annotated[Row, Lenient]], Field(min_length=1, max_length=ROWS)]

    def sorted_out(self) -> Iterator[Row | Misshapen]:
        """The rows as they are: one that is not of its schema stands among them as such."""
        yield from self.rows


class RowOut(Output):
    """What became of a row; ``row`` counts from 0."""

    row: int
    status: Literal["created", "refused"]
    id: UUID | None
    errors: list[Fault]


class BulkOut(Output):
    """What became of each row, in their order."""

    created: int
    refused: int
    results: list[RowOut]
