"""What is told of a proof beside the search."""

from __future__ import annotations

import pytest

from solvers.bounding import tenable


@pytest.mark.parametrize(("bound", "told"), [(None, None), (900.0, 900.0), (1000.009, 1000.009), (1001.0, None)])
def test_a_bound_above_a_plan_is_not_told(bound: float | None, told: float | None) -> None:
    assert tenable(bound, 1000.0) == told


def test_but_the_fault_is(caplog: pytest.LogCaptureFixture) -> None:
    tenable(1001.0, 1000.0)
    assert "please report it" in caplog.text
