"""A worker's slip: where, when, by what, on which seat; on a card of A6 in large print."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.papers.seats import seats_of
from scheduler.papers.slip import Slip, SlipWriter
from scheduler.papers.slip_pdf import slips_bytes, slips_html
from scheduler.papers.slip_wording import SLIP_LANGUAGES
from scheduler.papers.wording import LANGUAGES, Language
from tests.builders import duty, ok_small, ok_small_plan
from tests.scheduler.papers import cast
from tests.scheduler.papers.test_pdf import printed

SIZES = {party.id: party.size for party in ok_small().parties}


def cards(language: Language = "zh") -> tuple[Slip, ...]:
    facts = cast.small()
    seats = {one.id: seats_of(one, sizes=SIZES, seats=9) for one in facts.plan.duties}
    return SlipWriter(facts, seats=seats, language=language).cards(["p1", "p2", "p3", "p4"])


def test_everyone_known_by_name_has_a_slip_and_who_stays_at_home_has_none() -> None:
    assert [card.name for card in cards()] == ["赵立春", "钱雨水", "孙惊蛰", "李春分", "周清明", None]


def test_a_slip_says_where_when_by_what_and_on_which_seat() -> None:
    card = cards("en")[2]
    assert (f"{card.leaves:%H:%M}", f"{card.arrives:%H:%M}", card.gate, card.employer) == (
        "05:12",
        "11:33",
        "Gate 1",
        "Jiamu Furniture",
    )
    assert [(ride.mark, f"{ride.be_there:%H:%M}", ride.start, ride.seats) for ride in card.rides] == [
        ("d1", "05:22", "bp-2", (3,)),
        ("f1", "06:30", "hub-1", ()),
        ("d2", "11:00", "hub-2", (3,)),
    ]
    assert "Checked bag up to 20 kg" in card.bring
    assert card.needs == ("wheelchair",)


def test_who_walks_is_told_when_to_leave_and_where_to_go() -> None:
    card = cards()[-1]
    assert (card.rides, card.on_foot, f"{card.leaves:%H:%M}", f"{card.arrives:%H:%M}") == ((), True, "07:40", "08:00")


def test_seats_are_used_again_after_somebody_has_left_and_kept_by_those_who_were_told() -> None:
    problem = ok_small()
    run = duty(
        problem,
        "d9",
        "van",
        """
        depot-1 05:00
        bp-1    05:10 +p1
        bp-2    05:20 -p1 +p2
        hub-1   06:00 -p2
        """,
    )
    assert seats_of(run, sizes=SIZES, seats=9) == {"p1": (1, 2), "p2": (1, 2, 3)}
    assert seats_of(run, sizes=SIZES, seats=9, before={"p2": (4, 5, 6)})["p2"] == (4, 5, 6)
    assert seats_of(run, sizes=SIZES, seats=5, before={"p2": (4, 5, 6)})["p2"] == (1, 2, 3)


def test_nobody_shares_a_seat_while_both_are_aboard() -> None:
    van = ok_small_plan().duties[0]
    given = seats_of(van, sizes=SIZES, seats=9, before={"p1": (2, 3), "p2": (3, 4, 5)})
    assert given == {"p1": (2, 3), "p2": (4, 5, 6)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cards_are_four_to_a_sheet_and_complete(language: Language, tmp_path: Path) -> None:
    pdf = slips_bytes(cards(language), language=language)
    text = printed(pdf, tmp_path)
    assert text.count("\f") == 2
    for word in ("赵立春", "周清明", "p3", "11100000501", SLIP_LANGUAGES[language].bring_title):
        assert word in text
    assert text.count("11100000501") == 6
    size = subprocess.run(["pdfinfo", tmp_path / "sheet.pdf"], check=True, capture_output=True, text=True).stdout
    assert "A4" in size


def test_names_on_cards_are_escaped() -> None:
    html = slips_html([replace(cards()[0], name="<script>")], language="zh")
    assert "<script>" not in html
