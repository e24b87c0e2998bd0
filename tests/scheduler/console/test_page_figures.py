"""What each page takes at the server on a campaign of 3,000 people, and how many queries it asks: a benchmark.

Run as ``./menlu test tests/scheduler/console/test_page_figures.py -m benchmark -n0 -s``. A page's first visit finds
nothing in the process's own caches, as just after a start; the others follow it. What has to hold is the processor's
time, of this process and of its database connection, which take turns: so other work on the machine does not count.

The application is asked past the test client, which copies and keeps all that each template was given: with it pages of
many rows take twice as long, and the longer the more of them the collector finds.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from scheduler.clock import now
from tests.e2e.week.desk import Clock
from tests.scheduler.console.visiting import MOST_QUERIES, patterns, queries_of
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

VISITS = 20
SHOWN = ("text/html", "application/json")
"""Pages, parts of pages, and what their scripts draw; no papers."""
ON_THE_ROAD = ("campaign", "today", "today_changed", "replan", "duties", "intakes", "gate", "town_departures")
"""Pages that tell of what was seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What the visits to a page, or to a part of one, took, in milliseconds, of what they may."""

    page: str
    asked: Asked
    clock: tuple[float, ...]
    work: tuple[float, ...]
    queries: int

    @property
    def is_too_much(self) -> bool:
        """Whether one visit in twenty takes too long, or asks too many queries without reading the whole plan."""
        asks_much = self.queries > MOST_QUERIES and not self.asked.is_priced
        return asks_much or _share(self.work, 95) > self.asked.most_ms

    def __str__(self) -> str:
        figures = (self.clock[0], _share(self.clock, 50), _share(self.clock, 95), _share(self.work, 95))
        return "".join(f"{figure:9.0f}" for figure in figures) + f"{self.queries:6}  {self.page}"


@pytest.fixture
def clock(tmp_path: Path, transactional_db: None) -> Iterator[Clock]:
    with time_machine.travel(now(), tick=True) as machine:
        yield Clock(machine=machine, file=tmp_path / "clock")


@pytest.fixture
def wave(clock: Clock) -> Wave:
    made = wave_of(clock)
    gc.collect()  # what made the data is not part of it
    gc.freeze()  # as the web process does once it is loaded
    return made


@pytest.mark.benchmark
@pytest.mark.slow
def test_every_page_takes_less_than_400_ms_and_few_queries_on_3000_people(wave: Wave) -> None:
    print("\n    first      p50      p95   p95 of work, in ms; queries")
    taken = [*_at_rest(wave)]
    go_on(wave)
    taken += _on_the_road(wave)
    seen = {one.page.partition(": ")[2] for one in taken}
    print(f"no page, or nobody was led to it: {', '.join(sorted(patterns().keys() - seen))}")
    print(f"the machine's load is {os.getloadavg()[0]:.1f}")
    assert [str(one) for one in taken if one.is_too_much] == []


def _at_rest(wave: Wave) -> Iterator[Taken]:
    """Every page of everybody."""
    office = signed_in(wave.desk.bureau)
    for plan, which in ((wave.draft, "draft"), (wave.edited, "edited")):
        yield from _visits("coordinator", office, pages_of_plan(wave, plan, which))
    yield from _visits("coordinator", office, parts_of(wave))
    for who in wave.everybody:
        yield from _visits(who.role, signed_in(who), pages_of(wave, who))
    yield from _visits("telephone", Client(), telephone_pages(wave))


def _on_the_road(wave: Wave) -> Iterator[Taken]:
    """The pages that tell of it."""
    for who in wave.everybody:
        pages = pages_of(wave, who)
        yield from _visits(who.role, signed_in(who), {f"{name}, on the road": pages[name] for name in ON_THE_ROAD})
    told = {f"{name}, on the road": asked for name, asked in telephone_pages(wave).items()}
    yield from _visits("telephone", Client(), told)


def _visits(who: str, client: Client, addresses: Addresses) -> Iterator[Taken]:
    """Visit what they get to see of it."""
    for name, asked in addresses.items():
        for cache in ("default", "counts"):
            caches[cache].clear()
        first, response = _visit(client, asked)
        if response.status_code == 200 and response.headers["Content-Type"].startswith(SHOWN):
            yield _printed(_taken(f"{who}: {name}", client, asked, first))


def _taken(page: str, client: Client, asked: Asked, first: tuple[float, float]) -> Taken:
    visits = [first, *(_visit(client, asked)[0] for _ in range(VISITS - 1))]
    clock, work = zip(*visits, strict=True)
    queries = queries_of(client, asked.address, asked.form, **asked.headers)
    return Taken(page=page, asked=asked, clock=clock, work=work, queries=queries)


def _printed(taken: Taken) -> Taken:
    print(taken)
    return taken


def _visit(client: Client, asked: Asked) -> tuple[tuple[float, float], HttpResponse]:
    """The milliseconds of the clock and of the processor, and what came."""
    environ = _environ(client, asked)
    began, worked = time.perf_counter(), _worked()
    response = client.handler(environ)
    return ((time.perf_counter() - began) * 1000, (_worked() - worked) * 1000), response


def _environ(client: Client, asked: Asked) -> Mapping[str, Any]:
    """What the server hands over to the application when this browser asks."""
    make = RequestFactory(HTTP_COOKIE="; ".join(f"{name}={one.value}" for name, one in client.cookies.items()))
    if asked.form is None:
        return make.get(asked.address, headers=asked.headers).environ
    return make.post(asked.address, asked.form, headers=asked.headers).environ


def _worked() -> float:
    """Seconds that the processor has worked for this process and its database connection."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (pid,) = cursor.fetchone()
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return time.process_time() + (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def _share(figures: tuple[float, ...], percent: int) -> float:
    return quantiles(figures, n=100, method="inclusive")[percent - 1]
