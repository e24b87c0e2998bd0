"""Route sheets on A4."""

from __future__ import annotations

from datetime import datetime

import segno
from django.template.loader import render_to_string
from weasyprint import HTML

from scheduler.papers.route_sheet import RouteSheet
from scheduler.papers.wording import LANGUAGES


def route_sheet_html(sheet: RouteSheet, *, printed_at: datetime) -> str:
    """The sheet as a page of HTML that needs nothing from elsewhere but the fonts."""
    words = LANGUAGES[sheet.language]
    context = {
        "sheet": sheet,
        "words": words,
        "first": sheet.stops[0],
        "last": sheet.stops[-1],
        "drivers": range(1, sheet.drivers + 1),
        "vehicle_number": words.number_of.format(number=sheet.vehicle_number, count=sheet.vehicle_count),
        "qr": segno.make(sheet.duty, micro=False, error="m").svg_inline(omitsize=True, border=0),
        "printed_at": printed_at,
    }
    return render_to_string("papers/route_sheet.html", context)


def route_sheet_bytes(sheet: RouteSheet, *, printed_at: datetime) -> bytes:
    """The sheet as PDF."""
    pdf = HTML(string=route_sheet_html(sheet, printed_at=printed_at)).write_pdf()
    return bytes(pdf)
