"""Messages: each once to its recipient, tried again with growing waits, and never lost from sight."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.conf import LazySettings
from django.utils import translation
from structlog.testing import capture_logs

from scheduler.errors import Conflict
from scheduler.organisations.models import Organisation
from scheduler.organisations.tenancy import acting_as, acting_as_system
from scheduler.outbox.models import Channel, Delivery, Message, MessageState, Outcome, RecipientKind, Trouble
from scheduler.outbox.pruning import prune
from scheduler.outbox.sending import send_due
from scheduler.outbox.services import Draft, message_resend, messages_post
from tests.scheduler.outbox.receiver import Receiver

NOON = datetime(2027, 2, 18, 4, tzinfo=UTC)
CHINA_S = 8 * 3600
PHONE, TEXT = "11100000042", "向阳花：2月20日 05:10 五里镇上车"


def post(bureau: Organisation, **changes: object) -> Message:
    """A text message to a worker."""
    draft = Draft(
        **{  # type: ignore[arg-type]
            "key": f"trip/{uuid4()}",
            "channel": Channel.SMS,
            "recipient_kind": RecipientKind.WORKER,
            "recipient": uuid4(),
            "template": "trip_new",
            "about": uuid4(),
            "language": "zh",
            "address": PHONE,
            "text": TEXT,
            **changes,
        }
    )
    with acting_as(bureau.id):
        messages_post(organisation=bureau.id, campaign=None, utc_offset_s=CHINA_S, drafts=[draft])
    return reread(key=draft.key)


def reread(**which: object) -> Message:
    with acting_as_system():
        return Message.objects.get(**which)


def deliveries(message: Message) -> list[tuple[str, str, int | None]]:
    with acting_as_system():
        rows = Delivery.objects.filter(message=message).order_by("attempt")
        return [(row.outcome, row.trouble, row.status) for row in rows]


@pytest.fixture
def gateway(receiver: Receiver, settings: LazySettings) -> Receiver:
    settings.MENLU_SMS_PROVIDER, settings.MENLU_SMS_URL, settings.MENLU_SMS_TOKEN = "gateway", receiver.url, "t0k3n"
    return receiver


@time_machine.travel(NOON, tick=False)
def test_by_default_a_message_is_kept_in_its_table_and_the_log_has_no_word_of_it(bureau: Organisation) -> None:
    message = post(bureau)
    with capture_logs() as lines:
        assert send_due() == 1
        assert send_due() == 0
    message = reread(id=message.id)
    assert (message.state, message.sent_at, message.attempts, str(message.text)) == ("sent", NOON, 1, TEXT)
    assert deliveries(message) == [(Outcome.SENT, "", None)]
    assert [line["event"] for line in lines] == ["message_kept", "message_tried"]
    assert not any(word in str(lines) for word in (PHONE, "0042", "向阳花", "五里"))


@time_machine.travel(NOON, tick=False)
def test_what_was_posted_is_not_posted_again(bureau: Organisation) -> None:
    message = post(bureau)
    send_due()
    assert post(bureau, key=message.key).id == message.id
    assert send_due() == 0


@time_machine.travel(NOON, tick=False)
def test_a_gateway_gets_number_text_and_a_key_by_which_it_knows_a_repetition(
    bureau: Organisation, gateway: Receiver
) -> None:
    message = post(bureau)
    assert send_due() == 1
    assert send_due() == 0
    (got,) = gateway.got
    assert f'"to":"{PHONE}"' in got.body
    assert got.headers["idempotency-key"] == message.key
    assert got.headers["authorization"] == "Bearer t0k3n"


def test_a_failing_gateway_is_tried_with_growing_waits_and_then_somebody_sends_again(
    bureau: Organisation, gateway: Receiver, settings: LazySettings
) -> None:
    settings.MENLU_MESSAGE_TRIES = 3
    gateway.status = 503
    waits = []
    with time_machine.travel(NOON, tick=False) as clock:
        message = post(bureau)
        for _ in range(3):
            assert send_due() == 0
            message = reread(id=message.id)
            waits.append((message.due_at - datetime.now(UTC)).total_seconds())
            assert send_due() == 0  # not before its time
            clock.move_to(max(message.due_at, datetime.now(UTC)))
        assert waits[:2] == [30, 120]
        assert (message.state, message.trouble, len(gateway.got)) == (MessageState.DEAD, Trouble.FAILED, 3)
        with translation.override("en"):
            assert "see its log, then send again" in str(Trouble(message.trouble).label)
        assert deliveries(message) == [
            (Outcome.PUT_OFF, "failed", 503),
            (Outcome.PUT_OFF, "failed", 503),
            (Outcome.GIVEN_UP, "failed", 503),
        ]
        gateway.status = 200
        with acting_as(bureau.id):
            message_resend(message=message, address="11100000043")
        assert send_due() == 1
        assert '"to":"11100000043"' in gateway.got[-1].body
        with acting_as(bureau.id), pytest.raises(Conflict, match="is sent"):
            message_resend(message=message)


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(("address", "status", "trouble"), [(" ", 200, "no_address"), ("000", 422, "refused")])
def test_a_number_that_is_missing_or_refused_is_not_tried_again(
    bureau: Organisation, gateway: Receiver, address: str, status: int, trouble: str
) -> None:
    gateway.status = status
    message = post(bureau, address=address)
    send_due()
    message = reread(id=message.id)
    assert (message.state, message.trouble) == (MessageState.DEAD, trouble)


def test_nobody_is_woken_by_a_text_message_unless_it_is_urgent(bureau: Organisation) -> None:
    with time_machine.travel(datetime(2027, 2, 18, 21, 0, tzinfo=UTC), tick=False) as clock:  # 05:00 in China
        message, urgent = post(bureau), post(bureau, urgent=True)
        assert send_due() == 1
        assert reread(id=urgent.id).state == MessageState.SENT
        assert reread(id=message.id).due_at == datetime(2027, 2, 18, 23, 0, tzinfo=UTC)
        clock.move_to(datetime(2027, 2, 18, 23, 0, tzinfo=UTC))
        assert send_due() == 1


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("channel", "state", "trouble"), [(Channel.SMS, "sent", ""), (Channel.EMAIL, "dead", "unknown")]
)
def test_a_try_of_unknown_end_is_repeated_only_where_the_provider_knows_its_key(
    bureau: Organisation, settings: LazySettings, channel: Channel, state: str, trouble: str
) -> None:
    settings.MENLU_EMAIL_PROVIDER = "smtp"
    message = post(bureau, channel=channel, address="a@works.example")
    with acting_as_system():
        lapsed = NOON - timedelta(seconds=1)
        Message.objects.filter(id=message.id).update(state="sending", lease_until=lapsed, attempts=1)
    send_due()
    message = reread(id=message.id)
    assert (message.state, message.trouble) == (state, trouble)


def test_what_was_sent_is_forgotten_after_the_days_that_the_settings_give(
    bureau: Organisation, settings: LazySettings
) -> None:
    settings.MENLU_MESSAGES_KEPT_DAYS = 30
    with time_machine.travel(NOON, tick=False) as clock:
        post(bureau)
        send_due()
        waiting = post(bureau, address="")
        send_due()
        clock.shift(timedelta(days=30))
        assert prune() == 0
        clock.shift(timedelta(seconds=1))
        assert prune() == 1
    with acting_as_system():
        assert [message.id for message in Message.objects.all()] == [waiting.id]
        assert Delivery.objects.count() == 1


@time_machine.travel(NOON, tick=False)
def test_messages_are_seen_by_who_sends_them_and_whom_they_are_for(bureau: Organisation, works: Organisation) -> None:
    post(bureau, channel=Channel.EMAIL, receiver=works.id)
    post(bureau)
    send_due()
    for who, role, count in ((bureau, "coordinator", 2), (works, "employer", 1), (UUID(int=7), "coordinator", 0)):
        with acting_as(getattr(who, "id", who), role):
            assert (Message.objects.count(), Delivery.objects.count()) == (count, count)
