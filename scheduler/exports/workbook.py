"""The report of a plan as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook

from scheduler import clock
from scheduler.exports.report import Report
from scheduler.exports.timetable import zone_of
from scheduler.exports.wording import WORDS, Columns
from scheduler.papers.tables import MOMENT_TEXT, Cell, table, title_lines
from scheduler.papers.wording import LANGUAGES, Language
from scheduler.plans.models import Plan


def plan_workbook(*, plan: Plan, language: Language = "zh") -> bytes:
    """Everything that a bureau reports of a plan: people, itineraries, duties, stops, services, costs; plan and actual.

    Moments are on the campaign's clock. Of telephone numbers it has the end only, as papers do.
    """
    report, words = Report(plan, language), WORDS[language]
    book = Workbook()
    book.remove(book.active)
    summary = [(name, *row) for name, row in zip(words.figures, report.summary(), strict=True)]
    sheets: list[tuple[Columns, Iterable[Sequence[Cell]]]] = [
        (words.summary, summary),
        (words.people, report.people()),
        (words.itineraries, report.itineraries(words.walk)),
        (words.duties, report.duties()),
        (words.stops, report.stops()),
        (words.services, report.services()),
        (words.unserved, report.unserved()),
    ]
    made = clock.now().astimezone(zone_of(plan))
    title = [
        f"{report.facts.campaign.within(language)} · {words.report}",
        f"{LANGUAGES[language].plan} {plan.number} · {made:{MOMENT_TEXT}} · {plan.campaign.currency}",
    ]
    for columns, rows in sheets:
        _sheet(book, columns, list(rows), title)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, columns: Columns, rows: Sequence[Sequence[Cell]], title: Sequence[str]) -> None:
    name, *header = columns
    sheet = book.create_sheet(name)
    top = title_lines(sheet, title)
    table(sheet, top, header, rows, widths=[_width(k, head, rows) for k, head in enumerate(header)])
    sheet.freeze_panes = sheet.cell(row=top + 1, column=2)
    sheet.print_title_rows = f"{top}:{top}"


def _width(column: int, head: str, rows: Sequence[Sequence[Cell]]) -> int:
    """As wide as its longest text, within reason; moments take seventeen characters."""
    texts = [row[column] for row in rows[:200]]
    longest = max((_length(value) for value in (head, *texts)), default=0)
    return min(40, max(8, longest + 2))


def _length(value: Cell) -> int:
    if value is None:
        return 0
    if isinstance(value, str):
        return sum(2 if ord(c) > 0x2E80 else 1 for c in value)
    return 15 if hasattr(value, "hour") else len(str(value))
