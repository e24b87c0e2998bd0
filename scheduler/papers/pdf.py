"""Papers on A4."""

from __future__ import annotations

from datetime import datetime

import segno
from django.template.loader import render_to_string
from weasyprint import HTML

from scheduler.papers.handover import Handover
from scheduler.papers.manifest import Manifest
from scheduler.papers.maps import leg_maps, whole_map
from scheduler.papers.route_sheet import RouteSheet
from scheduler.papers.wording import LANGUAGES


def route_sheet_html(sheet: RouteSheet, *, printed_at: datetime, link: str | None = None) -> str:
    """The sheet as a page of HTML that needs nothing from elsewhere but the fonts; ``link`` opens it on a telephone."""
    words = LANGUAGES[sheet.language]
    context = {
        "sheet": sheet,
        "words": words,
        "first": sheet.stops[0],
        "last": sheet.stops[-1],
        "drivers": range(1, sheet.drivers + 1),
        "vehicle_number": words.number_of.format(number=sheet.vehicle_number, count=sheet.vehicle_count),
        "map": whole_map(sheet),
        "stops": zip(sheet.stops, (*leg_maps(sheet), ""), strict=True),
        "qr": qr_code(link or sheet.duty),
        "scan": words.scan_link if link else words.scan,
        "printed_at": printed_at,
    }
    return render_to_string("papers/route_sheet.html", context)


def route_sheet_bytes(sheet: RouteSheet, *, printed_at: datetime, link: str | None = None) -> bytes:
    """The sheet as PDF."""
    return _pdf(route_sheet_html(sheet, printed_at=printed_at, link=link))


def manifest_bytes(listing: Manifest, *, printed_at: datetime) -> bytes:
    """A manifest as PDF."""
    context = {"listing": listing, "words": LANGUAGES[listing.language], "printed_at": printed_at}
    return _pdf(render_to_string("papers/manifest.html", context))


def handover_bytes(sheet: Handover, *, printed_at: datetime) -> bytes:
    """A handover sheet as PDF."""
    context = {"sheet": sheet, "words": LANGUAGES[sheet.language], "printed_at": printed_at}
    return _pdf(render_to_string("papers/handover.html", context))


def qr_code(text: str) -> str:
    """A QR code as SVG that fills what it is put into."""
    return str(segno.make(text, micro=False, error="m").svg_inline(omitsize=True, border=0))


def _pdf(html: str) -> bytes:
    return bytes(HTML(string=html).write_pdf())
