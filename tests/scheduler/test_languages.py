"""Both languages: every word that gettext finds in the code and the templates has its Chinese, and it is compiled."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = "locale/zh_Hans/LC_MESSAGES/django.po"
MAKE = [sys.executable, "-m", "django", "makemessages", "-l", "zh_Hans", "--no-location", "--no-obsolete", "--no-wrap"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program in which the words were gathered anew."""
    copy = tmp_path_factory.mktemp("words")
    shutil.copytree(ROOT / "scheduler", copy / "scheduler", ignore=shutil.ignore_patterns("__pycache__", "migrations"))
    subprocess.run(MAKE, cwd=copy, env=_environment(copy), check=True, capture_output=True)
    return copy


def _environment(copy: Path) -> dict[str, str]:
    return {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "scheduler.settings", "PATH": "/usr/bin:/bin"}


def catalogues() -> list[Path]:
    return sorted(path.relative_to(ROOT) for path in (ROOT / "scheduler").rglob(CATALOGUE))


@pytest.mark.parametrize("catalogue", catalogues(), ids=str)
def test_every_word_has_its_chinese(gathered: Path, catalogue: Path) -> None:
    entries = (gathered / catalogue).read_text(encoding="utf-8").split("\n\n")[1:]
    assert [one for one in entries if one.rstrip().endswith('""') or "#, fuzzy" in one or "msgstr[1]" in one] == []
    assert (ROOT / catalogue).read_text(encoding="utf-8").count("\nmsgid ") >= len(entries)


@pytest.mark.parametrize("catalogue", catalogues(), ids=str)
def test_what_is_filled_in_stands_in_both(catalogue: Path) -> None:
    for entry in (ROOT / catalogue).read_text(encoding="utf-8").split("\n\n")[1:]:
        english, _, chinese = entry.partition("\nmsgstr")
        assert set(PLACEHOLDER.findall(chinese)) <= set(PLACEHOLDER.findall(english)), entry


@pytest.mark.parametrize("catalogue", catalogues(), ids=str)
def test_it_is_compiled(catalogue: Path, tmp_path: Path) -> None:
    made = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "--check-format", "-o", made, ROOT / catalogue], check=True)
    assert made.read_bytes() == (ROOT / catalogue).with_suffix(".mo").read_bytes(), "run msgfmt"


def test_a_word_has_one_chinese_wherever_it_stands() -> None:
    """All catalogues are read as one: of two Chinese words for one English, either would be shown at random."""
    found: dict[str, set[str]] = {}
    for catalogue in catalogues():
        for entry in (ROOT / catalogue).read_text(encoding="utf-8").split("\n\n")[1:]:
            english, _, chinese = entry.partition("\nmsgstr")
            found.setdefault(re.sub(r"^#.*\n", "", english, flags=re.MULTILINE), set()).add(chinese.strip())
    assert {english: words for english, words in found.items() if len(words) > 1} == {}
