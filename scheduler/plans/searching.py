"""What a queue worker does with a part of somebody else's run: claim, search, hand back."""

from __future__ import annotations

import time
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, connection

from scheduler.plans import parts
from scheduler.plans.heart import Heart
from scheduler.plans.patience import patiently
from solvers.parts.hands import Threads
from solvers.parts.packing import pack_found, unpack_parcel
from solvers.search.stretch import Halt

log = structlog.get_logger(__name__)

BEAT_S = 1.0
"""A part is called in by its row, so it is looked at often."""


def part_execute(*, part_id: UUID, worker: str) -> None:
    """Search the part, if it still waits for it; what comes of it stands in its row afterwards."""
    claim = patiently(parts.claim)(part_id, worker=worker)
    if claim is None:
        log.info("part_not_claimed")
        return
    log.info("part_claimed", worker=worker, seconds=round(claim.left_s, 1), bytes=len(claim.payload))
    try:
        kept = _search(claim)
    except (OperationalError, InterfaceError):
        raise  # the row cannot be written now; its lease runs out
    except Exception:
        log.exception("part_broke")
        kept = patiently(parts.fail)(claim.fence)
    if not kept:
        log.warning("part_no_longer_wanted")


def _search(claim: parts.Claim) -> bool:
    """Search on one thread: who has more cores for parts starts more queue workers."""
    until = time.monotonic() + claim.left_s
    connection.close()  # none is held idle while the planner works
    with Heart(lambda _progress: parts.beat(claim.fence), every_s=BEAT_S) as heart:
        halt = Halt(heart.should_stop)
        found = Threads(1).search([unpack_parcel(claim.payload)], until, halt, lambda _gained, _people: None)
        if heart.lost:
            return False
        return patiently(parts.finish)(claim.fence, pack_found(found[0]))
