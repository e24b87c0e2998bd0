"""The language of a screen, as papers and sheets name it."""

from __future__ import annotations

from django.utils.translation import get_language

from scheduler.papers.wording import Language


def language() -> Language:
    """In which the reader reads."""
    return "en" if get_language() == "en" else "zh"
