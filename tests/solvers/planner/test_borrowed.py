"""Arrays that compiled code borrows: the same elements, rows and slices as Numpy's, and no index below 0."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest
from numba import njit

from solvers.search.reference import by_reference


class Two(NamedTuple):
    line: Any
    table: Any


@njit(boundscheck=True)
def element(two: Two, k: int) -> int:
    return int(two.line[k])


@njit(boundscheck=True)
def cell(two: Two, row: int, column: int) -> float:
    return float(two.table[row, column])


@njit(boundscheck=True)
def write(two: Two, row: int, column: int) -> None:
    two.line[row] = 7
    two.table[row, column] = 7  # an integer in a table of floats


@njit
def sums(two: Two, row: int) -> tuple[float, float, float]:
    return two.table[row].sum(), two.table[row, 1:].sum(), two.table[:, 0].sum()


@pytest.fixture
def two() -> Two:
    return Two(np.arange(2, dtype=np.int32), np.arange(6.0).reshape(2, 3))


def test_what_is_read_and_written_is_numpys(two: Two) -> None:
    refer = by_reference(Two)(two)
    assert [element(refer, k) for k in range(2)] == [0, 1]
    assert [cell(refer, 1, k) for k in range(3)] == [3.0, 4.0, 5.0]
    assert sums(refer, 1) == (12.0, 9.0, 3.0)
    write(refer, 1, 2)
    assert two.line[1] == 7
    assert two.table[1, 2] == 7.0


def test_no_index_is_below_0_or_past_the_end(two: Two) -> None:
    refer = by_reference(Two)(two)
    for wrong in (-1, 2):
        with pytest.raises(IndexError):
            element(refer, wrong)
        with pytest.raises(IndexError):
            cell(refer, wrong, 0)
        with pytest.raises(IndexError):
            write(refer, 0, 3 if wrong == 2 else wrong)


def test_only_contiguous_arrays_are_referred_to(two: Two) -> None:
    with pytest.raises(ValueError, match="contiguous"):
        by_reference(Two)(two._replace(table=two.table[:, ::2]))
