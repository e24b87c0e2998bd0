"""What was counted, as tables for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rich.markup import escape
from rich.table import Table

from solvers.explain.figures import Explained
from solvers.explain.journey import Words
from solvers.judge import Figures
from solvers.tables import MISSING, hours, new_table, percent

LONGEST = 5
DETAILS = 5
"""Parties named for each reason; the JSON has all."""


def headline(explained: Explained, figures: Figures) -> str:
    """The plan in one sentence."""
    words, cost = Words(explained.problem), figures.cost.total
    a_person = f", {words.money(cost / figures.served)} a person served" if figures.served else ""
    served = f"{figures.served} of {figures.people} people served"
    return f"{explained.problem.name}: {served} for {words.money(cost)}{a_person}"


def tables(explained: Explained) -> Iterator[Table]:
    """Every table of the report, with its title; those that would be empty are left out."""
    words = Words(explained.problem)
    made = (
        _carriers(explained),
        _money(explained),
        _fills(explained, words),
        _driving(explained),
        _longest(explained, words),
        _staying(explained),
        _helping(explained),
    )
    yield from (table for table in made if table.row_count)


def _carriers(explained: Explained) -> Table:
    table = _titled("By carrier", "carrier", "!runs", "!people", "!km driven", "!km ridden", "!cost", "!cost a person")
    for one in explained.carriers():
        table.add_row(
            one.name,
            f"{one.units:,}" if one.units else MISSING,
            f"{one.people:,}",
            _number(one.km),
            _number(one.person_km),
            f"{one.cost:,.2f}",
            _number(one.cost_a_person, 2),
        )
    return table


def _money(explained: Explained) -> Table:
    table = _titled("Where the money goes", "item", "of", "!count", "!cost", "!share")
    total = explained.plan.cost.total
    for one in explained.money():
        share = percent(one.cost / total) if total else MISSING
        table.add_row(one.item, escape(one.of), f"{one.count:,}", f"{one.cost:,.2f}", share)
    if total:
        table.add_row("total", "", "", f"{total:,.2f}", percent(1.0))
    return table


def _fills(explained: Explained, words: Words) -> Table:
    table = _titled(
        "Duties and services", "run", "carrier", "kind", "from", "to", "leaves", "ends", "!people", "!at once", "!fill",
        "!mean load", "!km", "!cost",
    )  # fmt: skip
    for one in explained.fills():
        table.add_row(
            escape(one.unit),
            one.carrier,
            escape(one.kind),
            escape(words.place(one.origin)),
            escape(words.place(one.destination)),
            words.time(one.leaves),
            words.time(one.ends),
            f"{one.people:,}",
            f"{one.most}/{one.room}",
            percent(one.most / one.room if one.room else None),
            _number(one.mean, 1),
            _number(one.km),
            f"{one.cost:,.0f}",
        )
    return table


def _driving(explained: Explained) -> Table:
    """Only where there is a law: elsewhere hours at the wheel are nobody's question."""
    table = _titled("Driver hours", "duty", "at the wheel, each driver", "!most in 24 h", "!of the limit")
    for one in explained.driving():
        if one.limit_24h_s is not None:
            table.add_row(
                escape(one.duty),
                ", ".join(map(hours, one.by_driver_s)),
                hours(one.most_24h_s),
                percent(one.most_24h_s / one.limit_24h_s if one.limit_24h_s else None),
            )
    return table


def _longest(explained: Explained, words: Words) -> Table:
    table = _titled("Longest journeys", "party", "!people", "from", "to", "leaves home", "arrives", "!takes", "by")
    for journey in explained.longest(LONGEST):
        table.add_row(
            escape(journey.party.id),
            f"{journey.party.size}",
            escape(words.place(journey.access.to)),
            escape(words.place(journey.slot.gate)),
            words.time(journey.access.depart),
            words.time(journey.arrival),
            hours(journey.arrival - journey.access.depart),
            explained.rides(journey),
        )
    return table


def _staying(explained: Explained) -> Table:
    table = _titled("Who stays at home, and why", "reason", "!parties", "!people", "!cost", "details")
    for one in explained.staying():
        alike: dict[str, list[str]] = defaultdict(list)
        for left in one.details:
            # what would help follows, and is each party's own
            alike[(left.detail or "no detail").split("; ")[0]].append(left.party)
        details = sorted(alike.items(), key=lambda item: -len(item[1]))
        lines = [f"{text}: {_names(parties)}" for text, parties in details[:DETAILS]]
        lines += [f"... and {len(details) - DETAILS} other details"] if len(details) > DETAILS else []
        table.add_row(
            one.reason.value, f"{one.parties:,}", f"{one.people:,}", f"{one.cost:,.2f}", escape("\n".join(lines))
        )
    return table


def _helping(explained: Explained) -> Table:
    """By what kind of change how many of them would come along, each by the one that makes the plan cheapest."""
    table = _titled("What would bring them along", "change", "!parties", "!people", "!saves, one at a time", "the most")
    for one in explained.helping():
        example = f"{one.most.party}: {(one.most.detail or '').split('; ')[-1]}"
        table.add_row(one.kind, f"{one.parties:,}", f"{one.people:,}", f"{one.saves:,.2f}", escape(example))
    return table


def _names(parties: list[str]) -> str:
    more = f" and {len(parties) - DETAILS} more" if len(parties) > DETAILS else ""
    return ", ".join(parties[:DETAILS]) + more


def _titled(title: str, *headings: str) -> Table:
    table = new_table(*headings)
    table.title, table.title_justify, table.title_style = title, "left", "bold"
    return table


def _number(value: float | None, digits: int = 0) -> str:
    return MISSING if value is None else f"{value:,.{digits}f}"
