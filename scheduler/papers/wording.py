"""The words on papers, and how moments and lengths are written in them."""

from __future__ import annotations

from datetime import datetime

from scheduler.papers.chinese import ZH
from scheduler.papers.english import EN
from scheduler.papers.phrases import Language, Phrases

__all__ = ["LANGUAGES", "Language", "clock", "day", "duration", "kilometres"]

LANGUAGES: dict[Language, Phrases] = {"zh": ZH, "en": EN}


def clock(moment: datetime) -> str:
    """The time of day, ``06:05``."""
    return f"{moment:%H:%M}"


def day(moment: datetime, words: Phrases) -> str:
    """The day with its weekday: ``2月21日 周日`` or ``Sun 21 Feb``."""
    month, weekday = words.months[moment.month - 1], words.weekdays[moment.weekday()]
    if words.language == "zh":
        return f"{month}{moment.day}日 {weekday}"
    return f"{weekday} {moment.day} {month}"


def duration(seconds: int, words: Phrases) -> str:
    """Hours and minutes, ``4 小时 05 分`` or ``4 h 05 min``; halves of a minute go up."""
    hours, minutes = divmod((seconds + 30) // 60, 60)
    if words.language == "zh":
        return f"{hours} 小时 {minutes:02d} 分" if hours else f"{minutes} 分"
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"


def kilometres(metres: int) -> str:
    """A road's length, to a tenth of a kilometre below ten of them."""
    return f"{metres / 1000:.1f} km" if metres < 10_000 else f"{metres / 1000:,.0f} km"
