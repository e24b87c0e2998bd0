"""A campaign with everything in it <-> a problem of the transfer format."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scheduler import clock
from scheduler.campaigns.models import Campaign
from solvers.documents import read_problem, write_problem
from solvers.documents.times import moment_text
from solvers.problem import Problem


def campaign_values(problem: Problem) -> dict[str, Any]:
    """The columns of the campaign that a problem makes; what is in its lists belongs to other tables."""
    document = write_problem(replace(problem, locations=(), parties=(), slots=(), fleets=(), services=()))
    start, end = problem.horizon
    return {
        "name": problem.name,
        "currency": problem.currency,
        "horizon_start": clock.moment(start),
        "horizon_end": clock.moment(end),
        "utc_offset_s": problem.utc_offset_s,
        "travel": document["travel"],
        "rules": document["rules"],
        "meta": problem.meta,
        "horizon_meta": problem.horizon_meta,
    }


def bare_problem(campaign: Campaign) -> Problem:
    """The problem of a campaign with nothing in its lists.

    Raises
    ------
    InvalidProblem
        ``travel`` or ``rules`` are not the format's.
    """
    start, end = (
        moment_text(clock.seconds(at), campaign.utc_offset_s) for at in (campaign.horizon_start, campaign.horizon_end)
    )
    document = {
        "format": "transfer-problem/1",
        "name": campaign.name,
        "currency": campaign.currency,
        "horizon": {"start": start, "end": end},
        "travel": campaign.travel,
        "rules": campaign.rules,
        **{part: [] for part in ("locations", "parties", "slots", "fleets", "services")},
    }
    return replace(read_problem(document), meta=campaign.meta, horizon_meta=campaign.horizon_meta)
