"""What the outbox promises: kept with the transaction, sent at least once, and not forgotten while Redis is away."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from scheduler.organisations.models import Organisation
from scheduler.organisations.roles import OrganisationKind
from scheduler.organisations.tenancy import acting_as, acting_as_system
from scheduler.outbox.models import OutboxMessage
from scheduler.outbox.relay import relay
from scheduler.outbox.services import enqueue_on_commit
from scheduler.queue import Job, waiting

NOWHERE = "unix:///nowhere/redis.sock"


@pytest.fixture
def bureau(db: None) -> Organisation:
    with acting_as_system():
        return Organisation.objects.create(kind=OrganisationKind.BUREAU, code="qianjiang", name="Qianjiang bureau")


@pytest.fixture
def message(bureau: Organisation) -> Iterator[OutboxMessage]:
    """An order for the queue that has not been sent."""
    with acting_as(bureau.id):
        yield order(bureau, uuid4())


def order(bureau: Organisation, subject: UUID, job: str = "PLAN_RUN") -> OutboxMessage:
    payload = {"job": job, "subject": str(subject), "timeout_s": 90}
    return OutboxMessage.objects.create(organisation=bureau, payload=payload)


def unsent() -> list[OutboxMessage]:
    with acting_as_system():
        return list(OutboxMessage.objects.filter(sent_at=None))


def test_an_order_is_put_in_line_once(message: OutboxMessage) -> None:
    assert relay() == 1
    assert relay() == 0
    assert message.payload["subject"] in waiting()
    assert unsent() == []


def test_while_redis_is_away_nothing_is_lost_nor_counted_as_tried(
    message: OutboxMessage, settings: LazySettings
) -> None:
    there, settings.REDIS_URL = settings.REDIS_URL, NOWHERE
    assert relay() == 0
    assert [(kept.id, kept.attempts) for kept in unsent()] == [(message.id, 0)]
    settings.REDIS_URL = there
    assert relay() == 1
    assert message.payload["subject"] in waiting()


def test_a_message_that_cannot_be_sent_is_put_off_and_does_not_hold_up_the_rest(
    bureau: Organisation, message: OutboxMessage
) -> None:
    with acting_as(bureau.id):
        broken = order(bureau, uuid4(), job="NO_SUCH_JOB")
    assert relay() == 1
    assert [kept.id for kept in unsent()] == [broken.id]
    put_off = unsent()[0]
    assert (put_off.attempts, put_off.error) == (1, "KeyError")
    assert put_off.due_at > put_off.created_at
    assert relay() == 0


def test_a_chosen_message_is_sent_alone(bureau: Organisation, message: OutboxMessage) -> None:
    with acting_as(bureau.id):
        other = order(bureau, uuid4())
    assert relay(only=other.id) == 1
    assert [kept.id for kept in unsent()] == [message.id]


@pytest.mark.django_db(transaction=True)
def test_two_relays_do_not_send_the_same_message(bureau: Organisation) -> None:
    with acting_as_system():
        order(bureau, uuid4())
    with acting_as_system():
        list(OutboxMessage.objects.select_for_update())  # as the other relay does
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(_relay_elsewhere).result() == 0
    assert relay() == 1


@pytest.mark.django_db(transaction=True)
def test_an_order_is_in_line_as_soon_as_its_transaction_is_committed(bureau: Organisation) -> None:
    subject = uuid4()
    with acting_as(bureau.id):
        enqueue_on_commit(organisation=bureau.id, job=Job.PLAN_RUN, subject=subject, timeout_s=90)
        assert str(subject) not in waiting()
    assert str(subject) in waiting()
    assert unsent() == []


@pytest.mark.django_db(transaction=True)
def test_an_order_whose_transaction_is_rolled_back_never_existed(bureau: Organisation) -> None:
    subject = uuid4()
    with acting_as(bureau.id):
        enqueue_on_commit(organisation=bureau.id, job=Job.PLAN_RUN, subject=subject, timeout_s=90)
        transaction.set_rollback(True)
    assert unsent() == []
    assert str(subject) not in waiting()


@pytest.mark.django_db(transaction=True)
def test_a_commit_succeeds_while_redis_is_away_and_the_relay_sends_later(
    bureau: Organisation, settings: LazySettings
) -> None:
    subject = uuid4()
    there, settings.REDIS_URL = settings.REDIS_URL, NOWHERE
    with acting_as(bureau.id):
        enqueue_on_commit(organisation=bureau.id, job=Job.PLAN_RUN, subject=subject, timeout_s=90)
    assert len(unsent()) == 1
    settings.REDIS_URL = there
    assert relay() == 1
    assert str(subject) in waiting()


def test_another_bureau_sees_no_orders(bureau: Organisation, message: OutboxMessage) -> None:
    with acting_as_system():
        other = Organisation.objects.create(kind=OrganisationKind.BUREAU, code="qijiang", name="Qijiang bureau")
    with acting_as(other.id):
        assert not OutboxMessage.objects.exists()


def _relay_elsewhere() -> int:
    try:
        return relay()
    finally:
        connection.close()
