"""A worker's slip: where, when, by what, on which seat; on a card of A6 in large print."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.campaigns.models import Campaign
from scheduler.errors import NotFound
from scheduler.organisations.tenancy import acting_as_system
from scheduler.papers.services import slips_pdf
from scheduler.papers.slip_pdf import slips_html
from scheduler.papers.slip_rows import cards
from scheduler.papers.slip_wording import SLIP_LANGUAGES
from scheduler.papers.wording import LANGUAGES
from scheduler.people.models import DepartureRequest
from tests.cast import Cast
from tests.scheduler.papers.test_pdf import printed
from tests.scheduler.telling.conftest import campaign, clock
from tests.scheduler.telling.scene import told

__all__ = ["campaign", "clock"]


def test_a_slip_says_where_when_by_what_and_on_which_seat(campaign: Campaign, cast: Cast, tmp_path: Path) -> None:
    plan = told(cast)
    with cast.coordinator.acting():
        found = cards(plan=plan, language="en")
    assert [card.name for card in found] == ["赵立春", "钱雨水", "孙惊蛰", None]
    second, walker = found[1], found[3]
    assert (f"{second.leaves:%H:%M}", f"{second.arrives:%H:%M}", second.gate) == ("04:55", "11:33", "gate-1")
    assert [(ride.mark, f"{ride.be_there:%H:%M}", ride.start, ride.seats) for ride in second.rides] == [
        ("d1", "05:10", "bp-1", (9,)),
        ("f1", "06:30", "hub-1", ()),
        ("d2", "11:00", "hub-2", (20,)),
    ]
    assert "Checked bag up to 20 kg" in second.bring
    assert (walker.rides, walker.on_foot, f"{walker.leaves:%H:%M}") == ((), True, "07:40")
    for language in LANGUAGES:
        with cast.coordinator.acting():
            text = printed(slips_pdf(plan=plan, language=language), tmp_path)
        for word in ("赵立春", "孙惊蛰", "p3", second.boarding_code, SLIP_LANGUAGES[language].bring_title):
            assert word in text
        assert (text.count("11100000501"), text.count("\f")) == (4, 1)
        assert walker.boarding_code not in text, "who walks to the gate shows it to nobody"
    assert "<script>" not in slips_html([replace(second, name="<script>")], language="zh")
    with acting_as_system():
        DepartureRequest.objects.filter(campaign=campaign, code="p3").update(town="五里镇")
    with cast.coordinator.acting():
        assert [card.party for card in cards(plan=plan, language="zh", town="五里镇")] == ["p3"]
        with pytest.raises(NotFound, match="nobody of 石会镇"):
            slips_pdf(plan=plan, town="石会镇")
