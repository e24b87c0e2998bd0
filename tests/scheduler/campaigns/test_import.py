"""A problem goes in and comes out exactly the same."""

import time
from dataclasses import replace

import pytest
from django.apps import apps
from pytest_django import DjangoAssertNumQueries

from scheduler.campaigns.mapping import bare_problem
from scheduler.campaigns.selectors import campaign_problem
from scheduler.campaigns.services import campaign_import
from scheduler.errors import Forbidden, Invalid
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import BoardingOption, Choice, DepartureRequest
from scheduler.people.selectors import request_list
from scheduler.people.services import request_withdraw
from scheduler.people.states import RequestState
from solvers.documents import read_problem, write_problem
from solvers.problem import Boarding, Crew, Haversine, Location, Party, Problem, Tier
from solvers.problem import Choice as Wish
from tests.builders import ok_long, ok_small
from tests.cast import Cast

META = {"a": [1, 2.5, None, {"deep": "门"}], "b": 1e-7, "c": 12345678901234567890}


def rich() -> Problem:
    """Everything that the format can say at once, and what is easily lost: order, nulls, empty lists, floats."""
    small = ok_small()
    haversine = Haversine(detour=1.1 + 1e-9, tiers=(Tier(kmh=35.5, upto_m=15_000, meta=META), Tier(kmh=80)), meta=META)
    law = replace(small.rules.driver_hours, night=None, meta=META) if small.rules.driver_hours else None
    late = 253_000_000_000
    return replace(
        small,
        name="rich 门路",
        currency="",
        utc_offset_s=-(9 * 3600 + 30 * 60),
        travel=haversine,
        locations=tuple(
            replace(place, name=name, hours=hours, meta=meta, lon=108.1 + 1e-13 * i)
            for i, (place, name, hours, meta) in enumerate(
                zip(
                    reversed(small.locations),
                    ("", None, "门", "x", "y", None, "", "z"),
                    ((0, 86_400), None, (21_600, 21_600), (1, 2), None, None, (0, 0), None),
                    (META, None, {}, [], "text", 0, False, META),
                    strict=True,
                )
            )
        ),
        parties=(
            Party(
                id="门", size=10**12, wheelchairs=0, ready=late, due=late, boarding=(), choices=(), unserved_cost=0.1
            ),
            *(
                replace(
                    party,
                    boarding=tuple(replace(b, meta=META) for b in reversed(party.boarding)),
                    choices=tuple(replace(c, cost=0.1 + 0.2, meta={"why": None}) for c in party.choices),
                    meta={"registered_poor": True},
                )
                for party in small.parties
            ),
        ),
        slots=(
            *(replace(slot, windows=(*slot.windows, *slot.windows), meta=META) for slot in small.slots),
            replace(small.slots[0], id="closed", windows=(), capacity=0),
        ),
        fleets=tuple(
            replace(
                fleet,
                slots=("s3", "s1") if i else (),
                crews=(Crew(drivers=3, cost=1400.0, seats=1, meta=META), Crew(drivers=1, cost=0, seats=0)),
                meta=META,
            )
            for i, fleet in enumerate(small.fleets)
        ),
        services=tuple(replace(s, group=group, meta=META) for s, group in zip(small.services, ("", None), strict=True)),
        rules=replace(small.rules, driver_hours=law, max_load_factor=1 / 3, meta=META),
        meta=META,
        horizon_meta=[META],
    )


@pytest.mark.parametrize("make", [ok_small, ok_long, rich])
def test_what_was_imported_is_given_back_exactly(cast: Cast, make: "type[Problem]") -> None:
    problem = make()
    with cast.coordinator.acting():
        campaign = campaign_import(bureau=cast.coordinator.organisation, problem=problem, by=cast.coordinator.user)
        back = campaign_problem(campaign)
    for part in Problem.__dataclass_fields__:
        assert getattr(back, part) == getattr(problem, part), part
    assert write_problem(back) == write_problem(problem)


def test_a_problem_with_nothing_in_it_is_a_campaign_too(cast: Cast) -> None:
    bare = bare_problem(cast.campaign)
    assert bare.locations == bare.parties == ()
    with cast.coordinator.acting():
        campaign = campaign_import(bureau=cast.coordinator.organisation, problem=bare, by=None)
        assert campaign_problem(campaign) == bare


def crowd(parties: int) -> Problem:
    """Parties with two places and three choices each, in a hundred villages, for two hundred slots."""
    small = ok_small()
    villages = tuple(Location(id=f"v{i}", kind="boarding_point", lon=108.0 + i / 1000, lat=29.5) for i in range(100))
    slots = tuple(replace(small.slots[0], id=f"slot{i}") for i in range(200))
    return replace(
        small,
        travel=Haversine(detour=1.3, tiers=(Tier(kmh=60),)),
        locations=(*small.locations, *villages),
        slots=(*small.slots, *slots),
        parties=tuple(
            Party(
                id=f"p{i}",
                size=1 + i % 3,
                wheelchairs=0,
                ready=small.horizon[0],
                due=None,
                boarding=tuple(Boarding(at=f"v{(i + k) % 100}", access_s=60 * k) for k in range(2)),
                choices=tuple(Wish(slot=f"slot{(i + k) % 200}", cost=20.0 * k) for k in range(3)),
                unserved_cost=5000.0,
                meta={"registered_poor": True} if i % 3 else None,
            )
            for i in range(parties)
        ),
    )


def test_a_crowd_takes_as_many_statements_as_a_few(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with cast.coordinator.acting():
        with django_assert_max_num_queries(50):
            campaign = campaign_import(bureau=cast.coordinator.organisation, problem=crowd(1500), by=None)
        assert BoardingOption.objects.filter(campaign=campaign).count() == 3000
        assert Choice.objects.filter(campaign=campaign).count() == 4500
        assert apps.get_model("people", "DepartureRequestEvent").objects.filter(campaign=campaign).count() == 1500
        with django_assert_max_num_queries(12):
            campaign_problem(campaign)


@pytest.mark.benchmark
def test_three_thousand_people_are_taken_in_within_five_seconds(cast: Cast) -> None:
    problem = crowd(1500)
    assert sum(party.size for party in problem.parties) == 3000
    with cast.coordinator.acting():
        begun = time.perf_counter()
        campaign_import(bureau=cast.coordinator.organisation, problem=problem, by=None)
        assert time.perf_counter() - begun < 5


def test_parts_that_do_not_fit_are_refused_with_their_place(cast: Cast) -> None:
    small = ok_small()
    problem = replace(small, slots=(replace(small.slots[0], gate="nowhere"), *small.slots[1:]))
    with cast.coordinator.acting(), pytest.raises(Invalid, match="nowhere") as refused:
        campaign_import(bureau=cast.coordinator.organisation, problem=problem, by=None)
    assert refused.value.where == "slots[0].gate"


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_a_text_that_the_database_cannot_hold_is_refused(cast: Cast, text: str) -> None:
    problem = replace(ok_small(), meta={"note": text})
    with cast.coordinator.acting(), pytest.raises(Invalid, match="cannot be kept"):
        campaign_import(bureau=cast.coordinator.organisation, problem=problem, by=None)


def test_nothing_is_left_of_an_import_that_failed(cast: Cast) -> None:
    small = ok_small()
    problem = replace(small, services=(replace(small.services[0], group="x\0"),))
    with cast.coordinator.acting():
        before = DepartureRequest.objects.count()
        with pytest.raises(Invalid):
            campaign_import(bureau=cast.coordinator.organisation, problem=problem, by=None)
        assert DepartureRequest.objects.count() == before


def test_only_a_bureau_has_campaigns(cast: Cast) -> None:
    with acting_as_system(), pytest.raises(Forbidden, match="'jiamu' is no bureau"):
        campaign_import(bureau=cast.employer.organisation, problem=ok_small(), by=None)


def test_a_withdrawn_request_is_not_planned_for(cast: Cast) -> None:
    with cast.coordinator.acting():
        request = request_list(campaign=cast.campaign).get(code="p1")
        assert request_withdraw(request=request, version=1).state == RequestState.WITHDRAWN
        problem = campaign_problem(cast.campaign)
    assert [party.id for party in problem.parties] == ["p2", "p3", "p4", "p5"]
    assert read_problem(write_problem(problem)) == problem
