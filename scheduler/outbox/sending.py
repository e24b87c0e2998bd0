"""Sending messages: each is claimed, tried outside of any transaction, and its end written down.

A claim is a conditional UPDATE with a lease. Who dies in the middle leaves a message of which nobody knows whether it
went out: a provider that knows a key again gets it once more, for the others it is a dead letter that somebody looks
at, rather than a text that comes twice.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db.models import F, Q
from django.utils.module_loading import import_string

from scheduler import clock
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.endpoints import failure_count, success_note
from scheduler.outbox.models import Channel, Delivery, Message, MessageState, Outcome, Trouble
from scheduler.outbox.providers import NotSent, Parcel, Provider
from scheduler.outbox.quiet import quiet_until

log = structlog.get_logger(__name__)

BATCH = 64
HANDS = 8
LEASE = timedelta(minutes=2)
"""Longer than the slowest provider's time-out, for a whole batch by all hands."""
FIRST_WAIT_S, LONGEST_WAIT_S = 30, 2 * 3600
ADDRESS_END = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Try:
    """What came of trying a message once."""

    message: Message
    provider: Provider
    failure: NotSent | None
    status: int | None
    took_ms: int


def send_due(*, only: UUID | None = None) -> int:
    """Try the messages that are due, at most a batch (``only``: this one); returns how many were sent."""
    _judge_lapsed()
    claimed = _claim(only)
    if not claimed:
        return 0
    with ThreadPoolExecutor(min(HANDS, len(claimed))) as hands:
        tries = list(hands.map(_attempt, claimed))
    with acting_as_system():
        for one in tries:
            _write_down(one)
    return sum(one.failure is None for one in tries)


def provider_of(channel: str) -> Provider:
    """The provider that the settings name for a channel."""
    name = {Channel.SMS: settings.MENLU_SMS_PROVIDER, Channel.EMAIL: settings.MENLU_EMAIL_PROVIDER}.get(
        Channel(channel), "webhook"
    )
    provider: Provider = import_string(f"scheduler.outbox.providers.{name}.PROVIDER")
    return provider


def _judge_lapsed() -> None:
    """Messages whose sender died in the middle."""
    knowing = [channel for channel in Channel.values if provider_of(channel).deduplicates]
    with acting_as_system():
        lapsed = Message.objects.filter(state=MessageState.SENDING, lease_until__lt=clock.now())
        lapsed.filter(channel__in=knowing).update(state=MessageState.WAITING, lease_until=None)
        lapsed.exclude(channel__in=knowing).update(state=MessageState.DEAD, trouble=Trouble.UNKNOWN, lease_until=None)


def _claim(only: UUID | None) -> list[Message]:
    """Take what is due; text messages in their recipients' quiet hours are put off to their end."""
    at = clock.now()
    with acting_as_system():
        due = Message.objects.select_for_update(skip_locked=True, of=("self",)).select_related("endpoint")
        due = due.filter(Q(id=only) if only else Q(due_at__lte=at), state=MessageState.WAITING)
        taken = []
        for message in due.order_by("due_at", "id")[:BATCH]:
            loud = message.channel == Channel.SMS and not message.urgent
            until = quiet_until(at, utc_offset_s=message.utc_offset_s) if loud else None
            if until is None:
                taken.append(message)
            else:
                Message.objects.filter(id=message.id).update(due_at=until)
        ids = [message.id for message in taken]
        Message.objects.filter(id__in=ids).update(
            state=MessageState.SENDING, attempts=F("attempts") + 1, lease_until=at + LEASE
        )
    return taken


def _attempt(message: Message) -> _Try:
    """Without the database: this runs in a thread of its own."""
    provider, begun = provider_of(message.channel), time.monotonic()
    failure, status = None, None
    try:
        status = _send(provider, message)
    except NotSent as error:
        failure, status = error, error.status
    except Exception:
        log.exception("message_provider_broke", message=str(message.id), provider=provider.name)
        failure = NotSent(Trouble.FAILED)
    took_ms = round((time.monotonic() - begun) * 1000)
    return _Try(message=message, provider=provider, failure=failure, status=status, took_ms=took_ms)


def _send(provider: Provider, message: Message) -> int | None:
    endpoint = message.endpoint
    if endpoint is not None and endpoint.disabled_at is not None:
        raise NotSent(Trouble.DISABLED, final=True)
    address = endpoint.url if endpoint is not None else str(message.address)
    if not address.strip():
        raise NotSent(Trouble.NO_ADDRESS, final=True)
    return provider.send(
        Parcel(
            key=message.key,
            address=address,
            subject=str(message.subject),
            text=str(message.text),
            language=message.language,
            secrets=endpoint.secrets(clock.now()) if endpoint is not None else (),
        )
    )


def _write_down(one: _Try) -> None:
    message, failure = one.message, one.failure
    attempt = message.attempts + 1
    given_up = failure is not None and (failure.final or attempt >= settings.MENLU_MESSAGE_TRIES)
    outcome = Outcome.SENT if failure is None else Outcome.GIVEN_UP if given_up else Outcome.PUT_OFF
    trouble = Trouble.NONE if failure is None else failure.trouble
    at = clock.now()
    states: dict[Outcome, dict[str, object]] = {
        Outcome.SENT: {"state": MessageState.SENT, "sent_at": at},
        Outcome.GIVEN_UP: {"state": MessageState.DEAD},
        Outcome.PUT_OFF: {"state": MessageState.WAITING, "due_at": at + _wait(attempt)},
    }
    mine = Message.objects.filter(id=message.id, state=MessageState.SENDING, attempts=attempt)
    mine.update(**states[outcome], trouble=trouble, lease_until=None)
    Delivery.objects.create(
        message=message,
        at=at,
        attempt=attempt,
        provider=one.provider.name,
        address_end=_end_of(message),
        outcome=outcome,
        trouble=trouble,
        status=one.status,
        took_ms=one.took_ms,
    )
    if message.endpoint_id is not None:
        _tell_endpoint(message.endpoint_id, failure)
    log.info(
        "message_tried",
        message=str(message.id),
        channel=message.channel,
        template=message.template,
        outcome=outcome.value,
        trouble=trouble.value,
        attempt=attempt,
    )


def _tell_endpoint(endpoint: UUID, failure: NotSent | None) -> None:
    if failure is None:
        success_note(endpoint)
    elif failure.trouble != Trouble.DISABLED:
        failure_count(endpoint, gone=failure.final, trouble=failure.trouble)


def _wait(attempt: int) -> timedelta:
    return timedelta(seconds=min(FIRST_WAIT_S * 4 ** (attempt - 1), LONGEST_WAIT_S))


def _end_of(message: Message) -> str:
    """What tells addresses apart and reaches nobody: the last digits, or the domain."""
    if message.channel == Channel.SMS:
        return str(message.address)[-ADDRESS_END:]
    return str(message.address).rpartition("@")[2][:40] if message.channel == Channel.EMAIL else ""
