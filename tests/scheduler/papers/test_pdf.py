"""A driver's sheet, on paper."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scheduler.papers.pdf import route_sheet_bytes, route_sheet_html
from scheduler.papers.route_sheet import route_sheet
from scheduler.papers.wording import LANGUAGES, Language
from tests.scheduler.papers import cast

PRINTED_AT = datetime(2027, 2, 19, tzinfo=UTC)


def printed(pdf: bytes, folder: Path) -> str:
    """The text of a PDF, as a reader's program sees it."""
    file = folder / "sheet.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_holds_every_rider_in_both_languages(language: Language, tmp_path: Path) -> None:
    sheet = route_sheet(cast.small(), duty_code="d1", language=language)
    text = printed(route_sheet_bytes(sheet, printed_at=PRINTED_AT), tmp_path)
    assert "赵立春" in text
    assert "孙惊蛰" in text
    assert "0003" in text
    assert "11100000501" in text
    assert LANGUAGES[language].route_sheet in text
    assert LANGUAGES[language].when_late in text


def test_names_are_escaped() -> None:
    facts = replace(cast.small(), people={})
    sheet = replace(route_sheet(facts, duty_code="d1", language="en"), campaign="<script>alert(1)</script>")
    html = route_sheet_html(sheet, printed_at=PRINTED_AT)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_draft_says_that_nobody_may_drive_by_it() -> None:
    published = route_sheet(cast.small(), duty_code="d1", language="en")
    draft = route_sheet(replace(cast.small(), published_at=None), duty_code="d1", language="en")
    warning = LANGUAGES["en"].draft_warning
    assert warning in route_sheet_html(draft, printed_at=PRINTED_AT)
    assert warning not in route_sheet_html(published, printed_at=PRINTED_AT)


def test_the_sheet_fetches_nothing_from_elsewhere() -> None:
    html = route_sheet_html(route_sheet(cast.long(), duty_code="d2", language="zh"), printed_at=PRINTED_AT)
    assert "src=" not in html
    assert "href=" not in html
    assert "url(" not in html
    assert "http" not in html.replace("http://www.w3.org", "")
