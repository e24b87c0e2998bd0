"""The demonstration's accounts."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from django.core.management import call_command

from scheduler.organisations.models import Membership, Organisation, User
from scheduler.organisations.services import user_authenticate
from scheduler.organisations.tenancy import acting_as_system

pytestmark = pytest.mark.django_db


def accounts(path: Path) -> list[dict[str, str]]:
    call_command("demo_accounts", out=path)
    found: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_everybody_of_the_scenario_gets_an_organisation_a_user_and_a_password_that_works(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    made = accounts(path)
    assert [a["role"] for a in made].count("employer") == 30
    assert {a["kind"] for a in made} == {"bureau", "employer", "operator"}
    assert user_authenticate(email=made[0]["email"], password=made[0]["password"]) is not None
    assert len({a["password"] for a in made}) == len(made)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with acting_as_system():
        assert Organisation.objects.count() == User.objects.count() == Membership.objects.count() == len(made)


def test_a_second_time_changes_nothing_and_a_lost_file_makes_new_passwords(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    first = accounts(path)
    assert accounts(path) == first
    path.unlink()
    anew = accounts(path)
    assert [a["email"] for a in anew] == [a["email"] for a in first]
    assert user_authenticate(email=first[0]["email"], password=first[0]["password"]) is None
    assert user_authenticate(email=anew[0]["email"], password=anew[0]["password"]) is not None
