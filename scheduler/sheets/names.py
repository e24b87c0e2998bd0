"""Things of a campaign by whatever people call them: a code, a name, an English name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from unicodedata import normalize

NEAREST = 3
ALIKE = 0.4
"""From 0 to 1: how much two names must share for one to be offered for the other."""


def plain(text: str) -> str:
    """A name as it is compared: no case, no spaces, no difference between full and half width."""
    return re.sub(r"\s+", "", normalize("NFKC", text)).casefold()


class Names:
    """Codes by name."""

    def __init__(self, named: Iterable[tuple[tuple[str, ...], str]]) -> None:
        """Each code with its names; the first name is the one to be shown."""
        self._codes: dict[str, list[str]] = {}
        self._shown: dict[str, str] = {}
        self._near: dict[str, str] = {}
        for code, names in ((code, (*names, code)) for names, code in named):
            for name in dict.fromkeys(plain(name) for name in names if name):
                self._codes.setdefault(name, []).append(code)
                self._shown.setdefault(name, next(name for name in names if name))

    def find(self, text: str) -> tuple[str, ...]:
        """The codes of this name: none where it is unknown, several where it is shared."""
        return tuple(self._codes.get(plain(text), ()))

    def nearest(self, text: str) -> str:
        """Names that look like it, the likeliest first, separated by commas."""
        asked = plain(text)
        if asked not in self._near:
            found = get_close_matches(asked, self._codes, n=NEAREST * 2, cutoff=ALIKE)
            self._near[asked] = ", ".join(list(dict.fromkeys(self._shown[name] for name in found))[:NEAREST])
        return self._near[asked]
