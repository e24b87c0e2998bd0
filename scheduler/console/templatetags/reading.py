"""Needs, services, moments and minutes, as a reader wants them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django import template
from django.utils.translation import get_language

from scheduler.console.templatetags.named import named
from scheduler.papers.wording import LANGUAGES, Language

register = template.Library()


def reading() -> Language:
    """The language of papers that goes with that of the page."""
    return "en" if (get_language() or "").startswith("en") else "zh"


@register.filter
def needs(wanted: Mapping[str, object] | None) -> list[str]:
    """The words for what somebody needs on the way."""
    words = LANGUAGES[reading()].needs
    return [words.get(need, need) for need, is_so in (wanted or {}).items() if is_so]


@register.filter
def mode(name: str) -> str:
    """The word for a kind of service: flight, train."""
    return LANGUAGES[reading()].modes.get(name, name)


@register.filter
def moment(text: str) -> datetime:
    """A moment that is kept as text, such as the end of a window."""
    return datetime.fromisoformat(text)


@register.filter
def minutes(seconds: float) -> int:
    """Whole minutes; parts of one go up."""
    return int(-(-seconds // 60))


@register.filter
def placed(code: str, places: Mapping[str, object]) -> str:
    """The name of a place that is given by its code; the code, where it is not among those at hand."""
    return named(places[code]) if places and code in places else code
