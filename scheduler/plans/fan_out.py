"""A large run's parts among all queue workers that are idle: the hands that the planner is given for it.

The run's own job searches parts as well, those that nobody else begins too, so one worker is enough. Whatever happens
to the others, or to Redis, costs a part the gain of one session and nothing else.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from scheduler.plans import parts
from scheduler.plans.runs import Claim
from scheduler.queue import Colleague, QueueAway, colleagues
from solvers.parts.hands import Hands, Tell, Threads
from solvers.parts.packing import Unreadable, pack_parcel, unpack_found
from solvers.parts.parcel import Found, Parcel, ParcelSearch
from solvers.search.stretch import Halt

log = structlog.get_logger(__name__)

LARGEST = 1000
"""No more queue workers than this share a run."""
PARTIES_EACH = 60
"""Parts of fewer parties are not worth sending away."""
LOOK_UP_S = 0.1
"""How often it is looked what others have found."""
WAY_S = 0.4
"""Others are asked for their results so much earlier than our own threads, for the way back."""
GRACE_S = 2.0
"""So much longer than the session they are waited for, if they are alive."""

Answer = TypeVar("Answer")


def hands_for(claim: Claim, *, parties: int, cores: int) -> Hands | None:
    """All queue workers for a run that is large and not short; for others None, the planner's own threads."""
    large = parties > settings.MENLU_FAN_OUT_ABOVE and claim.seconds >= settings.MENLU_FAN_OUT_FROM_S
    return Everybody(claim, parties, cores) if large else None


class Everybody:
    """This job's threads, and every queue worker that is idle when a session begins.

    Queue workers on this machine have a core each, so this job leaves it to them.
    """

    def __init__(self, claim: Claim, parties: int, cores: int) -> None:
        self._claim, self._parties, self._cores = claim, parties, cores
        self._sessions = 0
        self._threads = cores
        self._others = 0
        self._delivered: frozenset[str] = frozenset()
        self._at_most = LARGEST

    def ready(self) -> int:
        """Threads and queue workers that can search now."""
        idle = self._idle()
        self._threads = max(1, self._cores - sum(worker.here for worker in idle))
        self._others = max(0, min(len(idle), self._at_most, self._parties // PARTIES_EACH - self._threads))
        if not self._others:
            self._threads = self._cores
        return self._threads + self._others

    def search(self, parcels: Sequence[Parcel], until: float, halt: Halt, tell: Tell) -> dict[int, Found]:
        """Search every parcel here or elsewhere."""
        if not self._others:
            return Threads(self._threads).search(parcels, until, halt, tell)
        self._sessions += 1
        session = parts.Session(claim=self._claim, number=self._sessions)
        shared = SharedSession(session, parcels, until, halt, self._threads)
        found = shared.search(tell)
        self._delivered = frozenset(shared.workers)
        if len(found) < len(parcels) and not halt.called:
            # a part that is lost costs more than one that is not sent: only so many as kept their word are asked again
            self._at_most = len(self._delivered)
        return found

    def _idle(self) -> list[Colleague]:
        """Who waits for a job; whoever has just delivered a part will in a moment."""
        try:
            return [worker for worker in colleagues() if worker.idle or worker.name in self._delivered]
        except QueueAway as away:
            log.warning("queue_away", error=str(away))
            return []


class SharedSession:
    """One session: some parcels are searched by our own threads, the others are rows in the meantime."""

    def __init__(
        self, session: parts.Session, parcels: Sequence[Parcel], until: float, halt: Halt, threads: int
    ) -> None:
        self.session, self.parcels, self.until, self.halt, self.threads = session, parcels, until, halt, threads
        self.found: dict[int, Found] = {}
        self.workers: set[str] = set()
        self._ours = deque(range(min(threads, len(parcels))))
        self._searches: dict[int, ParcelSearch] = {}
        self._jobs: dict[int, Future[Found]] = {}
        self._awaited = 0
        self._called_in = False

    def search(self, tell: Tell) -> dict[int, Found]:
        """Whatever has come back when the session is over."""
        try:
            self._send()
            with ThreadPoolExecutor(self.threads) as pool:
                while not self._is_over():
                    self._begin_ours(pool)
                    time.sleep(LOOK_UP_S)
                    self.halt.look_up()
                    self._look()
                    tell(*self._gains())
            for number, job in self._jobs.items():
                self.found[number] = job.result()
        finally:
            self._ask(lambda: parts.drop(self.session), None)
            connection.close()  # none is held idle while the planner cuts anew
        lost = len(self.parcels) - len(self.found)
        log.info("session_shared", ours=len(self._jobs), theirs=len(self.found) - len(self._jobs), lost=lost)
        return self.found

    def _send(self) -> None:
        """Offer all but the first parcels to the others; what cannot be sent is ours."""
        others = range(len(self._ours), len(self.parcels))
        payloads = {number: pack_parcel(self.parcels[number]) for number in others}
        seconds = max(0.0, self.until - time.monotonic() - WAY_S)

        def post() -> bool:
            parts.post(self.session, payloads, seconds=seconds)
            return True

        if not self._ask(post, False):
            self._ours.extend(others)
        else:
            self._awaited = len(payloads)

    def _begin_ours(self, pool: ThreadPoolExecutor) -> None:
        """Keep our threads busy: with our own parcels first, then with such as nobody has begun."""
        while sum(not job.done() for job in self._jobs.values()) < self.threads:
            number = self._ours.popleft() if self._ours else self._left_over()
            if number is None:
                return
            self._searches[number] = ParcelSearch(self.parcels[number], self.until, self.halt)
            self._jobs[number] = pool.submit(self._searches[number].go)

    def _left_over(self) -> int | None:
        if not self._awaited or self.halt.called or time.monotonic() > self.until - WAY_S:
            return None
        return self._ask(lambda: parts.take_back(self.session), None)

    def _look(self) -> None:
        """Take in what others have found, and see who is still at it."""
        if not self._awaited:
            return
        if self.halt.called and not self._called_in:
            self._called_in = True
            self.until = time.monotonic()
            self._ask(lambda: parts.call_in(self.session), None)
        results: dict[int, parts.Result] = self._ask(lambda: parts.collect(self.session), {})
        for number, result in results.items():
            self._take_in(number, result)
        self._ask(lambda: parts.requeue_lapsed(self.session), 0)
        self._awaited = self._ask(lambda: parts.awaited(self.session), self._awaited)

    def _take_in(self, number: int, result: parts.Result) -> None:
        try:
            self.found[number] = unpack_found(result.data, self.parcels[number].model)
        except Unreadable as error:
            log.warning("part_unreadable", worker=result.worker, error=str(error))
            return
        self.workers.add(result.worker)

    def _is_over(self) -> bool:
        """Our own threads are through, and nobody is waited for any longer."""
        if self._ours or not all(job.done() for job in self._jobs.values()):
            return False
        return not self._awaited or time.monotonic() > self.until + GRACE_S

    def _gains(self) -> tuple[float, int]:
        searches, found = self._searches.values(), self.found.values()
        return (
            sum(s.gained for s in searches) + sum(f.gained for f in found),
            sum(s.took_in for s in searches) + sum(f.took_in for f in found),
        )

    def _ask(self, question: Callable[[], Answer], otherwise: Answer) -> Answer:
        """Ask the database; one that is away for a moment ends no run."""
        try:
            return question()
        except (OperationalError, InterfaceError) as error:
            log.warning("database_away", error=type(error).__name__)
            connection.close()
            return otherwise
