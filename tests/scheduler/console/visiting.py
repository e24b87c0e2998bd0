"""Somebody of the cast in front of a screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from uuid import UUID

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from scheduler.organisations.models import User
from scheduler.organisations.tenancy import acting_as_system
from tests.cast import Actor

MOST_QUERIES = 12
"""That a page may ask."""
_AROUND = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "select coalesce(current_setting", "select set_config")
"""What transactions need, nested as they are in most tests, and who is acting: two statements a page otherwise."""
WITHOUT_PAGE = {
    "sign_out",
    "look",
}
"""Named so that what is left out is seen: these answer POST only, whatever the method is called."""


def addresses(ids: Mapping[str, UUID]) -> dict[str, str]:
    """The address of each screen whose things have an id, by the name of the screen."""
    return {name: found for name, template in patterns().items() if (found := _filled(template, ids)) is not None}


@cache
def patterns() -> dict[str, str]:
    """The template of each address of the screens, by name."""
    console = next(
        one for one in get_resolver().url_patterns if "console.urls" in str(getattr(one, "urlconf_name", ""))
    )
    assert isinstance(console, URLResolver)
    return dict(_walk(console, ""))


def _walk(resolver: URLResolver, before: str) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one, here)
        elif isinstance(one, URLPattern) and one.name and one.name not in WITHOUT_PAGE:
            yield one.name, here


def _filled(template: str, ids: Mapping[str, UUID]) -> str | None:
    for name, value in ids.items():
        template = template.replace(f"<uuid:{name}>", str(value))
    return None if "<" in template else f"/{template}"


def sign_in(client: Client, who: Actor) -> None:
    """Let the client be signed in as this one, without the time that a password takes."""
    with acting_as_system():
        user = User.objects.get(pk=who.user.pk)
    client.force_login(user)


def queries_of(client: Client, address: str, form: Mapping[str, str] | None = None, **headers: str) -> int:
    """How many queries a page asks, but for those that say who is acting; the page has to be there."""
    with CaptureQueriesContext(connection) as asked:
        if form is None:
            response = client.get(address, headers=headers)
        else:
            response = client.post(address, form, headers=headers)
    assert response.status_code == 200, response.content
    return counted(asked)


def counted(asked: CaptureQueriesContext) -> int:
    """How many queries were asked, but for those that say who is acting, which count as two."""
    return sum(not query["sql"].startswith(_AROUND) for query in asked.captured_queries) + 2
