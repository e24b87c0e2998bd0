"""How a figure of one version of a plan differs from that of another."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def change(now: Any, before: Any, figure: str) -> float | None:
    """By how much a figure has changed (None: one of the two has it not)."""
    value, was = attrgetter(figure)(now), attrgetter(figure)(before)
    return None if value is None or was is None else value - was
