"""How figures look on screens, in both languages: by thousands, with signs, and with colours of differences."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def grouped(value: float | None, decimals: int = 0) -> str:
    """A figure by thousands: ``12,345``; a dash for none."""
    return "–" if value is None else f"{value:,.{decimals}f}"


@register.filter
def signed(value: float | None, decimals: int = 0) -> str:
    """A difference: ``+1,200``, ``−35``, ``±0``; empty for none."""
    if value is None:
        return ""
    text = f"{abs(value):,.{decimals}f}"
    is_nothing = float(text.replace(",", "")) == 0
    return f"±{text}" if is_nothing else f"{'+' if value > 0 else '−'}{text}"


@register.filter
def percent(share: float | None, decimals: int = 1) -> str:
    """A share of one: ``4.2 %``; a dash for none."""
    return "–" if share is None else f"{share * 100:,.{decimals}f} %"


@register.filter
def duration(seconds: float | None) -> str:
    """A length of time: seconds below two minutes, then minutes, then hours and minutes; a dash for none."""
    if seconds is None:
        return "–"
    whole = round(seconds)
    if abs(whole) < 120:
        return _("%(s)s s") % {"s": whole}
    if abs(whole) < 7200:
        return _("%(min)s min") % {"min": round(whole / 60)}
    hours, minutes = divmod(round(whole / 60), 60)
    return _("%(h)s h %(min)02d min") % {"h": hours, "min": minutes}


@register.filter
def if_less(value: float | None) -> str:
    """The class of a difference of something that is better when it is less."""
    return "" if not value else "better" if value < 0 else "worse"


@register.filter
def if_more(value: float | None) -> str:
    """The class of a difference of something that is better when it is more."""
    return "" if not value else "better" if value > 0 else "worse"
