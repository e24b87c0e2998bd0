"""``python -m scheduler.worker [--name NAME]``: a queue worker. As many as wanted, on any machine."""

from __future__ import annotations

import argparse

import django

django.setup()

from scheduler.queue import work  # noqa: E402 - jobs can only be imported once Django is set up


def main() -> None:
    """Read the command line and work until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m scheduler.worker", description="Work on queued jobs.")
    parser.add_argument("--name", help="what this worker is called in logs and rows (default: the host's name)")
    work(parser.parse_args().name)


if __name__ == "__main__":
    main()
