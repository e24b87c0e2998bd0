"""A campaign of which everyone has been told."""

from tests.scheduler.telling.conftest import campaign, clock

__all__ = ["campaign", "clock"]
