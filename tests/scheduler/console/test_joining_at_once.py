"""An invitation that is used, or revoked, while somebody else sends its form: the page says that it holds no more."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.http import HttpResponse
from django.test import Client

from scheduler.organisations.invitations import invitation_accept, invitation_make, invitation_revoke
from scheduler.organisations.models import Invitation, Membership
from scheduler.organisations.tenancy import acting_as_system
from tests.cast import Cast
from tests.committed import cast
from tests.e2e.house import eventually
from tests.elsewhere import Elsewhere, elsewhere, somebody_waits

__all__ = ["cast", "elsewhere"]
pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS, PASSWORD = "new@example.org", "over-the-mountains-7"


@pytest.fixture
def invited(cast: Cast) -> tuple[Invitation, str]:
    """Somebody new, with the secret of their link."""
    who = cast.coordinator
    with who.acting():
        return invitation_make(organisation=who.organisation, email=ADDRESS, role="auditor", by=who.user)


def join(secret: str) -> HttpResponse:
    return Client().post(f"/join/{secret}", {"name": "白露", "password": PASSWORD})


def members() -> int:
    with acting_as_system():
        return Membership.objects.filter(user__email=ADDRESS).count()


def test_who_is_second_is_told_that_it_holds_no_more(invited: tuple[Invitation, str], elsewhere: Elsewhere) -> None:
    _invitation, secret = invited
    with acting_as_system():
        invitation_accept(secret=secret, name="白露", password=PASSWORD)
        second = elsewhere(lambda: join(secret))
        eventually("it is waited for", somebody_waits, within_s=10)
    page = second.result(timeout=10)
    assert page.status_code == HTTPStatus.NOT_FOUND
    assert "请邀请您的人重新发一个" in page.content.decode()
    assert members() == 1


def test_nobody_joins_by_what_is_revoked_at_that_moment(invited: tuple[Invitation, str], elsewhere: Elsewhere) -> None:
    invitation, secret = invited
    with acting_as_system():
        invitation_revoke(invitation=invitation)
        late = elsewhere(lambda: join(secret))
        eventually("it is waited for", somebody_waits, within_s=10)
    assert late.result(timeout=10).status_code == HTTPStatus.NOT_FOUND
    assert members() == 0
