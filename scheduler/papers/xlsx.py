"""Intake lists and manifests as workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.papers.intake_list import IntakeList
from scheduler.papers.manifest import Manifest
from scheduler.papers.phrases import Phrases
from scheduler.papers.tables import MOMENT_TEXT, Cell, table, title_lines, wall_clock
from scheduler.papers.wording import LANGUAGES


def intake_list_bytes(listing: IntakeList) -> bytes:
    """The list as XLSX: a sheet of slots, a sheet of people.

    Moments are real dates on the campaign's clock (a workbook knows no time zones).
    """
    words = LANGUAGES[listing.language]
    book = Workbook()
    people = book.active
    people.title = words.intake_list
    _people(people, listing, words)
    _summary(book.create_sheet(words.summary), listing, words)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def manifest_workbook(listing: Manifest) -> bytes:
    """A manifest as XLSX: a row for each person."""
    words = LANGUAGES[listing.language]
    book = Workbook()
    sheet = book.active
    sheet.title = words.manifest
    lines = [
        f"{listing.mode} {listing.service} · {words.manifest}",
        f"{listing.campaign} · {words.plan} {listing.plan_number} ({_published(listing.published_at, words)})",
        f"{listing.origin} → {listing.destination}",
        f"{words.check_in} {listing.check_in_at:{MOMENT_TEXT}} · {words.begins} {listing.departs_at:{MOMENT_TEXT}}",
    ]
    header = (words.name, words.sex, words.birth_year, words.contact, words.need, words.party, words.party_size,
              words.comes_by, words.goes_by, words.employer)  # fmt: skip
    rows: list[Sequence[Cell]] = [
        (p.name, p.sex, p.birth_year, p.phone_end, ", ".join(p.needs), p.party, p.party_size, p.comes_by, p.goes_by,
         p.employer)
        for p in listing.passengers
    ]  # fmt: skip
    top = title_lines(sheet, lines)
    table(sheet, top, header, rows, widths=(14, 6, 8, 13, 18, 10, 8, 28, 28, 28))
    sheet.freeze_panes = sheet.cell(row=top + 1, column=2)
    sheet.print_title_rows = f"{top}:{top}"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _people(sheet: Worksheet, listing: IntakeList, words: Phrases) -> None:
    header = (
        words.arrival,
        words.vehicle_or_service,
        words.name,
        words.sex,
        words.birth_year,
        words.contact,
        words.need,
        words.party,
        words.party_size,
        words.slot,
        words.gate,
        words.arrived,
    )
    rows: list[Sequence[Cell]] = [
        (
            wall_clock(a.arrives_at),
            a.comes_by,
            a.name,
            a.sex,
            a.birth_year,
            a.phone_end,
            ", ".join(a.needs),
            a.party,
            a.party_size,
            a.slot,
            a.gate,
            None,
        )
        for a in listing.arrivals
    ]
    top = _title(sheet, listing, words)
    table(sheet, top, header, rows, widths=(17, 26, 12, 6, 8, 13, 18, 10, 8, 18, 34, 13))
    sheet.freeze_panes = sheet.cell(row=top + 1, column=4)
    sheet.print_title_rows = f"{top}:{top}"


def _summary(sheet: Worksheet, listing: IntakeList, words: Phrases) -> None:
    header = (
        words.slot,
        words.gate,
        words.window,
        words.capacity,
        words.expected,
        words.first_arrival,
        words.last_arrival,
    )
    rows: list[Sequence[Cell]] = [
        (
            s.slot,
            s.gate,
            "\n".join(f"{start:%Y-%m-%d %H:%M} – {end:%Y-%m-%d %H:%M}" for start, end in s.windows),
            s.capacity,
            s.expected,
            wall_clock(s.first_arrival),
            wall_clock(s.last_arrival),
        )
        for s in listing.slots
    ]
    rows.append((words.total, None, None, sum(s.capacity for s in listing.slots), len(listing.arrivals), None, None))
    top = _title(sheet, listing, words)
    table(sheet, top, header, rows, widths=(20, 36, 36, 12, 12, 17, 17))
    sheet.freeze_panes = sheet.cell(row=top + 1, column=1)


def _title(sheet: Worksheet, listing: IntakeList, words: Phrases) -> int:
    """The lines above the table; gives the row of the table's head."""
    lines = [
        f"{listing.employer} · {words.intake_list}",
        f"{listing.campaign} · {words.plan} {listing.plan_number} ({_published(listing.published_at, words)})",
        " · ".join(f"{words.roles.get(c.role, c.role)} {c.name} {c.phone}" for c in listing.contacts),
    ]
    return title_lines(sheet, lines)


def _published(at: datetime | None, words: Phrases) -> str:
    return f"{wall_clock(at):{MOMENT_TEXT}}" if at else words.draft
