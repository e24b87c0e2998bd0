"""A cast for modules whose tests commit: nothing can be kept for the next one."""

from __future__ import annotations

import pytest

from tests.cast import Cast, make_cast


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast of :mod:`tests.cast`, made for this test alone."""
    return make_cast()
