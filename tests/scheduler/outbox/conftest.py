"""What the tests of messages share: a bureau, an employer, and a receiver of webhooks on the loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from scheduler.organisations.models import Organisation
from scheduler.organisations.roles import OrganisationKind
from tests.cast import make_organisation
from tests.scheduler.outbox.receiver import Receiver


@pytest.fixture
def bureau(db: None) -> Organisation:
    return make_organisation(OrganisationKind.BUREAU, "qianjiang", "黔江区劳务办")


@pytest.fixture
def works(db: None) -> Organisation:
    return make_organisation(OrganisationKind.EMPLOYER, "jiamu", "日照甲木家具")


@pytest.fixture
def receiver(settings: LazySettings) -> Iterator[Receiver]:
    """A server that keeps what it gets; private addresses are allowed for it."""
    settings.MENLU_WEBHOOK_PRIVATE = True
    with Receiver() as server:
        yield server
