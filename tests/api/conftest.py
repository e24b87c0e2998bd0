"""One stage for all tests of a module; each test's changes are taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.api.stage import Stage, make_stage


@pytest.fixture(scope="module")
def _stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_stage()
        transaction.set_rollback(True)


@pytest.fixture
def stage(_stage: Stage) -> Iterator[Stage]:
    """The cast with everything that an endpoint can name."""
    with transaction.atomic():
        yield _stage
        transaction.set_rollback(True)
