"""Plans to rows and back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db.models.functions import Now
from pytest_django import DjangoAssertNumQueries

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services import campaign_import
from scheduler.organisations.models import Organisation
from scheduler.organisations.tenancy import acting_as
from scheduler.plans import mapping
from scheduler.plans.models import Plan, PlanRun
from solvers import plan as data
from tests.scheduler.plans.scene import DAY, HOUR, rich_plan, small_problem


def kept(plan: data.Plan, campaign: Campaign) -> Plan:
    """The plan as rows, written the way a run writes them."""
    run = PlanRun.objects.create(campaign=campaign, seconds=8)
    row = Plan.objects.create(
        campaign=campaign,
        run=run,
        number=Plan.objects.filter(campaign=campaign).count() + 1,
        judged_at=Now(),
        **mapping.costs_of(plan),
    )
    mapping.to_rows(plan, row, mapping.codes_of(campaign)).save()
    return Plan.objects.get(id=row.id)


def test_a_plan_with_one_of_everything_comes_back_equal(campaign: Campaign) -> None:
    with acting_as(campaign.bureau_id):
        assert mapping.from_rows(kept(rich_plan(), campaign)) == rich_plan()


def test_an_empty_meta_is_not_no_meta(campaign: Campaign) -> None:
    plan = replace(rich_plan(), meta={})
    with acting_as(campaign.bureau_id):
        assert mapping.from_rows(kept(plan, campaign)).meta == {}


def test_no_bound_stays_no_bound(campaign: Campaign) -> None:
    plan = replace(rich_plan(), bound=None)
    with acting_as(campaign.bureau_id):
        assert mapping.from_rows(kept(plan, campaign)).bound is None


def test_two_plans_of_a_campaign_do_not_mix(campaign: Campaign) -> None:
    other = replace(rich_plan(), duties=(), itineraries=rich_plan().itineraries[1:])
    with acting_as(campaign.bureau_id):
        first, second = kept(rich_plan(), campaign), kept(other, campaign)
        assert mapping.from_rows(first) == rich_plan()
        assert mapping.from_rows(second) == other


def test_a_plan_that_names_what_the_campaign_has_not_is_refused(campaign: Campaign) -> None:
    stranger = replace(rich_plan(), unserved=(data.Unserved(party="nobody", reason=data.Reason.COST),))
    with acting_as(campaign.bureau_id), pytest.raises(KeyError, match="nobody"):
        kept(stranger, campaign)


def test_a_plan_of_three_thousand_people_takes_few_statements(
    bureau: Organisation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    problem = small_problem(parties=1500)
    assert sum(party.size for party in problem.parties) == 3000
    plan = _large_plan(problem.name, [party.id for party in problem.parties])
    with acting_as(bureau.id):
        campaign = campaign_import(bureau=bureau, problem=problem, by=None)
        with django_assert_max_num_queries(30):
            row = kept(plan, campaign)
        with django_assert_max_num_queries(12):
            assert mapping.from_rows(row) == plan


def _large_plan(problem: str, parties: list[str]) -> data.Plan:
    """Every party by coach, flight and coach again, twenty parties a coach."""
    groups = [tuple(parties[at : at + 20]) for at in range(0, len(parties), 20)]
    return replace(
        rich_plan(),
        problem=problem,
        duties=tuple(
            _duty(f"{fleet}-{number}", fleet, number, group, places)
            for number, group in enumerate(groups)
            for fleet, places in (("coach", ("wuli", "airport-1")), ("shuttle", ("airport-2", "yard")))
        ),
        itineraries=tuple(
            data.Itinerary(
                party=party,
                slot="s-yard",
                legs=(
                    data.AccessLeg(to="wuli", depart=DAY, arrive=DAY + 600),
                    data.DutyLeg(duty=f"coach-{number}", from_stop=0, to_stop=1),
                    data.ServiceLeg(service="charter"),
                    data.DutyLeg(duty=f"shuttle-{number}", from_stop=0, to_stop=1),
                ),
            )
            for number, group in enumerate(groups)
            for party in group
        ),
        unserved=(),
    )


def _duty(code: str, fleet: str, number: int, group: tuple[str, ...], places: tuple[str, str]) -> data.Duty:
    there, then = places
    times = {"arrive": DAY + HOUR, "start": DAY + HOUR, "depart": DAY + 2 * HOUR}
    return data.Duty(
        id=code,
        fleet=fleet,
        vehicle=number,
        crew=0,
        stops=(
            data.Stop(at=there, board=group, alight=(), **times),
            data.Stop(at=then, board=(), alight=group, **times),
        ),
        drives=(data.Drive(leg=0, driver=0, start=DAY, end=DAY + HOUR),),
    )
