"""The database of the tests: made by its owner, used as the program's role, so that row-level security holds.

``MENLU_TEST_TEMPLATE`` names a database that has all migrations, to be copied rather than migrated.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connections, transaction
from pytest_django import DjangoDbBlocker

from tests.cast import Cast, make_cast


@pytest.fixture(scope="session")
def _role_of_the_program() -> dict[str, str]:
    """The connection options that the settings ask for, by database."""
    return {alias: connections[alias].settings_dict["OPTIONS"].get("options", "") for alias in connections}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, _role_of_the_program: dict[str, str]) -> None:
    """Make and remove the test database as its owner: the program's role may not, and may not exist yet."""
    for alias in connections:
        connections[alias].settings_dict["OPTIONS"].pop("options", None)
        connections[alias].settings_dict["TEST"]["TEMPLATE"] = os.environ.get("MENLU_TEST_TEMPLATE")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, _role_of_the_program: dict[str, str]) -> Iterator[None]:
    """Act as the program's role while tests run."""
    for alias, options in _role_of_the_program.items():
        connections[alias].close()
        connections[alias].settings_dict["OPTIONS"]["options"] = options
    yield
    for alias in _role_of_the_program:
        connections[alias].close()
        connections[alias].settings_dict["OPTIONS"].pop("options", None)


@pytest.fixture(scope="session", autouse=True)
def _passwords_cost_little() -> None:
    """Hashes of the same kind, but made in no time: taking long is what they are for."""
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


@pytest.fixture(scope="module")
def _cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_cast()
        transaction.set_rollback(True)


@pytest.fixture
def cast(_cast: Cast, db: None) -> Cast:
    """Organisations and people who know each other, and one campaign each of two bureaus.

    They are made once a module, and what a test changes is taken back; where tests commit, their module has
    :func:`tests.committed.cast` instead.
    """
    return deepcopy(_cast)
