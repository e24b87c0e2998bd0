"""What a service prints: kept in a file, shown with the service's name in front."""

import os
import re
from collections import deque
from pathlib import Path
from typing import IO

from launcher.console import Console

ROTATE_AT_BYTES = 10_000_000
_COLOUR_CODES = re.compile(r"\x1b\[[0-9;]*m")
_COLOURS = ("cyan", "magenta", "yellow", "blue", "green")


class Output:
    """The log of one service; lives through its restarts."""

    def __init__(self, name: str, number: int, console: Console, logs: Path) -> None:
        self.path = logs / f"{name}.log"
        self.last_lines: deque[str] = deque(maxlen=15)
        self._prefix = console.paint(f"{name:>9} │", _COLOURS[number % len(_COLOURS)])
        self._console = console
        self._unfinished = b""
        self._file = open_log(self.path)

    def take(self, chunk: bytes) -> None:
        """Pass on what came, whole lines only."""
        *lines, self._unfinished = (self._unfinished + chunk).split(b"\n")
        for line in lines:
            text = line.decode(errors="replace").rstrip("\r")
            plain = _COLOUR_CODES.sub("", text)
            self.last_lines.append(plain)
            self._file.write(plain.encode() + b"\n")
            self._console.line(f"{self._prefix} {text if self._console.has_colours else plain}")

    def tail(self) -> str:
        return "\n".join(f"  {line}" for line in self.last_lines)

    def close(self) -> None:
        if self._unfinished:
            self.take(b"\n")
        self._file.close()


def open_log(path: Path) -> IO[bytes]:
    """Open a log for appending; a large one is put aside first, and the one put aside before is dropped."""
    if path.exists() and path.stat().st_size > ROTATE_AT_BYTES:
        os.replace(path, path.with_suffix(".log.1"))
    return path.open("ab", buffering=0)
