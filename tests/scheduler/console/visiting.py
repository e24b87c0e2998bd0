"""Somebody of the cast in front of a screen."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from scheduler.organisations.models import User
from scheduler.organisations.tenancy import acting_as_system
from tests.cast import Actor

MOST_QUERIES = 12
"""That a page may ask."""
_OF_THE_TEST = ("SAVEPOINT", "RELEASE", "select coalesce(current_setting", "select set_config")
"""What nested transactions need, and who is acting: two statements a page when it is not in a test."""


def sign_in(client: Client, who: Actor) -> None:
    """Let the client be signed in as this one, without the time that a password takes."""
    with acting_as_system():
        user = User.objects.get(pk=who.user.pk)
    client.force_login(user)


def queries_of(client: Client, address: str) -> int:
    """How many queries a page asks, but for those that say who is acting; the page has to be there."""
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code == 200, response.content
    return sum(not query["sql"].startswith(_OF_THE_TEST) for query in asked.captured_queries) + 2
