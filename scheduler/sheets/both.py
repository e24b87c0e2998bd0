"""Text in both languages, side by side, so that neither is forgotten."""

from __future__ import annotations

from typing import NamedTuple

from scheduler.papers.wording import Language


class Both(NamedTuple):
    """One thing said in Chinese and in English."""

    zh: str
    en: str

    def within(self, language: Language) -> str:
        """What is said in one of them."""
        return self.en if language == "en" else self.zh
