"""Sentences that come in English, and are found again by their words, to be told in the reader's language."""

from __future__ import annotations

import re


def pattern_of(words: str, *, fact: str = r"\S+") -> re.Pattern[str]:
    """What a sentence comes to with any facts in the place of its braces; ``fact`` is what one may look like."""
    return re.compile(re.sub(r"\\{(\w+)\\}", lambda found: f"(?P<{found[1]}>{fact})", re.escape(words)))
