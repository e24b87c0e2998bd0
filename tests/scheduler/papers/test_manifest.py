"""Manifests and handover sheets say who changes where, and are counted."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from scheduler.errors import NotFound
from scheduler.papers.handover import handover
from scheduler.papers.manifest import manifest
from scheduler.papers.maps import leg_maps, whole_map
from scheduler.papers.pdf import handover_bytes, manifest_bytes, route_sheet_html
from scheduler.papers.route_sheet import route_sheet
from scheduler.papers.xlsx import manifest_workbook
from tests.scheduler.papers.cast import PUBLISHED_AT, long, small


def test_a_manifest_has_everyone_with_who_brings_them_and_takes_them_on() -> None:
    listing = manifest(small(), service="f1", language="en")
    assert [p.name for p in listing.passengers] == ["赵立春", "钱雨水", "孙惊蛰", "李春分", "周清明"]
    assert {(p.comes_by, p.goes_by, p.employer) for p in listing.passengers} == {
        ("Duty d1 · Van", "Duty d2 · shuttle", "Jiamu Furniture")
    }
    assert (listing.wheelchairs, listing.seats, f"{listing.check_in_at:%H:%M}") == (1, 12, "06:30")


def test_a_service_that_nobody_rides_has_no_manifest() -> None:
    with pytest.raises(NotFound, match="nobody on service 'f2'"):
        manifest(small(), service="f2", language="zh")


def test_a_manifest_as_a_workbook_has_a_row_for_each() -> None:
    (sheet,) = load_workbook(BytesIO(manifest_workbook(manifest(small(), service="f1", language="zh")))).worksheets
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert [row[0] for row in rows] == ["姓名", "赵立春", "钱雨水", "孙惊蛰", "李春分", "周清明"]


def test_people_are_handed_over_at_each_change_of_carrier_and_at_the_gate() -> None:
    sheet = handover(small(), place=None, language="en")
    assert [(c.place, c.gives, c.takes, c.people, c.wheelchairs) for c in sheet.changes] == [
        ("hub-1", "Duty d1 · Van", "Flight Charter A", 5, 1),
        ("hub-2", "Flight Charter A", "Duty d2 · shuttle", 5, 1),
        ("Gate 1", "Duty d2 · shuttle", "Jiamu Furniture", 5, 1),
    ]
    between = handover(long(), place="hub-1", language="en").changes
    assert [(c.gives, c.takes, c.people) for c in between] == [("Duty d1 · Van", "Duty d2 · coach", 2)]
    with pytest.raises(NotFound, match="hands nobody over at 'bp-1'"):
        handover(small(), place="bp-1", language="en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_papers_are_pdfs_in_both_languages(language: str) -> None:
    at = datetime.fromisoformat("2027-02-19T12:00:00+08:00")
    listing = manifest(small(), service="f1", language=language)  # type: ignore[arg-type]
    sheet = handover(small(), place=None, language=language)  # type: ignore[arg-type]
    assert manifest_bytes(listing, printed_at=at).startswith(b"%PDF-")
    assert handover_bytes(sheet, printed_at=at).startswith(b"%PDF-")


def test_a_route_sheet_has_a_map_of_the_whole_and_of_each_leg_a_seat_and_the_link() -> None:
    sheet = route_sheet(small(), duty_code="d1", language="en")
    page = route_sheet_html(sheet, printed_at=PUBLISHED_AT, link="https://menlu.example/drive/abc")
    assert page.count("<svg") == 1 + 4 + 1, "the whole, four legs, and the code to scan"
    assert "Scan to open this on a telephone" in page
    assert "seat 8-9" in page
    assert all(">3<" in leg or ">2<" in leg for leg in leg_maps(sheet)[1:2])
    whole = whole_map(sheet)
    assert whole.count("<rect") == 4
    assert ">1·5<" in whole, "the depot is there and back again"
