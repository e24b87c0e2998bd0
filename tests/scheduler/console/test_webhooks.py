"""Where an organisation's programs get its messages: registered, tried, turned off, and forgotten."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import WebhookEndpoint
from scheduler.outbox.sending import send_due
from tests.cast import Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in
from tests.scheduler.outbox.conftest import receiver
from tests.scheduler.outbox.receiver import Receiver

__all__ = ["receiver"]
pytestmark = pytest.mark.django_db
SECRET = re.compile(r"whsec_[\w+/=]+")


@pytest.fixture
def works(cast: Cast, client: Client) -> Client:
    sign_in(client, cast.employer)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def registered(client: Client, url: str) -> tuple[WebhookEndpoint, str]:
    """An address, and what was shown when it was registered."""
    shown = client.post("/webhooks", {"url": url, "description": "our ERP"}).content.decode()
    with acting_as_system():
        return WebhookEndpoint.objects.get(url=url), shown


def test_the_secret_is_shown_once(works: Client) -> None:
    assert "No address is registered" in works.get("/webhooks").content.decode()
    endpoint, shown = registered(works, "https://works.example/hook")
    assert SECRET.findall(shown) == [str(endpoint.secret)]
    for address in ("/webhooks", f"/webhooks/{endpoint.id}"):
        page = works.get(address).content.decode()
        assert "our ERP" in page
        assert not SECRET.search(page)
    assert queries_of(works, "/webhooks") <= MOST_QUERIES
    turned = works.post(f"/webhooks/{endpoint.id}/secret").content.decode()
    with acting_as_system():
        endpoint.refresh_from_db()
    assert SECRET.findall(turned) == [str(endpoint.secret)]


def test_what_cannot_be_an_address_is_said_at_the_field_and_stays_there(works: Client) -> None:
    for url, why in (
        ("http://works.example/hook", "has to be an https address"),
        ("https://10.0.0.1/hook", "lies in a private network"),
        ("https://me:secret@works.example/", "carries no user and password"),
    ):
        refused = works.post("/webhooks", {"url": url, "description": "our ERP"})
        assert refused.status_code == 422
        assert why in refused.content.decode()
        assert f'value="{url}"' in refused.content.decode()
    registered(works, "https://works.example/hook")
    twice = works.post("/webhooks", {"url": "https://works.example/hook"})
    assert twice.status_code == 422


def test_a_test_message_is_sent_and_its_end_stands_below(works: Client, receiver: Receiver) -> None:
    endpoint, _shown = registered(works, receiver.url)
    address = f"/webhooks/{endpoint.id}"
    assert "Nothing was delivered yet" in works.get(address).content.decode()
    assert "on its way" in works.post(f"{address}/test", follow=True).content.decode()
    send_due()
    assert len(receiver.got) == 1
    page = works.get(address).content.decode()
    assert "Test message" in page
    assert ">Sent<" in page
    assert queries_of(works, address) <= MOST_QUERIES


def test_one_that_is_turned_off_gets_nothing_until_it_is_on_again(works: Client) -> None:
    endpoint, _shown = registered(works, "https://works.example/hook")
    address = f"/webhooks/{endpoint.id}"
    assert "Turned off" in works.post(f"{address}/turn", {"turn": "off"}, follow=True).content.decode()
    assert "enable it first" in works.post(f"{address}/test", follow=True).content.decode()
    assert "Messages go there again." in works.post(f"{address}/turn", {"turn": "on"}, follow=True).content.decode()
    moved = {"url": "https://works.example/other", "description": "", "version": "3"}
    assert works.post(address, moved).status_code == 302
    assert works.post(address, moved).status_code == 422  # it is of another version by now
    assert "is forgotten" in works.post(f"{address}/remove", follow=True).content.decode()
    assert works.get(address).status_code == 404


def test_nobody_else_sees_them(works: Client, cast: Cast) -> None:
    endpoint, _shown = registered(works, "https://works.example/hook")
    for who, status in ((cast.coordinator, 404), (cast.operator, 404), (cast.driver, 403), (cast.auditor, 403)):
        sign_in(works, who)
        assert works.get(f"/webhooks/{endpoint.id}").status_code == status
        assert works.post(f"/webhooks/{endpoint.id}/remove").status_code == status
