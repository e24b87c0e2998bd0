"""A plan that a queue worker is telling of keeps no other one busy."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scheduler.organisations.tenancy import acting_as_system
from scheduler.telling import services
from scheduler.telling.services import plan_tell, tell_forgotten
from tests.cast import Cast
from tests.committed import cast
from tests.elsewhere import Elsewhere, elsewhere
from tests.scheduler.telling.scene import messages, publish

__all__ = ["cast", "elsewhere"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_who_comes_while_it_is_told_goes_on_at_once(
    cast: Cast, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "UNHEARD_FOR", timedelta(minutes=-1))
    plan = publish(cast)
    with acting_as_system():  # nothing of it is committed yet
        assert plan_tell(plan_id=plan.id) is not None
        told = len(messages())
        assert elsewhere(tell_forgotten).result(timeout=10) == 0
        assert elsewhere(lambda: plan_tell(plan_id=plan.id)).result(timeout=10) is None
    assert elsewhere(lambda: plan_tell(plan_id=plan.id)).result(timeout=10) is None
    assert len(messages()) == told
