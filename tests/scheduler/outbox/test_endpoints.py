"""Webhooks: signed as the specification says, to public addresses only, and not for ever to one that fails."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import LazySettings
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from scheduler.errors import AlreadyThere, Conflict, Invalid
from scheduler.organisations.models import Organisation
from scheduler.organisations.tenancy import acting_as
from scheduler.outbox.endpoints import endpoint_add, endpoint_ping, endpoint_rotate, endpoint_update
from scheduler.outbox.models import Message, WebhookEndpoint
from scheduler.outbox.selectors import delivery_list, endpoint_list
from scheduler.outbox.sending import send_due
from tests.scheduler.outbox.receiver import Receiver


def registered(works: Organisation, url: str) -> WebhookEndpoint:
    with acting_as(works.id, "employer"):
        return endpoint_add(organisation=works, url=url)


def ping(works: Organisation, endpoint: WebhookEndpoint) -> Message:
    with acting_as(works.id, "employer"):
        message = endpoint_ping(endpoint=endpoint)
    send_due()
    with acting_as(works.id, "employer"):
        message.refresh_from_db()
        endpoint.refresh_from_db()
    return message


def test_a_receiver_verifies_with_the_standard_library_and_knows_a_repetition(
    works: Organisation, receiver: Receiver
) -> None:
    endpoint = registered(works, receiver.url)
    message = ping(works, endpoint)
    (got,) = receiver.got
    found = Webhook(str(endpoint.secret)).verify(got.body, got.headers)
    assert found["type"] == "ping"
    assert found["data"] == {"endpoint": str(endpoint.id)}
    assert got.headers["webhook-id"] == message.key
    assert got.headers["host"].startswith("localhost:")
    with pytest.raises(WebhookVerificationError):
        Webhook(str(endpoint.secret)).verify(got.body.replace("ping", "pong"), got.headers)


def test_after_a_rotation_both_secrets_sign_for_a_day(works: Organisation, receiver: Receiver) -> None:
    with time_machine.travel(datetime(2027, 2, 18, 4, tzinfo=UTC), tick=False) as clock:
        endpoint = registered(works, receiver.url)
        old = str(endpoint.secret)
        with acting_as(works.id, "employer"):
            new = str(endpoint_rotate(endpoint=endpoint).secret)
        ping(works, endpoint)
        for secret in (old, new):
            Webhook(secret).verify(receiver.got[-1].body, receiver.got[-1].headers)
        clock.shift(timedelta(hours=24))
        ping(works, endpoint)
        Webhook(new).verify(receiver.got[-1].body, receiver.got[-1].headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(old).verify(receiver.got[-1].body, receiver.got[-1].headers)


def test_an_endpoint_that_fails_again_and_again_is_disabled_until_somebody_enables_it(
    works: Organisation, receiver: Receiver, settings: LazySettings
) -> None:
    settings.MENLU_WEBHOOK_FAILURES = 2
    receiver.status = 500
    endpoint = registered(works, receiver.url)
    ping(works, endpoint)
    assert (endpoint.failures, endpoint.disabled_at) == (1, None)
    ping(works, endpoint)
    assert "too many tries" in endpoint.disabled_why
    with acting_as(works.id, "employer"):
        with pytest.raises(Conflict, match="enable it first"):
            endpoint_ping(endpoint=endpoint)
        endpoint_update(endpoint=endpoint, version=None, url=None, description=None, enabled=True)
        assert [one.status for one in delivery_list(endpoint=endpoint)] == [500, 500]
    receiver.status = 200
    ping(works, endpoint)
    assert (endpoint.failures, endpoint.disabled_at, len(receiver.got)) == (0, None, 3)


@pytest.mark.parametrize(("status", "disabled", "state"), [(410, True, "dead"), (302, False, "waiting")])
def test_gone_ends_an_endpoint_and_a_redirect_is_not_followed(
    works: Organisation, receiver: Receiver, status: int, disabled: bool, state: str
) -> None:
    receiver.status = status
    endpoint = registered(works, receiver.url)
    message = ping(works, endpoint)
    assert (bool(endpoint.disabled_at), message.state, len(receiver.got)) == (disabled, state, 1)


@pytest.mark.parametrize(
    "url",
    [
        "http://works.example/hook",
        "https://127.0.0.1/hook",
        "https://[::1]/hook",
        "https://10.1.2.3/hook",
        "https://169.254.169.254/latest",
        "https://[::ffff:192.168.0.1]/hook",
        "https://user:word@works.example/hook",
        "https:///hook",
        "https://works.example:port/hook",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_is_private_or_not_https_is_refused_at_once(works: Organisation, url: str) -> None:
    with pytest.raises(Invalid):
        registered(works, url)


def test_a_name_that_leads_into_a_private_network_is_refused_when_it_is_resolved(
    works: Organisation, receiver: Receiver, settings: LazySettings
) -> None:
    endpoint = registered(works, receiver.url)
    settings.MENLU_WEBHOOK_PRIVATE = False
    message = ping(works, endpoint)
    assert (message.state, message.trouble, receiver.got) == ("dead", "forbidden_address", [])
    assert endpoint.disabled_at is not None


def test_an_endpoint_is_registered_once_and_seen_by_its_own(
    works: Organisation, bureau: Organisation, receiver: Receiver
) -> None:
    registered(works, receiver.url)
    with pytest.raises(AlreadyThere):
        registered(works, receiver.url)
    with acting_as(bureau.id):
        assert not endpoint_list(organisation=works).exists()
