"""What each page takes at the server on a campaign of 3,000 people, and how many queries it asks: a benchmark.

Run as ``./menlu test tests/scheduler/console/test_page_figures.py -m benchmark -n0 -s``. A page's first visit finds
nothing in the process's own caches, as just after a start; the others follow it. What has to hold is the processor's
time, of the web process and of its database connection, which take turns: so other work on the machine does not count.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import quantiles

import pytest
import time_machine
from django.test import Client

from scheduler.clock import now
from tests.e2e.week.desk import Clock
from tests.scheduler.console.asking import Question, Taken, visits
from tests.scheduler.console.visiting import MOST_QUERIES, patterns
from tests.scheduler.console.wave import (
    Addresses,
    Asked,
    Wave,
    go_on,
    pages_of,
    pages_of_plan,
    parts_of,
    signed_in,
    telephone_pages,
    wave_of,
)

ON_THE_ROAD = ("campaign", "today", "today_changed", "replan", "duties", "intakes", "gate", "town_departures")
"""Pages that tell of what was seen."""


@pytest.fixture
def clock(tmp_path: Path, transactional_db: None) -> Iterator[Clock]:
    with time_machine.travel(now(), tick=True) as machine:
        yield Clock(machine=machine, file=tmp_path / "clock")


@pytest.fixture
def wave(clock: Clock) -> Wave:
    return wave_of(clock)


@pytest.mark.benchmark
@pytest.mark.slow
def test_every_page_takes_less_than_400_ms_and_few_queries_on_3000_people(wave: Wave) -> None:
    print("\n    first      p50      p95   p95 of work, in ms; queries")
    taken = [*_visited(_at_rest(wave))]
    go_on(wave)
    taken += _visited(_on_the_road(wave))
    seen = {one.page.partition(": ")[2] for one, _ in taken}
    print(f"no page, or nobody was led to it: {', '.join(sorted(patterns().keys() - seen))}")
    print(f"the machine's load is {os.getloadavg()[0]:.1f}")
    assert [_row(one) for one, asked in taken if _is_too_much(one, asked)] == []


def _visited(asked: Iterable[tuple[Question, Asked]]) -> Iterator[tuple[Taken, Asked]]:
    """Visit what they get to see of it."""
    by_page = {question.page: (question, one) for question, one in asked}
    for taken in visits(question for question, _ in by_page.values()):
        print(_row(taken))
        yield taken, by_page[taken.page][1]


def _is_too_much(taken: Taken, asked: Asked) -> bool:
    """Whether one visit in twenty takes too long, or asks too many queries without reading the whole plan."""
    asks_much = taken.queries > MOST_QUERIES and not asked.is_priced
    return asks_much or _share(taken.work, 95) > asked.most_ms


def _at_rest(wave: Wave) -> Iterator[tuple[Question, Asked]]:
    """Every page of everybody."""
    office = signed_in(wave.desk.bureau)
    for plan, which in ((wave.draft, "draft"), (wave.edited, "edited")):
        yield from _asked("coordinator", office, pages_of_plan(wave, plan, which))
    yield from _asked("coordinator", office, parts_of(wave))
    for who in wave.everybody:
        yield from _asked(who.role, signed_in(who), pages_of(wave, who))
    yield from _asked("telephone", Client(), telephone_pages(wave))


def _on_the_road(wave: Wave) -> Iterator[tuple[Question, Asked]]:
    """The pages that tell of it."""
    for who in wave.everybody:
        pages = pages_of(wave, who)
        yield from _asked(who.role, signed_in(who), {f"{name}, on the road": pages[name] for name in ON_THE_ROAD})
    told = {f"{name}, on the road": asked for name, asked in telephone_pages(wave).items()}
    yield from _asked("telephone", Client(), told)


def _asked(who: str, client: Client, addresses: Addresses) -> Iterator[tuple[Question, Asked]]:
    cookie = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
    for name, one in addresses.items():
        page = f"{who}: {name}"
        yield (
            Question(page=page, address=one.address, form=one.form, headers=one.headers, cookie=cookie),
            one,
        )


def _row(taken: Taken) -> str:
    figures = (taken.clock[0], _share(taken.clock, 50), _share(taken.clock, 95), _share(taken.work, 95))
    return "".join(f"{figure:9.0f}" for figure in figures) + f"{taken.queries:6}  {taken.page}"


def _share(figures: Iterable[float], percent: int) -> float:
    return quantiles(figures, n=100, method="inclusive")[percent - 1]
