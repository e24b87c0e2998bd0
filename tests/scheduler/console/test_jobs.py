"""Jobs that employers have posted: changed by them or by the bureau, and taken back."""

from __future__ import annotations

import pytest
from django.test import Client

from scheduler.intake.models import IntakeSlot, JobPost
from scheduler.organisations.tenancy import acting_as_system
from tests.api.stage import Stage, make_stage
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in


@pytest.fixture
def stage(db: None) -> Stage:
    return make_stage()


def posted(stage: Stage) -> JobPost:
    with acting_as_system():
        return JobPost.objects.get(id=stage.ids["job_post_id"])


def test_a_job_is_changed_by_its_employer_and_by_the_bureau(stage: Stage, client: Client) -> None:
    post, cast = stage.ids["job_post_id"], stage.cast
    address, there = f"/job-posts/{post}", f"/campaigns/{cast.campaign.id}"
    for who, version, title in ((cast.employer, 1, "打磨工"), (cast.coordinator, 2, "质检员")):
        sign_in(client, who)
        form = {"version": version, "title": title, "headcount": "7", "skills": "焊接，电工", "plant": "plant-1"}
        assert client.post(address, form).status_code == 302
        assert posted(stage).title == title
    assert (posted(stage).skills, posted(stage).headcount) == (["焊接", "电工"], 7)
    stale = client.post(address, {"version": 1, "title": "包装工", "headcount": "7"})
    assert stale.status_code == 409
    assert "包装工" in stale.content.decode()
    backwards = {"version": 3, "title": "质检员", "headcount": 7, "age_from": 40, "age_to": 30}
    assert client.post(address, backwards).status_code == 422
    shown = client.get(f"{there}/jobs").content.decode()
    assert "质检员" in shown
    assert queries_of(client, f"{there}/jobs") <= MOST_QUERIES
    assert queries_of(client, address) <= MOST_QUERIES
    for who, status in ((cast.bureau_auditor, 403), (cast.operator, 403), (cast.other_employer, 404)):
        sign_in(client, who)
        assert client.get(address).status_code == status


def test_a_job_with_slots_cannot_be_taken_back_and_one_without_is_gone(stage: Stage, client: Client) -> None:
    address, cast = f"/job-posts/{stage.ids['job_post_id']}", stage.cast
    sign_in(client, cast.employer)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    sent = {"version": 1, "title": "装配工", "headcount": "5", "remove": "1"}
    with acting_as_system():
        slots = IntakeSlot.objects.filter(id=stage.ids["slot_id"])
        slots.update(job_post=stage.ids["job_post_id"])
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "is used by a" in refused.content.decode()
    with acting_as_system():
        slots.update(job_post=None)
    assert client.post(address, sent).status_code == 302
    with acting_as_system():
        assert not JobPost.objects.filter(id=stage.ids["job_post_id"]).exists()
