"""The papers of a plan: taken along as files, and manifests handed out and taken back."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from scheduler.fleet.models import Service
from scheduler.organisations.tenancy import acting_as_system
from scheduler.plans.models import ManifestIssue
from tests.api.stage import published_plan
from tests.cast import Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in

pytestmark = pytest.mark.django_db


def test_papers_are_taken_along_and_a_manifest_is_handed_out_and_taken_back(cast: Cast, client: Client) -> None:
    plan = published_plan(cast.campaign, cast.coordinator)
    sign_in(client, cast.coordinator)
    address = reverse("papers", args=[plan.id])
    assert queries_of(client, address) <= MOST_QUERIES
    with acting_as_system():
        flight = Service.objects.get(campaign=cast.campaign, code="f1")
    report, feed, sheet = (
        client.get(reverse(name, args=[plan.id, *more])).content
        for name, *more in (("paper", "report"), ("paper", "gtfs"), ("manifest", flight.id, "xlsx"))
    )
    assert load_workbook(BytesIO(report)).sheetnames
    assert "stop_times.txt" in ZipFile(BytesIO(feed)).namelist()
    assert load_workbook(BytesIO(sheet)).sheetnames
    assert client.get(reverse("paper", args=[plan.id, "novel"])).status_code == 404

    client.post(reverse("manifest_issue", args=[plan.id, flight.id]))
    with acting_as_system():
        [issue] = ManifestIssue.objects.filter(campaign=cast.campaign, service=flight)
    back = reverse("manifest_withdraw", args=[issue.id])
    client.post(back, {"why": " "})
    assert client.get(address).context["issues"] == [issue], "it takes a reason"
    client.post(back, {"why": "航班换了机型"})
    assert client.get(address).context["issues"] == []
    sign_in(client, cast.employer)
    assert client.get(address).status_code == 403
