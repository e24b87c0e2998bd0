"""Who sees what: the policies of the database, asked as the program's own role."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models

from scheduler.campaigns.models import Campaign, Participation
from scheduler.fleet.models import Crew, Fleet, Service
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.models import ApiToken, Membership, Organisation, User
from scheduler.organisations.policies import APP_ROLE
from scheduler.organisations.tenancy import acting_as, acting_as_system
from scheduler.people.models import BoardingOption, Choice, DepartureRequest, Worker
from scheduler.people.services import NewWorker, workers_add
from scheduler.places.mapping import place_row
from scheduler.places.models import Place
from solvers.problem import Location
from tests.cast import Cast


def own_models() -> list[type[models.Model]]:
    configs = [config for config in apps.get_app_configs() if config.name.startswith("scheduler.")]
    return [m for config in configs for m in config.get_models(include_auto_created=True) if m._meta.managed]


@pytest.mark.django_db
def test_the_program_owns_no_table_and_does_not_pass_the_policies_by() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_user, rolsuper, rolbypassrls from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (APP_ROLE, False, False)
        cursor.execute("select tablename from pg_tables where tableowner = current_user")
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_every_table_of_ours_has_row_level_security_and_a_policy() -> None:
    tables = [model._meta.db_table for model in own_models()]
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class c where relkind = 'r' and relname = any (%s) and relrowsecurity"
            " and exists (select from pg_policy where polrelid = c.oid)",
            [tables],
        )
        closed = {name for (name,) in cursor.fetchall()}
    assert len(tables) > 30
    assert sorted(set(tables) - closed) == [], "see scheduler.organisations.policies.enable_rls"


def test_who_acts_for_nobody_sees_nothing(cast: Cast) -> None:
    assert [model._meta.db_table for model in own_models() if model._default_manager.exists()] == []
    with acting_as_system():
        assert sum(model._default_manager.exists() for model in own_models()) > 20


@pytest.mark.parametrize(
    "model", [Campaign, Place, DepartureRequest, BoardingOption, Choice, IntakeSlot, Fleet, Crew, Service]
)
def test_a_bureau_sees_its_own_campaign_whole_and_no_other(cast: Cast, model: type[models.Model]) -> None:
    with acting_as_system():
        every = model._default_manager.count()
    with cast.coordinator.acting():
        own = model._default_manager.count()
    with cast.other_coordinator.acting():
        others = model._default_manager.count()
    assert 0 < own < every
    assert own + others == every


def test_an_employer_sees_its_own_slots_and_nobody_who_travels(cast: Cast) -> None:
    with cast.employer.acting():
        assert list(Campaign.objects.all()) == [cast.campaign]
        assert list(IntakeSlot.objects.values_list("code", flat=True)) == ["s1"]
        assert not DepartureRequest.objects.exists()
        assert not Choice.objects.exists()
        assert not Fleet.objects.exists()


def test_an_operator_and_its_drivers_see_their_fleets_and_services_only(cast: Cast) -> None:
    for actor in (cast.operator, cast.driver):
        with actor.acting():
            assert list(Fleet.objects.values_list("code", flat=True)) == ["van"]
            assert set(Crew.objects.values_list("fleet__code", flat=True)) == {"van"}
            assert set(Service.objects.values_list("code", flat=True)) == {"f1", "f2"}
            assert not IntakeSlot.objects.exists()
            assert not DepartureRequest.objects.exists()


def test_doors_are_not_shown_to_those_invited(cast: Cast) -> None:
    with cast.coordinator.acting():
        home = Location(id="home-p1", kind="home", lon=108.7, lat=29.5)
        place_row(cast.campaign, home, 99).save()
        assert Place.objects.filter(kind="home").exists()
    with cast.operator.acting():
        assert Place.objects.exists()
        assert not Place.objects.filter(kind="home").exists()


def test_an_overseer_reads_the_campaign_but_not_who_the_workers_are(cast: Cast) -> None:
    with cast.coordinator.acting():
        workers_add(bureau=cast.coordinator.organisation, workers=[NewWorker(name="钱雨水")])
    with cast.auditor.acting():
        assert DepartureRequest.objects.count() == 5
        assert not Worker.objects.exists()
    with cast.bureau_auditor.acting():
        assert Worker.objects.count() == 1


@pytest.mark.parametrize("who", ["auditor", "bureau_auditor", "driver", "employer", "other_coordinator"])
def test_only_the_coordinators_of_the_campaign_change_its_requests(cast: Cast, who: str) -> None:
    with getattr(cast, who).acting():
        assert DepartureRequest.objects.filter(campaign=cast.campaign).update(priority=9) == 0
        assert DepartureRequest.objects.filter(campaign=cast.campaign).delete()[0] == 0
    with cast.coordinator.acting():
        assert DepartureRequest.objects.filter(campaign=cast.campaign).update(priority=9) == 5


def test_a_row_cannot_be_put_into_a_campaign_of_others(cast: Cast) -> None:
    place = place_row(cast.other_campaign, Location(id="x", kind="depot", lon=1.0, lat=2.0), 99)
    with pytest.raises(ProgrammingError, match="row-level security"), cast.coordinator.acting():
        place.save()


def test_an_employer_cannot_offer_in_anothers_name(cast: Cast) -> None:
    with cast.coordinator.acting():
        gate = Place.objects.get(campaign=cast.campaign, code="gate-1")
    slot = IntakeSlot(campaign=cast.campaign, code="new", gate=gate, capacity=1, windows=[])
    slot.employer = cast.other_employer.organisation
    with pytest.raises(ProgrammingError, match="row-level security"), cast.employer.acting():
        slot.save()
    slot.employer = cast.employer.organisation
    with cast.employer.acting():
        slot.save()


def test_organisations_know_those_with_whom_they_share_a_campaign(cast: Cast) -> None:
    known = {}
    for actor in cast.all:
        with actor.acting():
            known[actor.user.email] = set(Organisation.objects.values_list("code", flat=True))
    assert known["coordinator@qianjiang.example"] == {"qianjiang", "jiamu", "wuling", "audit"}
    assert known["employer@jiamu.example"] == {"jiamu", "qianjiang"}
    assert known["operator@wuling.example"] == {"wuling", "qianjiang"}
    assert known["auditor@audit.example"] == {"audit", "qianjiang", "jiamu", "wuling"}
    assert known["coordinator@qijiang.example"] == {"qijiang", "lanshan", "jijiang"}


def test_users_and_tokens_are_those_of_the_own_organisation_and_not_to_be_changed(cast: Cast) -> None:
    with cast.coordinator.acting():
        assert set(User.objects.values_list("email", flat=True)) == {
            "coordinator@qianjiang.example",
            "auditor@qianjiang.example",
        }
        assert ApiToken.objects.count() == Membership.objects.count() == 2
        assert User.objects.update(is_staff=True) == 0
        assert Membership.objects.update(role="driver") == 0
        assert ApiToken.objects.update(expires_at=None) == 0


def test_a_bureau_cannot_invite_itself_into_anothers_campaign(cast: Cast) -> None:
    intruder = Participation(campaign=cast.other_campaign, organisation=cast.coordinator.organisation)
    with pytest.raises(ProgrammingError, match="row-level security"), cast.coordinator.acting():
        intruder.save()


def test_an_unknown_role_sees_nothing(cast: Cast) -> None:
    with acting_as(cast.coordinator.organisation.id, "janitor"):
        assert not Campaign.objects.exists()
        assert not DepartureRequest.objects.exists()
