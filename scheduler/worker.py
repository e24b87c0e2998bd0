"""``python -m scheduler.worker [--name NAME]``: a queue worker. As many as wanted, on any machine."""

from __future__ import annotations

import argparse

import django

django.setup()

import structlog  # noqa: E402 - jobs can only be imported once Django is set up

from scheduler.queue import work  # noqa: E402
from solvers.warmup import warm_up  # noqa: E402

log = structlog.get_logger(__name__)


def main() -> None:
    """Read the command line and work until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m scheduler.worker", description="Work on queued jobs.")
    parser.add_argument("--name", help="what this worker is called in logs and rows (default: the host's name)")
    asked = parser.parse_args()
    # The planner's compiled code is loaded here once: each job's process inherits it, where to load it anew
    # would take seconds of every run. Its threads have ended before the first fork.
    log.info("planner_loaded", seconds=round(warm_up(), 1))
    work(asked.name)


if __name__ == "__main__":
    main()
