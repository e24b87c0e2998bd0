"""Signing in, and what a token is good for."""

from __future__ import annotations

import pytest
from django.db import connection

from scheduler.organisations.models import User
from scheduler.organisations.roles import Role
from scheduler.organisations.services import membership_add
from scheduler.organisations.signing_in import TRIES_OF_ADDRESS
from scheduler.organisations.tenancy import acting_as_system
from tests.api.stage import Stage, call
from tests.cast import PASSWORD

SIGN_IN = {"email": "coordinator@qianjiang.example", "password": PASSWORD}


def test_a_token_is_shown_once_and_works(stage: Stage) -> None:
    made = call(None, "POST", "/tokens", {**SIGN_IN, "email": "Coordinator@QianJiang.example", "label": "laptop"})
    assert made.status == 201
    secret = made.body["token"]
    me = call(secret, "GET", "/organisations/me").body
    assert (me["email"], me["role"], me["organisation"]["code"]) == (SIGN_IN["email"], "coordinator", "qianjiang")
    listed = call(secret, "GET", "/tokens")
    assert secret not in listed.content.decode()
    assert [token["label"] for token in listed.body["items"]] == ["tests", "laptop"]


def test_a_revoked_token_holds_no_longer(stage: Stage) -> None:
    made = call(None, "POST", "/tokens", SIGN_IN)
    secret = made.body["token"]
    assert call(secret, "DELETE", made.headers["Location"]).status == 204
    assert call(secret, "GET", "/organisations/me").status == 401
    assert call(stage.cast.coordinator, "DELETE", made.headers["Location"]).status == 404


def test_the_token_of_another_user_is_not_there(stage: Stage) -> None:
    path = stage.path("/tokens/{token_id}")
    for actor in (stage.cast.bureau_auditor, stage.cast.other_coordinator):
        assert call(actor, "DELETE", path).status == 404
    assert call(stage.cast.coordinator, "DELETE", path).status == 204


@pytest.mark.parametrize("email", ["coordinator@qianjiang.example", "nobody@qianjiang.example"])
def test_a_wrong_password_and_an_unknown_address_sound_the_same(stage: Stage, email: str) -> None:
    reply = call(None, "POST", "/tokens", {"email": email, "password": "wrong"})
    assert (reply.status, reply.code) == (401, "wrong_sign_in")
    assert email not in reply.content.decode()


def test_too_many_tries_have_to_wait_and_a_success_begins_anew(stage: Stage) -> None:
    wrong = {**SIGN_IN, "password": "wrong"}
    for _ in range(TRIES_OF_ADDRESS - 1):
        assert call(None, "POST", "/tokens", wrong).status == 401
    assert call(None, "POST", "/tokens", SIGN_IN).status == 201
    for _ in range(TRIES_OF_ADDRESS):
        assert call(None, "POST", "/tokens", wrong).status == 401
    waits = call(None, "POST", "/tokens", SIGN_IN)
    assert (waits.status, waits.code) == (429, "rate_limited")
    assert 0 < int(waits.headers["Retry-After"]) <= 900
    with connection.cursor() as cursor:
        cursor.execute("select set_config('menlu.role', 'system', true)")
        cursor.execute("update edge_tally set since = since - interval '15 minutes'")
        cursor.execute("select set_config('menlu.role', '', true)")
    assert call(None, "POST", "/tokens", SIGN_IN).status == 201


def test_who_acts_in_several_ways_says_which(stage: Stage) -> None:
    coordinator = stage.cast.coordinator
    with acting_as_system():
        user = User.objects.get(id=coordinator.user.id)
    membership_add(user=user, organisation=coordinator.organisation, role=Role.AUDITOR)
    unsure = call(None, "POST", "/tokens", SIGN_IN)
    assert (unsure.status, unsure.code) == (409, "several_roles")
    assert [e["what"] for e in unsure.body["errors"]] == ["coordinator of qianjiang", "auditor of qianjiang"]
    assert call(None, "POST", "/tokens", {**SIGN_IN, "role": "auditor"}).body["role"] == "auditor"
    stranger = call(None, "POST", "/tokens", {**SIGN_IN, "organisation": "jiamu"})
    assert (stranger.status, stranger.code) == (422, "invalid_input")


def test_a_new_employer_is_taken_up_invited_and_signs_in(stage: Stage) -> None:
    member = {"email": "gate@works.example", "password": "a-long-enough-one-9", "role": "employer"}
    works = {"kind": "employer", "code": "works", "name": "新厂", "member": member}
    coordinator = stage.cast.coordinator
    easy = call(coordinator, "POST", "/organisations", {**works, "member": {**member, "password": "1234567890"}})
    assert (easy.status, {e["where"] for e in easy.body["errors"]}) == (422, {"member.password"})
    driving = call(coordinator, "POST", "/organisations", {**works, "member": {**member, "role": "coordinator"}})
    assert (driving.status, driving.code) == (422, "invalid")
    assert call(coordinator, "POST", "/organisations", works).status == 201
    assert call(coordinator, "POST", "/organisations", works).code == "already_exists"
    invite = call(coordinator, "POST", stage.path("/campaigns/{campaign_id}/participations"), {"organisation": "works"})
    assert invite.status == 201
    signed = call(None, "POST", "/tokens", {"email": member["email"], "password": member["password"]})
    assert call(signed.body["token"], "GET", stage.path("/campaigns/{campaign_id}")).status == 200
