"""A link opens one thing for one purpose, until it expires or is revoked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from scheduler.links.models import Purpose, SignedLink
from scheduler.links.services import LinkRefused, link_check, link_issue, link_revoke, link_token, link_url
from scheduler.organisations.roles import OrganisationKind
from scheduler.organisations.tenancy import acting_as, acting_as_system
from tests.cast import make_organisation

NOON = datetime(2027, 2, 18, 12, tzinfo=UTC)


@pytest.fixture
def link(db: None) -> SignedLink:
    bureau = make_organisation(OrganisationKind.BUREAU, "qianjiang", "黔江区劳务办")
    with time_machine.travel(NOON, tick=False):
        return link_issue(
            organisation=bureau.id, purpose=Purpose.TRIP, subject=uuid4(), expires_at=NOON + timedelta(days=2)
        )


def test_a_link_opens_its_subject(link: SignedLink) -> None:
    with time_machine.travel(NOON + timedelta(days=1)):
        assert link_check(token=link_token(link), purpose=Purpose.TRIP).subject == link.subject
    assert len(link_token(link)) == 43
    assert link_url(link).endswith(f"/trip/{link_token(link)}")


def test_a_link_of_another_purpose_or_altered_by_one_character_opens_nothing(link: SignedLink) -> None:
    token = link_token(link)
    with time_machine.travel(NOON):
        with pytest.raises(LinkRefused, match="not given out"):
            link_check(token=token, purpose=Purpose.DRIVE)
        for other in ("", "门", token[:-2], token + "AA", ("B" if token[0] == "A" else "A") + token[1:]):
            with pytest.raises(LinkRefused, match="not given out"):
                link_check(token=other, purpose=Purpose.TRIP)


def test_a_link_expires_to_the_second(link: SignedLink) -> None:
    with time_machine.travel(link.expires_at - timedelta(seconds=1), tick=False):
        link_check(token=link_token(link), purpose=Purpose.TRIP)
    with time_machine.travel(link.expires_at, tick=False), pytest.raises(LinkRefused, match="expired"):
        link_check(token=link_token(link), purpose=Purpose.TRIP)


def test_asking_again_gives_the_same_link_with_a_later_end_and_a_revoked_one_is_replaced(link: SignedLink) -> None:
    later = NOON + timedelta(days=9)
    asked = {"organisation": link.organisation_id, "purpose": Purpose.TRIP, "subject": link.subject}
    with time_machine.travel(NOON):
        again = link_issue(**asked, expires_at=later)
        assert (again.id, again.expires_at) == (link.id, later)
        assert link_revoke(purpose=Purpose.TRIP, subject=link.subject)
        assert not link_revoke(purpose=Purpose.TRIP, subject=link.subject)
        with pytest.raises(LinkRefused, match="revoked"):
            link_check(token=link_token(link), purpose=Purpose.TRIP)
        assert link_issue(**asked, expires_at=later).id != link.id


def test_links_are_seen_by_the_organisation_that_gave_them_out(link: SignedLink) -> None:
    with acting_as_system():
        other = make_organisation(OrganisationKind.BUREAU, "qijiang", "綦江区劳务办")
    with acting_as(link.organisation_id):
        assert SignedLink.objects.count() == 1
    with acting_as(other.id):
        assert not SignedLink.objects.exists()
