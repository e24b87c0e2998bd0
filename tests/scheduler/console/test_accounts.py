"""One's own account, the second step of signing in, who belongs to what, and the trail of changes."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
import time_machine
from django.apps import apps
from django.test import Client
from pghistory.models import Event

from scheduler import clock
from scheduler.organisations.invitations import HOLDS
from scheduler.organisations.models import Membership, User
from scheduler.organisations.second_factor import factor_begin, factor_confirm, has_second_factor
from scheduler.organisations.tenancy import acting_as_system
from scheduler.organisations.trail import KINDS
from scheduler.outbox.models import Message
from tests.api.stage import call
from tests.cast import PASSWORD, Actor, Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in

NEW = "over-the-mountains-7"


def device_of(who: Actor) -> tuple[pyotp.TOTP, list[str]]:
    """A device in use, and its recovery codes."""
    with acting_as_system():
        user = User.objects.get(pk=who.user.pk)
    device = pyotp.parse_uri(factor_begin(user=user))
    assert isinstance(device, pyotp.TOTP)
    return device, factor_confirm(user=user, code=device.at(clock.now()))


def later(client: Client, device: pyotp.TOTP) -> str:
    """The next code: the one of now was used to set the device up."""
    return device.at(clock.now() + timedelta(seconds=30))


def is_in(client: Client) -> bool:
    return client.get("/campaigns").status_code == 200


def test_with_a_device_the_password_is_not_enough(cast: Cast, client: Client) -> None:
    device, recovery = device_of(cast.coordinator)
    form = {"email": cast.coordinator.user.email, "password": PASSWORD, "next": "/account"}
    assert client.post("/sign-in", form).headers["Location"] == "/sign-in/code"
    assert not is_in(client)
    assert client.post("/sign-in/code", {"code": "000000"}).status_code == 422
    code = later(client, device)
    entered = client.post("/sign-in/code", {"code": f" {code[:3]} {code[3:]} "})
    assert (entered.status_code, entered.headers["Location"]) == (302, "/account")
    assert is_in(client)
    client.post("/sign-out")
    client.post("/sign-in", form)
    assert client.post("/sign-in/code", {"code": code}).status_code == 422, "no code is right twice"
    assert client.post("/sign-in/code", {"code": recovery[0].upper()}).status_code == 302
    client.post("/sign-out")
    client.post("/sign-in", form)
    assert client.post("/sign-in/code", {"code": recovery[0]}).status_code == 422


def test_a_half_signed_in_one_has_ten_minutes(cast: Cast, client: Client) -> None:
    device, _ = device_of(cast.coordinator)
    with time_machine.travel(clock.now(), tick=False) as now:
        client.post("/sign-in", {"email": cast.coordinator.user.email, "password": PASSWORD})
        now.shift(timedelta(minutes=11))
        code = device.at(clock.now())
        assert client.post("/sign-in/code", {"code": code}).headers["Location"] == "/sign-in"


def test_programs_are_asked_for_the_code_too(cast: Cast) -> None:
    device, _ = device_of(cast.coordinator)
    body = {"email": cast.coordinator.user.email, "password": PASSWORD}
    assert call(None, "POST", "/tokens", body).code == "code_wanted"
    assert call(None, "POST", "/tokens", {**body, "code": "000000"}).code == "wrong_code"
    code = device.at(clock.now() + timedelta(seconds=30))
    assert call(None, "POST", "/tokens", {**body, "code": code}).status == 201


def test_a_device_is_set_up_by_scanning_and_one_code_and_taken_away_by_the_password(cast: Cast, client: Client) -> None:
    sign_in(client, cast.coordinator)
    page = client.get("/account/device").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert secret
    assert client.post("/account/device", {"code": "1"}).status_code == 422
    kept = client.post("/account/device", {"code": pyotp.TOTP(secret[1]).at(clock.now())}).content.decode()
    assert len(re.findall(r"<li><code>[0-9a-f]{10}</code>", kept)) == 8
    assert has_second_factor(cast.coordinator.user)
    client.post("/account/device/remove", {"password": "guess"})
    assert has_second_factor(cast.coordinator.user)
    client.post("/account/device/remove", {"password": PASSWORD})
    assert not has_second_factor(cast.coordinator.user)


def test_a_telephone_number_signs_in_as_well_and_is_one_persons(cast: Cast, client: Client) -> None:
    sign_in(client, cast.coordinator)
    assert client.post("/account", {"name": "许小暑", "phone": "111 0000 0042"}).status_code == 302
    assert client.post("/account", {"name": "许小暑", "phone": "ask me"}).status_code == 422
    client.post("/sign-out")
    assert client.post("/sign-in", {"email": "0086 11100000042", "password": PASSWORD}).status_code == 302
    assert is_in(client)
    sign_in(client, cast.employer)
    assert client.post("/account", {"phone": "11100000042"}).status_code == 422


def test_another_password_signs_other_devices_out(cast: Cast, client: Client) -> None:
    elsewhere = Client()
    sign_in(client, cast.coordinator)
    sign_in(elsewhere, cast.coordinator)
    assert client.post("/account/password", {"old": "guess", "new": NEW}).status_code == 422
    assert client.post("/account/password", {"old": PASSWORD, "new": "password123"}).status_code == 422
    assert client.post("/account/password", {"old": PASSWORD, "new": NEW}).status_code == 302
    assert (is_in(client), is_in(elsewhere)) == (True, False)


def letters(template: str) -> list[Message]:
    with acting_as_system():
        return list(Message.objects.filter(template=template))


def link_in(text: str) -> str:
    """The path of the address in a letter."""
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found, text
    return found[1]


def test_a_forgotten_password_is_renewed_by_a_link_that_holds_once(cast: Cast, client: Client) -> None:
    for email in (cast.coordinator.user.email, "nobody@example.org"):
        assert client.post("/sign-in/forgotten", {"email": email}).status_code == 200
    (letter,) = letters("password")
    assert str(letter.address) == cast.coordinator.user.email
    there = link_in(str(letter.text))
    assert client.post(there, {"password": NEW}).status_code == 302
    assert client.post(there, {"password": NEW}).status_code == 404
    client.post("/sign-in", {"email": cast.coordinator.user.email, "password": NEW})
    assert is_in(client)


@pytest.mark.parametrize("there", ["/sign-in/renew/x/y", "/sign-in/renew/MTIz/abc-def", "/join/nothing"])
def test_made_up_links_open_nothing(db: None, client: Client, there: str) -> None:
    assert client.get(there).status_code == 404


def test_somebody_invited_chooses_a_password_and_is_in(cast: Cast, client: Client) -> None:
    sign_in(client, cast.coordinator)
    assert client.post("/members", {"email": "new@example.org", "role": "employer"}).status_code == 422
    page = client.post("/members", {"email": "New@Example.org", "role": "auditor"}).content.decode()
    (letter,) = letters("invitation")
    there = link_in(str(letter.text))
    assert there in page
    joined = Client()
    assert joined.post(there, {"password": "short"}).status_code == 422
    assert joined.post(there, {"name": "白露", "password": NEW}).status_code == 302
    assert joined.get(f"/campaigns/{cast.campaign.id}").status_code == 200
    assert Client().get(there).status_code == 404, "it holds once"
    assert "new@example.org" in client.get("/members").content.decode()


def test_a_known_person_joins_as_who_they_are(cast: Cast, client: Client) -> None:
    sign_in(client, cast.coordinator)
    client.post("/members", {"email": cast.auditor.user.email, "role": "auditor"})
    there = link_in(str(letters("invitation")[0].text))
    assert Client().post(there, {"password": NEW}).status_code == 422
    known = Client()
    sign_in(known, cast.auditor)
    assert known.post(there).status_code == 302
    with acting_as_system():
        assert Membership.objects.filter(user=cast.auditor.user, role="auditor").count() == 2


def test_an_invitation_can_be_revoked_and_grows_old(cast: Cast, client: Client) -> None:
    sign_in(client, cast.coordinator)
    client.post("/members", {"email": "new@example.org", "role": "auditor"})
    old = link_in(str(letters("invitation")[0].text))
    client.post("/members", {"email": "new@example.org", "role": "auditor"})
    assert Client().get(old).status_code == 404, "a second one takes the place of the first"
    new = link_in(str(letters("invitation")[-1].text))
    with time_machine.travel(clock.now() + HOLDS + timedelta(minutes=1)):
        assert Client().get(new).status_code == 404
    page = client.get("/members").content.decode()
    revoke = re.search(r"/invitations/[0-9a-f-]+/revoke", page)
    assert revoke
    client.post(revoke[0])
    assert Client().get(new).status_code == 404


def test_a_role_is_taken_away_but_for_the_last(cast: Cast, client: Client) -> None:
    sign_in(client, cast.coordinator)
    client.post(f"/members/{cast.bureau_auditor.membership.id}/remove")
    assert call(cast.bureau_auditor, "GET", "/organisations/me").status == 401
    client.post(f"/members/{cast.coordinator.membership.id}/remove")
    assert is_in(client)
    other = client.post(f"/members/{cast.employer.membership.id}/remove")
    assert other.status_code == 404


def test_a_token_is_shown_once_and_revoked(cast: Cast, client: Client) -> None:
    sign_in(client, cast.operator)
    page = client.post("/account/tokens", {"label": "depot", "days": "30"}).content.decode()
    secret = re.search(r"menlu_[a-z0-9]{8}_[\w-]{20,}", page)
    assert secret
    assert call(secret[0], "GET", "/organisations/me").body["role"] == "operator"
    again = client.get("/account/tokens").content.decode()
    assert secret[0] not in again
    prefix = secret[0][:14]
    revoke = re.search(rf"{prefix}.*?(/account/tokens/[0-9a-f-]+/revoke)", again, re.DOTALL)
    assert revoke
    client.post(revoke[1])
    assert call(secret[0], "GET", "/organisations/me").status == 401


def test_the_trail_says_who_changed_what_and_only_to_whom_it_concerns(cast: Cast, client: Client) -> None:
    campaign = f"/campaigns/{cast.campaign.id}"
    etag = call(cast.coordinator, "GET", campaign).etag
    assert call(cast.coordinator, "PATCH", campaign, {"title": "春天"}, if_match=etag).status == 200
    sign_in(client, cast.coordinator)
    page = client.get("/audit?kind=campaigns.campaign").content.decode()
    assert "春天" in page
    assert cast.coordinator.user.email in page
    assert queries_of(client, "/audit?kind=people.departurerequest") <= MOST_QUERIES
    sign_in(client, cast.other_coordinator)
    assert "春天" not in client.get("/audit?kind=campaigns.campaign").content.decode()
    sign_in(client, cast.employer)
    assert client.get("/audit").status_code == 403


def test_every_table_with_a_history_has_its_words() -> None:
    tracked = [model.pgh_tracked_model for model in apps.get_models() if issubclass(model, Event)]
    assert {model._meta.label_lower for model in tracked} == set(KINDS)
