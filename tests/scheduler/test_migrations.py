"""Migrations say what the models say, and run for an owner who is no superuser, beside other databases."""

import io
import os

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from scheduler.organisations.database_role import as_owner
from scheduler.organisations.models import Organisation, User
from scheduler.organisations.services import token_use
from scheduler.organisations.tenancy import acting_as_system


@pytest.mark.django_db
def test_no_model_was_changed_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, stdout=io.StringIO())


@pytest.mark.django_db(transaction=True)
def test_the_program_makes_no_tables_but_their_owner_does() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select has_schema_privilege('public', 'create'), current_user")
        assert cursor.fetchone() == (False, "menlu_app")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("select has_schema_privilege('public', 'create'), current_user <> 'menlu_app'")
        assert cursor.fetchone() == (True, True)
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("menlu_app",)


@pytest.mark.django_db
def test_a_bureau_begins_with_a_command_and_a_token() -> None:
    out = io.StringIO()
    asked = {"code": "qianjiang", "name": "黔江", "email": "A@Example.org", "stdout": out}
    call_command("bureau_create", **asked)
    token = token_use(secret=out.getvalue().strip())
    assert token is not None
    assert (token.membership.organisation.code, token.membership.role) == ("qianjiang", "coordinator")
    with pytest.raises(CommandError, match="'qianjiang'"):
        call_command("bureau_create", **asked)
    with acting_as_system():
        assert Organisation.objects.count() == User.objects.count() == 1


@pytest.mark.django_db
def test_staff_are_made_with_a_password_that_is_not_too_common(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "isatty", lambda _: False)
    for password in ("password123", "through-the-door-42"):
        monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
        if password == "password123":
            with pytest.raises(CommandError):
                call_command("staff_create", email="b@example.org", stdout=io.StringIO())
        else:
            call_command("staff_create", email="b@example.org", stdout=io.StringIO())
    with acting_as_system():
        assert User.objects.get().is_staff
