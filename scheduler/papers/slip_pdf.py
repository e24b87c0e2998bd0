"""Slips on paper, to be cut: A6 cards in large print, four to a sheet of A4."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string
from weasyprint import HTML

from scheduler.papers.pdf import qr_code
from scheduler.papers.slip import Slip
from scheduler.papers.slip_wording import SLIP_LANGUAGES
from scheduler.papers.wording import LANGUAGES, Language

CARDS = 4
"""On one sheet."""


def slips_html(cards: Sequence[Slip], *, language: Language) -> str:
    """The cards as a page of HTML that needs nothing from elsewhere but the fonts."""
    drawn = [(card, qr_code(card.boarding_code) if card.rides else "") for card in cards]
    sheets = [drawn[first : first + CARDS] for first in range(0, len(drawn), CARDS)]
    context = {"sheets": sheets, "words": LANGUAGES[language], "slip_words": SLIP_LANGUAGES[language]}
    return render_to_string("papers/slips.html", context)


def slips_bytes(cards: Sequence[Slip], *, language: Language) -> bytes:
    """The cards as PDF."""
    return bytes(HTML(string=slips_html(cards, language=language)).write_pdf())
