"""What the person at the keyboard sees: steps with their times, coloured on a terminal, plain in a log."""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

_COLOURS = {"red": 31, "green": 32, "yellow": 33, "blue": 34, "magenta": 35, "cyan": 36, "grey": 90, "bold": 1}


def _wants_colour(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")


class Step:
    """One running step of a longer job."""

    def __init__(self, console: "Console", text: str) -> None:
        self._console = console
        self._text = text
        self._shown_at = 0.0

    def progress(self, detail: str) -> None:
        """Show how far the step is; drawn over itself, and on a terminal only."""
        now = time.monotonic()
        if self._console.is_live and now - self._shown_at > 0.1:
            self._shown_at = now
            self._console.redraw(f"· {self._text}: {detail}")


class Console:
    """Writes steps, notes and tables to one stream."""

    def __init__(self, stream: TextIO = sys.stdout) -> None:
        self._stream = stream
        self.has_colours = _wants_colour(stream)
        self.is_live = stream.isatty()

    def paint(self, text: str, colour: str) -> str:
        return f"\033[{_COLOURS[colour]}m{text}\033[0m" if self.has_colours else text

    def line(self, text: str = "") -> None:
        self._stream.write(text + "\n")
        self._stream.flush()

    def redraw(self, text: str) -> None:
        self._stream.write(f"\r\033[K{text}")
        self._stream.flush()

    def good(self, text: str) -> None:
        self.line(f"{self.paint('✓', 'green')} {text}")

    def bad(self, text: str) -> None:
        self.line(f"{self.paint('✗', 'red')} {text}")

    def hint(self, text: str) -> None:
        self.line(f"  {self.paint(text, 'grey')}")

    @contextmanager
    def step(self, text: str) -> Iterator[Step]:
        """Announce a step, and say how long it took, or that it failed, when the block ends."""
        started = time.monotonic()
        if self.is_live:
            self.redraw(f"· {text} …")
        else:
            self.line(f"· {text} …")
        try:
            yield Step(self, text)
        except BaseException:
            self._end()
            self.bad(text)
            raise
        self._end()
        self.good(f"{text} {self.paint(f'({time.monotonic() - started:.1f} s)', 'grey')}")

    def _end(self) -> None:
        if self.is_live:
            self.redraw("")

    def table(self, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
        """A plain table, columns as wide as their widest cell."""
        widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
        for number, row in enumerate([header, *rows]):
            text = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            self.line(self.paint(text, "bold") if number == 0 else text)
