"""What needs the reference material in ``../shared`` is collected only where that is (always in CI)."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

_SHARED = Path(__file__).parents[3] / "shared"
collect_ignore = [] if _SHARED.is_dir() else ["reference"]


@pytest.fixture(autouse=True)
def proofs_hold(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A faulty proof does not spoil a plan, so it is only logged; but it fails the test that it is seen in."""
    yield
    told = [one for one in caplog.get_records("call") if one.name.startswith("solvers.bounding")]
    assert [one.getMessage() for one in told if one.levelno >= logging.ERROR] == []
