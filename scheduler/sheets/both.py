"""Text in both languages, side by side, so that neither is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import override

from scheduler.papers.wording import Language

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Both(NamedTuple):
    """One thing said in Chinese and in English."""

    zh: str
    en: str

    def within(self, language: Language) -> str:
        """What is said in one of them."""
        return self.en if language == "en" else self.zh


def in_both(words: str | _StrPromise) -> Both:
    """What can be put into either language, in both."""
    with override("zh-hans"):
        zh = str(words)
    with override("en"):
        return Both(zh, str(words))
