"""A whole Menlu, started by the launcher as anybody would, with a state folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from launcher.postgres import find_binaries

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What `./menlu demo` did and left running."""

    said: str
    status: int
    url: str
    out: Path
    accounts: Path


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """The demonstration, run to its end and left running until the tests are through."""
    if find_binaries() is None:
        pytest.skip("needs PostgreSQL with PostGIS on this machine")
    state, out = tmp_path_factory.mktemp("state"), tmp_path_factory.mktemp("papers")
    environment = os.environ | {"MENLU_STATE": str(state), "DATABASE_URL": "", "REDIS_URL": "", "MENLU_PORT": ""}
    menlu = str(ROOT / "menlu")
    try:
        shown = subprocess.run(
            [menlu, "demo", "--out", str(out), "--seconds", str(SECONDS)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        record = json.loads((state / "running.json").read_text(encoding="utf-8"))
        yield Shown(
            said=shown.stdout + shown.stderr,
            status=shown.returncode,
            url=record["url"],
            out=out,
            accounts=state / "demo-accounts.json",
        )
    finally:
        subprocess.run([menlu, "down"], env=environment, check=False, capture_output=True)
