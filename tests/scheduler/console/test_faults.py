"""What is wrong with an imported document is said in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.translation import override

from scheduler.console.campaigns.faults import fault_told
from solvers.documents import read_problem, write_problem
from solvers.documents.faults import _SENTENCES
from solvers.problem import InvalidProblem
from tests.builders import ok_small

LIMITS = {"actual_length": 9, "max_length": 5, "ge": 0, "gt": 0, "le": 1, "lt": 1, "expected": "'a'", "tag": "x"}
MORE = {"discriminator": "'kind'", "expected_tags": "'a'", "value": "'7'", "what": "1999 is no year"}


def _twice(document: Any) -> None:
    document["slots"].append(document["slots"][0])


def _nowhere(document: Any) -> None:
    document["slots"][0]["gate"] = "gate-9"


def _too_many(document: Any) -> None:
    document["parties"][0]["wheelchairs"] = document["parties"][0]["size"] + 1


def _words(document: Any) -> None:
    document["parties"][0]["size"] = "two"


def _without(document: Any) -> None:
    del document["parties"][0]["size"]


def _short(document: Any) -> None:
    document["travel"]["distance_m"].pop()


@pytest.mark.parametrize(
    ("spoil", "where", "told"),
    [
        (_twice, "slots[", "重复，须唯一"),
        (_nowhere, "slots[0].gate", "没有地点 'gate-9'"),
        (_too_many, "parties[0].wheelchairs", "3 个，而同行组只有 2 人"),
        (_words, "parties[0].size", "'two' 不是整数"),
        (_without, "parties[0].size", "缺少"),
        (_short, "travel.distance_m", "而地点有"),
    ],
)
def test_a_fault_is_told_in_chinese(spoil: Callable[[Any], None], where: str, told: str) -> None:
    document = write_problem(ok_small())
    spoil(document)
    with pytest.raises(InvalidProblem) as error:
        read_problem(document)
    assert error.value.where.startswith(where)
    with override("en"):
        assert fault_told(error.value.what) == error.value.what
    with override("zh-hans"):
        assert told in fault_told(error.value.what)


def test_every_sentence_of_the_reader_has_its_chinese() -> None:
    said = [words.format(**LIMITS, **MORE) for kind, words in _SENTENCES.items() if kind != "text"]
    with override("zh-hans"):
        assert [what for what in said if fault_told(what) == what] == []
