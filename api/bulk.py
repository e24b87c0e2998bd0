"""Bulk requests: each row is taken in or refused by itself, or all of them together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

from api import answers
from api.answers import Answer
from api.errors import Code, Fault, Refused
from api.schemas.base import Input
from api.schemas.bulk import BulkIn, BulkOut, Misshapen, RowOut

if TYPE_CHECKING:
    from scheduler.campaigns.taking import Taken

R = TypeVar("R", bound=Input)
FAULTS_SHOWN = 1000


def take_in(body: BulkIn[R], add: Callable[[Sequence[R], bool], Taken[Any]]) -> Answer:
    """Hand the rows that are of their schema to a service, and say what became of each.

    Parameters
    ----------
    add
        The service, called with rows and whether it is all or nothing.

    Raises
    ------
    Refused
        422 where a row is faulty and it is all or nothing: the transaction takes back what was added.
    """
    rows = list(enumerate(body.sorted_out()))
    sound = [(i, row) for i, row in rows if not isinstance(row, Misshapen)]
    results = {
        i: RowOut(row=i, status="refused", id=None, errors=list(row.faults))
        for i, row in rows
        if isinstance(row, Misshapen)
    }
    if sound:
        taken = add([row for _, row in sound], body.all_or_nothing)
        for (i, _), thing, faults in zip(sound, taken.rows, taken.faults, strict=True):
            results[i] = RowOut(
                row=i,
                status="created" if thing is not None else "refused",
                id=None if thing is None else thing.id,
                errors=[Fault(where=fault.where, what=fault.detail) for fault in faults],
            )
    listed = [results[i] for i in range(len(body.rows))]
    if body.all_or_nothing:
        _refuse_faulty(listed)
    created = sum(1 for result in listed if result.status == "created")
    return answers.ok(BulkOut(created=created, refused=len(listed) - created, results=listed))


def _refuse_faulty(results: Sequence[RowOut]) -> None:
    faults = [
        Fault(where=f"rows[{result.row}].{fault.where}".rstrip("."), what=fault.what)
        for result in results
        for fault in result.errors
    ]
    if faults:
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            Code.INVALID_INPUT,
            f"Nothing was taken in: {len(faults)} fault(s), and all_or_nothing is set.",
            errors=faults[:FAULTS_SHOWN],
        )
