"""The life of a part of a run: claims, fences, and whatever is void."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import DatabaseError
from django.db.models.functions import Now

from scheduler.campaigns.models import Campaign
from scheduler.leases import Beat
from scheduler.organisations.tenancy import acting_as, acting_as_system
from scheduler.outbox.models import OutboxMessage
from scheduler.plans import fan_out, parts, runs
from scheduler.plans.models import PART_TRANSITIONS, PartState, PlanPart, PlanRun, RunState
from scheduler.plans.reaper import drop_void_parts, reap_lapsed
from scheduler.plans.searching import part_execute
from scheduler.queue import Colleague, QueueAway
from solvers.judge import judge
from solvers.problem import Problem
from solvers.solve import solve
from tests.scheduler.plans.conftest import InState, fence_of, let_lease_run_out
from tests.scheduler.plans.scene import small_problem

FORBIDDEN = [
    (old, new) for old, new in product(PartState, PartState) if old != new and (old, new) not in PART_TRANSITIONS
]


@pytest.fixture
def session(campaign: Campaign, in_state: InState) -> parts.Session:
    """A session of a run at work, with two parts on offer."""
    claim = runs.Claim(
        fence=fence_of(in_state(RunState.PLANNING)), campaign_id=campaign.id, bureau_id=campaign.bureau_id, seconds=8,
        seed=1,
    )  # fmt: skip
    offered = parts.Session(claim=claim, number=1)
    parts.post(offered, {1: b"one", 2: b"two"}, seconds=30)
    return offered


def row(number: int) -> PlanPart:
    with acting_as_system():
        return PlanPart.objects.get(number=number)


def let_part_lapse(part: PlanPart) -> None:
    with acting_as_system():
        PlanPart.objects.filter(id=part.id).update(lease_until=Now() - timedelta(seconds=1))


def claimed(number: int, worker: str = "worker-2") -> parts.Claim:
    claim = parts.claim(row(number).id, worker=worker)
    assert claim is not None
    return claim


def test_parts_and_the_orders_to_search_them_are_written_together(session: parts.Session) -> None:
    with acting_as_system():
        ordered = {message.payload["subject"] for message in OutboxMessage.objects.all()}
        assert ordered == {str(part.id) for part in PlanPart.objects.all()}


def test_a_part_is_claimed_once_and_by_nobody_when_it_is_due(session: parts.Session) -> None:
    claim = claimed(1)
    assert (claim.payload, claim.fence.turn) == (b"one", 1)
    assert 25 < claim.left_s <= 30
    assert parts.claim(row(1).id, worker="worker-3") is None
    parts.call_in(session)
    assert parts.claim(row(2).id, worker="worker-3") is None
    assert parts.claim(uuid4(), worker="worker-3") is None


def test_a_result_is_handed_out_once_and_its_bytes_are_not_kept(session: parts.Session) -> None:
    claim = claimed(1)
    assert parts.finish(claim.fence, b"found")
    assert bytes(row(1).payload) == b""
    assert parts.collect(session) == {1: parts.Result(data=b"found", worker="worker-2")}
    assert parts.collect(session) == {}
    assert parts.awaited(session) == 1


def test_a_worker_whose_part_was_given_to_another_writes_nothing(session: parts.Session) -> None:
    stale = claimed(1)
    let_part_lapse(row(1))
    assert parts.requeue_lapsed(session) == 1
    fresh = claimed(1, "worker-3")
    assert not parts.finish(stale.fence, b"late")
    assert not parts.beat(stale.fence).held
    assert not parts.fail(stale.fence)
    assert parts.finish(fresh.fence, b"found")


def test_a_part_whose_worker_died_is_not_waited_for(session: parts.Session) -> None:
    claimed(1)
    parts.take_back(session)
    assert parts.awaited(session) == 1
    let_part_lapse(row(1))
    assert parts.awaited(session) == 0


def test_a_part_that_nobody_begins_is_taken_back_once(session: parts.Session) -> None:
    claimed(1)
    part = row(2)
    assert parts.take_back(session) == 2
    assert parts.take_back(session) is None
    assert parts.claim(part.id, worker="worker-3") is None


def test_a_part_that_is_called_in_tells_its_worker(session: parts.Session) -> None:
    claim = claimed(1)
    assert parts.beat(claim.fence) == Beat(held=True, cancelled=False)
    parts.call_in(session)
    assert parts.beat(claim.fence) == Beat(held=True, cancelled=True)


def test_parts_of_a_run_that_changed_hands_are_void_and_dropped(session: parts.Session) -> None:
    claim, waiting = claimed(1), row(2)
    assert drop_void_parts() == 0
    with acting_as_system():
        run = PlanRun.objects.get(id=session.claim.fence.run_id)
    let_lease_run_out(run)
    assert reap_lapsed() == 1
    assert parts.claim(waiting.id, worker="worker-3") is None
    assert drop_void_parts() == 2
    assert not parts.finish(claim.fence, b"late")


def test_parts_go_with_their_session(session: parts.Session) -> None:
    claim = claimed(1)
    parts.drop(session)
    assert not parts.finish(claim.fence, b"late")
    with acting_as_system():
        assert not PlanPart.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_part_whose_bytes_nobody_can_read_fails_and_is_not_waited_for(session: parts.Session) -> None:
    part_execute(part_id=row(1).id, worker="worker-2")
    assert row(1).state == PartState.FAILED
    assert parts.awaited(session) == 1


@pytest.mark.parametrize(("old", "new"), FORBIDDEN)
def test_the_database_refuses_a_forbidden_step(session: parts.Session, old: PartState, new: PartState) -> None:
    if old != PartState.QUEUED:
        claim = claimed(1)
        if old == PartState.DONE:
            parts.finish(claim.fence, b"found")
        elif old == PartState.FAILED:
            parts.fail(claim.fence)
    columns = {
        "state": new,
        "lease_until": Now() if new == PartState.SEARCHING else None,
        "result": b"found" if new == PartState.DONE else None,
    }
    with pytest.raises(DatabaseError, match="Invalid transition"), acting_as_system():
        PlanPart.objects.filter(number=1).update(**columns)


def test_a_bureau_sees_no_parts(session: parts.Session) -> None:
    with acting_as(session.claim.bureau_id):
        assert not PlanPart.objects.exists()


@pytest.fixture
def colleagues(monkeypatch: pytest.MonkeyPatch) -> Callable[[Sequence[Colleague]], None]:
    """Say which queue workers there are."""
    return lambda known: monkeypatch.setattr(fan_out, "colleagues", lambda: list(known))


def test_only_idle_workers_count_and_those_here_have_a_core_each(
    session: parts.Session, colleagues: Callable[[Sequence[Colleague]], None]
) -> None:
    hands = fan_out.Everybody(session.claim, parties=1000, cores=4)
    here = Colleague(name="a", idle=True, here=True)
    away = Colleague(name="b", idle=True, here=False)
    for known, ready in (
        ((), 4),
        ((here,), 3 + 1),
        ((here, away), 3 + 2),
        ((Colleague(name="c", idle=False, here=True),), 4),
    ):
        colleagues(known)
        assert hands.ready() == ready


@pytest.mark.parametrize(("more", "seconds", "shared"), [(1, 60, True), (0, 60, False), (1, 59, False)])
def test_a_run_that_is_small_or_short_is_not_shared(
    session: parts.Session, settings: LazySettings, more: int, seconds: int, shared: bool
) -> None:
    claim, parties = replace(session.claim, seconds=seconds), settings.MENLU_FAN_OUT_ABOVE + more
    assert (fan_out.hands_for(claim, parties=parties, cores=2) is not None) == shared


def test_with_redis_away_a_run_is_searched_by_its_own_threads(
    session: parts.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> list[Colleague]:
        raise QueueAway("gone")

    monkeypatch.setattr(fan_out, "colleagues", away)
    assert fan_out.Everybody(session.claim, parties=1000, cores=2).ready() == 2


@pytest.mark.django_db(transaction=True)
def test_what_nobody_begins_is_searched_by_the_run_itself(
    campaign: Campaign, in_state: InState, colleagues: Callable[[Sequence[Colleague]], None]
) -> None:
    problem: Problem = small_problem(200)
    claim = runs.Claim(
        fence=fence_of(in_state(RunState.PLANNING)), campaign_id=campaign.id, bureau_id=campaign.bureau_id, seconds=4,
        seed=1,
    )  # fmt: skip
    colleagues([Colleague(name="deaf", idle=True, here=True)])
    hands = fan_out.Everybody(claim, parties=200, cores=1)
    plan = solve(problem, seconds=4, whole_up_to=100, hands=hands)
    assert hands.ready() == 1, "who does not deliver is not asked again"
    assert judge(problem, plan).feasible
    with acting_as_system():
        assert not PlanPart.objects.exists()
