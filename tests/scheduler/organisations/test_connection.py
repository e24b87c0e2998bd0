"""What acting leaves on a connection."""

from __future__ import annotations

import pytest

from scheduler.organisations.tenancy import acting_as_system
from tests.scheduler.organisations.test_tenancy import said


@pytest.mark.django_db(transaction=True)
def test_nothing_of_it_is_left_after_its_transaction() -> None:
    with acting_as_system():
        assert said() == ("", "system")
    assert said() == ("", "")
