"""The life of a part of a run: rows that any queue worker may claim, each step one conditional UPDATE or DELETE.

``queued → searching → done | failed``, and ``searching → queued`` when its queue worker died. The run's own job writes
the parts of a session, and deletes them when the session is over: whoever is still at one then finds it gone. So a part
is never there for longer than somebody waits for it, and a worker that comes back late has nothing to write to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from scheduler.leases import Beat, Leased
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.services import enqueue_on_commit
from scheduler.plans import runs
from scheduler.plans.models import PartState, PlanPart, PlanRun, RunState
from scheduler.queue import Job

LEASED = Leased(
    model=PlanPart,
    queued=PartState.QUEUED,
    working=PartState.SEARCHING,
    fence="turn",
    lasts=timedelta(seconds=6),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session of a run's search, for the run's own job: its run as claimed, and its number."""

    claim: runs.Claim
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """What entitles to write: the part as it stood when this queue worker claimed it."""

    part_id: UUID
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A part in our hands; ``left_s`` seconds from now its result is wanted."""

    fence: Fence
    payload: bytes
    left_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a part, and the queue worker that found it."""

    data: bytes
    worker: str


def post(session: Session, payloads: Mapping[int, bytes], *, seconds: float) -> None:
    """Offer parts, by number, to all queue workers; results are wanted after ``seconds``."""
    with acting_as_system():
        rows = PlanPart.objects.bulk_create(
            PlanPart(
                run_id=session.claim.fence.run_id,
                attempt=session.claim.fence.attempt,
                session=session.number,
                number=number,
                payload=payload,
                due_at=Now() + timedelta(seconds=seconds),
            )
            for number, payload in payloads.items()
        )
        for row in rows:
            _order(session, row.id, seconds)


def claim(part_id: UUID, *, worker: str) -> Claim | None:
    """Take a part that waits; None when there is none, it is void or due, or somebody was quicker."""
    with acting_as_system():
        waits = PlanPart.objects.filter(_wanted(), id=part_id, due_at__gt=Now())
        if not LEASED.claim(waits, queue_worker=worker, heartbeat_at=Now()):
            return None
        left = ExpressionWrapper(F("due_at") - Now(), output_field=DurationField())
        part = PlanPart.objects.annotate(left=left).get(id=part_id)
        return Claim(
            fence=Fence(part_id=part.id, turn=part.turn),
            payload=bytes(part.payload),
            left_s=part.left.total_seconds(),
        )


def beat(fence: Fence) -> Beat:
    """Renew the lease; ``cancelled`` once the result is wanted."""
    with acting_as_system():
        held = LEASED.renew(fence.part_id, fence.turn, heartbeat_at=Now())
        due = held and LEASED.held(fence.part_id, fence.turn).filter(due_at__lte=Now()).exists()
        return Beat(held=held, cancelled=due)


def finish(fence: Fence, result: bytes) -> bool:
    """The result is there; its question is not kept."""
    with acting_as_system():
        return LEASED.leave(fence.part_id, fence.turn, PartState.DONE, result=result, payload=b"")


def fail(fence: Fence) -> bool:
    """The search of the part broke: it stays as it was."""
    with acting_as_system():
        return LEASED.leave(fence.part_id, fence.turn, PartState.FAILED, payload=b"")


def take_back(session: Session) -> int | None:
    """The number of a part that nobody has begun, out of the line: the run's own job searches it."""
    with acting_as_system():
        waits = _of(session).filter(state=PartState.QUEUED)
        for part_id, number in list(waits.order_by("number").values_list("id", "number")):
            deleted, _ = PlanPart.objects.filter(id=part_id, state=PartState.QUEUED).delete()
            if deleted:
                return number
        return None


def collect(session: Session) -> dict[int, Result]:
    """What came of parts since, by number; each result is handed out once."""
    with acting_as_system():
        done = list(_of(session).filter(state=PartState.DONE))
        PlanPart.objects.filter(id__in=[part.id for part in done]).delete()
        return {part.number: Result(data=bytes(part.result or b""), worker=part.queue_worker) for part in done}


def awaited(session: Session) -> int:
    """How many parts are worth waiting for: somebody is at them, or there is time to begin them."""
    with acting_as_system():
        at_work = Q(state=PartState.SEARCHING, lease_until__gte=Now())
        return _of(session).filter(at_work | Q(state=PartState.QUEUED, due_at__gt=Now())).count()


def requeue_lapsed(session: Session) -> int:
    """Offer parts anew whose queue worker died while there is time; returns how many."""
    with acting_as_system():
        lapsed = _of(session).filter(state=PartState.SEARCHING, lease_until__lt=Now(), due_at__gt=Now() + LEASED.lasts)
        left = ExpressionWrapper(F("due_at") - Now(), output_field=DurationField())
        count = 0
        for part in lapsed.annotate(left=left).defer("payload"):
            held = LEASED.held(part.id, part.turn).filter(lease_until__lt=Now())
            if held.update(state=PartState.QUEUED, lease_until=None):
                _order(session, part.id, part.left.total_seconds())
                count += 1
        return count


def call_in(session: Session) -> None:
    """Want all results now: the run is to end."""
    with acting_as_system():
        _of(session).update(due_at=Now())


def drop(session: Session) -> None:
    """The session is over, and with it whatever is still in hand."""
    with acting_as_system():
        _of(session).delete()


def drop_void() -> int:
    """Delete parts of runs that have ended or changed hands; in the caller's transaction."""
    deleted, _ = PlanPart.objects.exclude(_wanted()).delete()
    return deleted


def _order(session: Session, part_id: UUID, seconds: float) -> None:
    enqueue_on_commit(
        organisation=session.claim.bureau_id,
        job=Job.PLAN_PART,
        subject=part_id,
        timeout_s=runs.job_timeout_s(round(seconds)),
    )


def _wanted() -> Exists:
    """Whether the run is still in the hands of the attempt that wrote the part."""
    return Exists(PlanRun.objects.filter(id=OuterRef("run_id"), state=RunState.PLANNING, attempt=OuterRef("attempt")))


def _of(session: Session) -> QuerySet[PlanPart]:
    fence = session.claim.fence
    return PlanPart.objects.filter(run_id=fence.run_id, attempt=fence.attempt, session=session.number)
