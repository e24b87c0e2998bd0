"""The database of the tests: made by its owner, used as the program's role, so that row-level security holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connections

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


@pytest.fixture
def cast(db: None) -> Cast:
    """Organisations and people who know each other, and one campaign each of two bureaus."""
    return make_cast()
