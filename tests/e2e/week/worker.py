"""``python -m tests.e2e.week.worker``: a queue worker whose clock is the one that the test moves.

The file that ``WEEK_CLOCK`` names says to which moment the clock was put, and when by the machine's monotonic clock.
"""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta
from pathlib import Path

import django
import time_machine

CLOCK = Path(os.environ["WEEK_CLOCK"])


def _now() -> datetime:
    moment, put_at = CLOCK.read_text(encoding="ascii").split()
    return datetime.fromisoformat(moment) + timedelta(seconds=time.monotonic() - float(put_at))


if __name__ == "__main__":
    with time_machine.travel(_now(), tick=True) as clock:
        django.setup()
        from scheduler import queue

        class MovedWorker(queue.QueueWorker):
            """Looks at the test's clock before each job."""

            def execute_job(self, *job: object) -> None:
                clock.move_to(_now())
                super().execute_job(*job)  # type: ignore[arg-type]

        queue.QueueWorker = MovedWorker  # type: ignore[misc]
        queue.work("tested")
