"""The planning library's command line, called in this process."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from solvers.cli import app


def menlu(*words: str | Path) -> Result:
    """What `menlu WORDS` prints and how it ends; any fault but an exit is raised."""
    result = CliRunner().invoke(app, list(map(str, words)), prog_name="menlu")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result
