"""One cast for all tests of a module; each test's changes are taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.cast import Cast, make_cast


@pytest.fixture(scope="module")
def _cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_cast()
        transaction.set_rollback(True)


@pytest.fixture
def cast(_cast: Cast) -> Iterator[Cast]:
    """The cast of :mod:`tests.cast`, made once a module."""
    with transaction.atomic():
        yield _cast
        transaction.set_rollback(True)
