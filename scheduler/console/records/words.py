"""The language of a screen, as papers and sheets name it."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scheduler.papers.wording import Language

MODES = {"flight": _("Flight"), "rail": _("Rail"), "ferry": _("Ferry")}
"""Kinds of services that have words; others are shown as they were given."""


def language() -> Language:
    """In which the reader reads."""
    return "en" if (get_language() or "").startswith("en") else "zh"
