"""Acting for an organisation lasts exactly as long as it is said."""

import pytest
from django.db import connection

from scheduler.campaigns.models import Campaign
from scheduler.organisations.tenancy import acting_as_system
from tests.cast import Cast


def said() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(menlu_organisation()::text, ''), menlu_role()")
        organisation, role = cursor.fetchone()
    return organisation, role


def test_whoever_acted_before_acts_again(cast: Cast) -> None:
    with cast.coordinator.acting():
        outer = said()
        with cast.operator.acting():
            assert said() == (str(cast.operator.organisation.id), "operator")
        assert said() == outer
        with acting_as_system():
            assert Campaign.objects.count() == 2
        assert said() == outer
        assert Campaign.objects.count() == 1
    assert said() == ("", "")


def test_an_error_ends_the_acting_too(cast: Cast) -> None:
    with cast.coordinator.acting():
        outer = said()
        with pytest.raises(ZeroDivisionError), acting_as_system():
            raise ZeroDivisionError
        assert said() == outer
    with pytest.raises(ZeroDivisionError), cast.coordinator.acting():
        raise ZeroDivisionError
    assert said() == ("", "")
