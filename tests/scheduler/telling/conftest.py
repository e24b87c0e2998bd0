"""The scene of a campaign that is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from scheduler.campaigns.models import Campaign
from tests.cast import Cast
from tests.scheduler.telling.scene import peopled

BEFORE = "2027-02-17T12:00:00+08:00"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Noon, three days before the first departure."""
    with time_machine.travel(BEFORE, tick=False) as clock:
        yield clock


@pytest.fixture
def campaign(clock: time_machine.Traveller, cast: Cast) -> Campaign:
    return peopled(cast)
