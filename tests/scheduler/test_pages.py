"""Health, metrics, the first page and the admin, over HTTP."""

import json

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.services import NewWorker, workers_add
from tests.cast import PASSWORD, Cast


def test_the_process_says_that_it_lives_without_asking_anything(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_means_that_database_migrations_and_redis_are(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (
        200,
        {"status": "ok", "database": "ok", "migrations": "ok", "redis": "ok"},
    )


@pytest.mark.django_db
def test_not_ready_says_what_is_away(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["redis"] == "away"
    assert response.json()["database"] == "ok"


@pytest.mark.django_db
def test_metrics_count_the_answers(client: Client) -> None:
    client.get("/healthz")
    text = client.get("/metrics").content.decode()
    assert 'django_http_responses_total_by_status_view_method_total{method="GET",status="200",view="healthz"}' in text


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "word"), [("zh-hans", "从家门到厂门"), ("en", "From the house door")])
def test_the_first_page_speaks_both_languages_and_loads_nothing_from_elsewhere(
    client: Client, language: str, word: str
) -> None:
    response = client.get("/", headers={"accept-language": language})
    page = response.content.decode()
    assert word in page
    assert f'<html lang="{language}">' in page
    assert "http://" not in page
    assert "https://" not in page
    assert page.count("<script") == page.count("<script src=")


@pytest.mark.django_db
def test_chinese_is_spoken_unless_asked_otherwise_and_the_choice_is_kept(client: Client) -> None:
    assert "从家门到厂门" in client.get("/").content.decode()
    assert client.post("/i18n/setlang/", {"language": "en", "next": "/"}).status_code == 302
    assert "From the house door" in client.get("/").content.decode()


@pytest.mark.django_db
def test_every_page_has_its_security_headers(client: Client) -> None:
    headers = client.get("/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    for path in ("/admin/", "/api/v1/docs"):
        assert client.get(path).headers["Content-Security-Policy"].startswith("default-src 'self'; img-src")
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def staff(cast: Cast) -> str:
    with acting_as_system():
        type(cast.driver.user).objects.filter(pk=cast.driver.user.pk).update(is_staff=True, is_superuser=True)
    return cast.driver.user.email


def test_the_systems_staff_sign_in_and_see_every_organisation_but_nobodys_name(cast: Cast, client: Client) -> None:
    with cast.coordinator.acting():
        workers_add(bureau=cast.coordinator.organisation, workers=[NewWorker(name="钱雨水")])
    email = staff(cast)
    asked = client.get("/admin/")
    assert asked.headers["Location"] == "/admin/login/?next=/admin/"
    asked = client.get(asked.headers["Location"])
    assert asked.headers["Location"] == "/sign-in?next=/admin/"
    signed_in = client.post("/sign-in", {"email": email, "password": PASSWORD, "next": "/admin/"})
    assert (signed_in.status_code, signed_in.headers.get("Location")) == (302, "/admin/")
    pages = {
        path: client.get(f"/admin/{path}").content.decode()
        for path in (
            "",
            "organisations/organisation/",
            "organisations/user/",
            "organisations/membership/",
            "organisations/apitoken/",
            "campaigns/campaign/",
            f"campaigns/campaign/{cast.campaign.id}/change/",
            f"organisations/user/{cast.employer.user.id}/change/",
        )
    }
    for actor in cast.all:
        assert actor.organisation.code in pages["organisations/organisation/"]
        assert actor.user.email in pages["organisations/user/"]
    assert "ok-small" in pages["campaigns/campaign/"]
    for page in pages.values():
        assert not [name for name in ("许小暑", "鲁立冬", "钱雨水", "‹hidden›") if name in page]


def test_others_do_not_get_into_the_admin(cast: Cast, client: Client) -> None:
    email = cast.coordinator.user.email
    assert client.get("/admin/organisations/organisation/").status_code == 302
    assert client.login(username=email, password=PASSWORD)
    assert client.get("/admin/organisations/organisation/").status_code == 302


def test_staff_change_an_organisation_and_the_trail_knows_who(cast: Cast, client: Client) -> None:
    client.login(username=staff(cast), password=PASSWORD)
    works = cast.employer.organisation
    form = {"kind": "employer", "code": "jiamu", "name": "甲木", "name_en": ""}
    assert client.post(f"/admin/organisations/organisation/{works.id}/change/", form).status_code == 302
    with acting_as_system():
        works.refresh_from_db()
        event = works.events.order_by("-pgh_id").first()
    assert works.name == "甲木"
    assert event.pgh_context["user"] == str(cast.driver.user.id)
    assert json.dumps(event.pgh_context)
