"""Files are read whole or told to be unreadable; they are written whole or not at all."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from solvers.documents import Unreadable, dump, load, read_problem, write_problem
from tests.builders import ok_small

PROBLEM = write_problem(ok_small())
TEXT = json.dumps(PROBLEM, ensure_ascii=False).encode()

BAD_FILES = {
    "empty": (b"", "no JSON: Expecting value"),
    "no JSON": (b"{", "no JSON: Expecting"),
    "more than JSON": (b"{} {}", "no JSON: Extra data"),
    "NaN": (b'{"size": NaN}', "NaN is no number"),
    "infinite": (b'{"size": -Infinity}', "-Infinity is no number"),
    "a key twice": (b'{"parties": [{"id": "p1", "size": 1, "size": 2}]}', "key 'size' is given twice"),
    "another encoding": ('{"name": "\u95e8\u8def"}'.encode("gb18030"), "not UTF-8 at byte"),
    "two bytes a character": (TEXT.decode().encode("utf-16"), "not UTF-8 at byte"),
    "a number of 5,000 digits": (b"9" * 5000, "no JSON: "),
    "nested without end": (b"[" * 100_000, "nested too deeply"),
    "cut-off gzip": (gzip.compress(TEXT)[:-20], "cut-off or damaged gzip"),
    "damaged gzip": (gzip.compress(TEXT)[:-8] + b"\x00" * 8, "cut-off or damaged gzip"),
    "no gzip after all": (b"\x1f\x8bhello, hello, hello", "cut-off or damaged gzip"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_told_with_its_name(name: str, tmp_path: Path) -> None:
    data, message = BAD_FILES[name]
    path = tmp_path / "problem.json"
    path.write_bytes(data)
    with pytest.raises(Unreadable) as error:
        load(path)
    assert str(error.value).startswith(f"{path}: ")
    assert message in str(error.value)


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(Unreadable, match=r"^nowhere\.json: No such file or directory$"):
        load("nowhere.json")


@pytest.mark.parametrize("name", ["problem.json", "problem.json.gz"])
def test_what_is_written_is_read_back(name: str, tmp_path: Path) -> None:
    dump(PROBLEM, tmp_path / name)
    assert load(tmp_path / name) == PROBLEM
    assert read_problem(load(tmp_path / name)) == ok_small()
    assert os.listdir(tmp_path) == [name]


def test_gzip_is_known_by_its_content_and_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "zipped.json").write_bytes(gzip.compress(TEXT))
    (tmp_path / "plain.json.gz").write_bytes(b"\xef\xbb\xbf" + TEXT)
    assert load(tmp_path / "zipped.json") == load(tmp_path / "plain.json.gz") == PROBLEM


def test_every_entry_of_a_list_has_its_line(tmp_path: Path) -> None:
    dump(PROBLEM, tmp_path / "problem.json")
    lines = (tmp_path / "problem.json").read_text().splitlines()
    for entry in (*PROBLEM["parties"], *PROBLEM["locations"]):  # type: ignore[misc]
        assert any(json.loads(line.strip().rstrip(",")) == entry for line in lines if line.startswith(" {"))


def test_half_characters_stay_as_they_are(tmp_path: Path) -> None:
    document = {"meta": {"torn": "\ud83d", "whole": "\u95e8\u8def"}}
    dump(document, tmp_path / "torn.json")
    assert load(tmp_path / "torn.json") == document


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("the plan before")
    with pytest.raises(ValueError, match="JSON compliant"):
        dump({"total": float("nan")}, path)
    assert path.read_text() == "the plan before"
    assert os.listdir(tmp_path) == ["plan.json"]


def test_a_link_stays_a_link_and_a_pipe_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "plan.json").symlink_to(tmp_path / "there" / "plan.json")
    dump({"a": 1}, tmp_path / "plan.json")
    assert (tmp_path / "plan.json").is_symlink()
    assert load(tmp_path / "there" / "plan.json") == {"a": 1}
    dump({"a": 1}, "/dev/null")
    assert Path("/dev/null").is_char_device()
