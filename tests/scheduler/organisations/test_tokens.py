"""Tokens: opaque, kept as hashes, and gone when they expire or are revoked."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from scheduler import clock
from scheduler.errors import AlreadyThere, Invalid
from scheduler.organisations import services
from scheduler.organisations.models import ApiToken
from scheduler.organisations.roles import Role
from scheduler.organisations.selectors import token_list
from scheduler.organisations.tenancy import acting_as_system
from tests.cast import PASSWORD, Cast


def test_a_token_finds_its_membership(cast: Cast) -> None:
    token = services.token_use(secret=cast.driver.secret)
    assert token is not None
    assert token.membership == cast.driver.membership
    assert token.membership.organisation.code == "wuling"


def test_only_the_hash_of_a_secret_is_kept(cast: Cast) -> None:
    with acting_as_system(), connection.cursor() as cursor:
        cursor.execute("select t::text, secret_hash from organisations_apitoken t")
        rows = cursor.fetchall()
    secrets = [actor.secret for actor in cast.all]
    assert {row[1] for row in rows} == {hashlib.sha256(s.encode()).hexdigest() for s in secrets}
    assert not any(secret.split("_", 2)[2] in row[0] for row in rows for secret in secrets)


def test_a_token_is_told_by_its_prefix(cast: Cast) -> None:
    token = services.token_use(secret=cast.driver.secret)
    assert token is not None
    assert str(token) == cast.driver.secret[:15] + "…"


@pytest.mark.parametrize("secret", ["", "menlu_x", "menlu_abcdefgh_" + "A" * 43])
def test_a_made_up_token_is_nobodys(cast: Cast, secret: str) -> None:
    assert services.token_use(secret=secret) is None


def test_a_token_holds_until_it_expires(cast: Cast) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=59), tick=False):
        assert services.token_use(secret=cast.driver.secret) is not None
    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=False):
        assert services.token_use(secret=cast.driver.secret) is None


def test_a_revoked_token_holds_no_longer(cast: Cast) -> None:
    token = services.token_use(secret=cast.driver.secret)
    assert token is not None
    services.token_revoke(token=token)
    assert services.token_use(secret=cast.driver.secret) is None
    with cast.driver.acting():
        assert not token_list(user_id=cast.driver.user.id).exists()


def test_a_token_ends_with_its_membership(cast: Cast) -> None:
    services.membership_remove(membership=cast.driver.membership)
    assert services.token_use(secret=cast.driver.secret) is None


def test_a_token_of_someone_shut_out_does_not_hold(cast: Cast) -> None:
    with acting_as_system():
        type(cast.driver.user).objects.filter(pk=cast.driver.user.pk).update(is_active=False)
    assert services.token_use(secret=cast.driver.secret) is None


def test_the_last_use_is_noted_at_most_once_a_minute(cast: Cast) -> None:
    start = clock.now()
    seen = []
    for after_s in (0, 30, 90):
        with time_machine.travel(start + timedelta(seconds=after_s), tick=False):
            services.token_use(secret=cast.driver.secret)
        with acting_as_system():
            seen.append(ApiToken.objects.get(membership=cast.driver.membership).last_used_at)
    assert seen[0] == seen[1] < seen[2]


def test_a_role_has_to_fit_the_organisation(cast: Cast) -> None:
    with pytest.raises(
        Invalid, match="'coordinator' is not a role in organisations of kind 'employer': driver, employer"
    ):
        services.membership_add(user=cast.driver.user, organisation=cast.employer.organisation, role=Role.COORDINATOR)


def test_signing_in_needs_the_password_and_not_the_case_of_the_address(cast: Cast) -> None:
    assert services.user_authenticate(email=" Driver@Wuling.example", password=PASSWORD) == cast.driver.user
    assert services.user_authenticate(email="driver@wuling.example", password="wrong") is None
    with acting_as_system():
        assert type(cast.driver.user).objects.get(pk=cast.driver.user.pk).password.startswith("argon2")


def test_an_address_is_one_users(cast: Cast) -> None:
    with pytest.raises(AlreadyThere):
        services.user_create(email="DRIVER@wuling.example")
