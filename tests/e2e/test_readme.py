"""The README's tour runs as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.e2e.conftest import ROOT, Shown

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("demo")]


def tour() -> str:
    """Every block of shell in the README, as one script that stops at the first failure."""
    blocks = re.findall(
        r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return "set -euo pipefail\n" + "\n".join(blocks)


def test_the_tour_goes_from_a_request_to_a_route_sheet(demo: Shown, tmp_path: Path) -> None:
    given = {"BASE": f"{demo.url}/api/v1", "ACCOUNTS": str(demo.accounts), "SECONDS_TO_PLAN": "3"}
    done = subprocess.run(
        ["bash", "-c", tour()], env=os.environ | given, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "route-sheet.pdf").read_bytes().startswith(b"%PDF-")
    sheet = load_workbook(tmp_path / "intake-list.xlsx").worksheets[0]
    assert sheet.title == "Intake list"
    assert '"state":"confirmed"' in done.stdout.replace(" ", "")
