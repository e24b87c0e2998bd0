"""`./menlu demo`: what it does, and what it leaves behind."""

from __future__ import annotations

import stat
import xml.etree.ElementTree as ET

import pytest

from tests.e2e.conftest import Shown

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("demo")]


def test_the_demo_plans_publishes_and_is_confirmed(demo: Shown) -> None:
    assert demo.status == 0, demo.said
    assert "plan published" in demo.said
    assert "every employer confirmed its intake" in demo.said
    assert "feasible" in demo.said


def test_every_duty_has_a_route_sheet_and_every_employer_an_intake_list(demo: Shown) -> None:
    sheets, lists = list((demo.out / "route-sheets").iterdir()), list((demo.out / "intake-lists").iterdir())
    picture = ET.parse(demo.out / "planned-day.svg").getroot()
    rows = {element.text for element in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert sheets
    assert {sheet.stem.removesuffix("-zh") for sheet in sheets} <= rows
    assert all(sheet.read_bytes().startswith(b"%PDF-") for sheet in sheets)
    assert len(lists) == 30
    assert all(one.read_bytes().startswith(b"PK") for one in lists)


def test_it_says_where_it_is_and_how_to_sign_in_and_keeps_the_passwords_to_itself(demo: Shown) -> None:
    assert demo.url in demo.said
    assert "coordinator@qianjiang-bureau.example" in demo.said
    assert stat.S_IMODE(demo.accounts.stat().st_mode) == 0o600
