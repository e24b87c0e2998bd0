"""The note on disk of what runs: written by the supervisor, read by everybody else."""

import json
import os
import signal
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from launcher.processes import Identity, end_together, is_alive

SERVER_SIGNALS = {"postgres": signal.SIGINT, "redis": signal.SIGTERM}
"""The services on which the others stand, and how each is asked to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What a supervisor says of itself.

    Attributes
    ----------
    kind:
        `up` for the whole, `session` for the two servers lent to one command.
    phase:
        What it does now, in words; `ready` when the web answers.
    """

    kind: str
    phase: str
    supervisor: Identity
    url: str | None = None
    children: tuple[tuple[str, Identity], ...] = ()

    @property
    def is_ready(self) -> bool:
        return self.phase == "ready"

    def at(self, phase: str) -> "Running":
        return replace(self, phase=phase)


def write(path: Path, running: Running) -> None:
    """Replace the record in one step."""
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(running), indent=1) + "\n")
    os.replace(fresh, path)


def read(path: Path) -> Running | None:
    """The record as written, whether or not its processes still live; None when there is none or it is torn."""
    try:
        raw = json.loads(path.read_text())
        return Running(
            kind=raw["kind"],
            phase=raw["phase"],
            supervisor=Identity(**raw["supervisor"]),
            url=raw["url"],
            children=tuple((name, Identity(**identity)) for name, identity in raw["children"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read_living(path: Path) -> Running | None:
    """The record, if its supervisor is the very process that wrote it and still lives."""
    running = read(path)
    return running if running and is_alive(running.supervisor) else None


def sweep(path: Path) -> list[str]:
    """End the children of a supervisor that is gone, the servers last, and remove its record.

    Returns the names of those that were still alive.
    """
    running = read(path)
    if running is None or is_alive(running.supervisor):
        return []
    left = [(name, identity) for name, identity in running.children if is_alive(identity)]
    servers = [(name, identity) for name, identity in left if name in SERVER_SIGNALS]
    program = [(name, identity) for name, identity in left if name not in SERVER_SIGNALS]
    for wave in (program, servers):
        asked = [(identity, SERVER_SIGNALS.get(name, signal.SIGTERM)) for name, identity in wave]
        end_together(asked, patience_s=15)
    path.unlink(missing_ok=True)
    return [name for name, _ in left]
