"""Where a party can board, found from its home."""

import math
from dataclasses import replace

import pytest
from django.db import connection

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_problem
from scheduler.campaigns.services import Reach, access_rules_set, campaign_import
from scheduler.people.boarding import Search, boarding_options_find
from scheduler.people.models import BoardingOption, DepartureRequest
from scheduler.people.services import NewRequest, request_update, requests_add
from scheduler.places.mapping import point_of
from scheduler.places.models import Place
from solvers.problem import Haversine, Location, Tier
from tests.builders import ok_small
from tests.cast import Cast

HOME = (108.77, 29.53)
EARTH_M = 6_371_008.8
READY = clock.moment(ok_small().horizon[0])


def north(metres: float, home: tuple[float, float] = HOME) -> tuple[float, float]:
    """The point that many metres north of home."""
    return home[0], home[1] + math.degrees(metres / EARTH_M)


def access_s(metres: float, kmh: float, extra_s: int = 0) -> int:
    """As the generator of the public instances has it."""
    return round((metres / 1000 * 1.4 / kmh * 3600 + extra_s) / 60) * 60


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    """Places north of one home: three villages, a town, two hubs, two gates, a depot."""
    spots = {
        ("v-near", "boarding_point"): 300,
        ("v-far", "boarding_point"): 2990,
        ("town", "boarding_point"): 8000,
        ("v-beyond", "boarding_point"): 10_100,
        ("hub-1", "hub"): 39_000,
        ("hub-2", "hub"): 41_000,
        ("gate-1", "gate"): 2000,
        ("gate-3", "gate"): 1000,
        ("depot-1", "depot"): 10,
    }
    locations = tuple(
        Location(id=code, kind=kind, lon=north(metres)[0], lat=north(metres)[1])  # type: ignore[arg-type]
        for (code, kind), metres in spots.items()
    )
    problem = replace(
        ok_small(),
        name="village",
        travel=Haversine(detour=1.4, tiers=(Tier(kmh=60),)),
        locations=locations,
        parties=(),
        fleets=(),
        services=(),
    )
    with cast.coordinator.acting():
        return campaign_import(bureau=cast.coordinator.organisation, problem=problem, by=None)


def new(code: str, **more: object) -> NewRequest:
    return NewRequest(**{"code": code, "ready_at": READY, "size": 1, "home": HOME, **more})  # type: ignore[arg-type]


def options(code: str) -> list[tuple[str, int, bool]]:
    rows = BoardingOption.objects.filter(request__code=code, request__campaign__name="village").order_by("position")
    return list(rows.values_list("place__code", "access_s", "found"))


def test_places_within_reach_are_found_with_the_time_that_it_takes(cast: Cast, campaign: Campaign) -> None:
    with cast.coordinator.acting():
        requests_add(campaign=campaign, requests=[new("p1")])
        assert options("p1") == [
            ("v-near", access_s(300, 4.2), True),
            ("v-far", access_s(2990, 15, 300), True),  # by bicycle: quicker than on foot
            ("hub-1", access_s(39_000, 28, 900), True),
        ]


def test_of_many_places_the_nearest_are_taken(cast: Cast, campaign: Campaign) -> None:
    with cast.coordinator.acting():
        by_bicycle = Reach(means="cycle", place_kinds=("boarding_point", "hub"), reach_m=90_000, kmh=15, nearest=4)
        access_rules_set(campaign=campaign, rules=[by_bicycle])
        requests_add(campaign=campaign, requests=[new("p1")])
        assert [code for code, _, _ in options("p1")] == ["v-near", "v-far", "town", "v-beyond"]


def test_a_gate_counts_where_its_slot_was_chosen(cast: Cast, campaign: Campaign) -> None:
    with cast.coordinator.acting():
        requests_add(campaign=campaign, requests=[new("p1", choices=(("s1", 0.0),)), new("p2")])
        assert ("gate-1", access_s(2000, 4.2), True) in options("p1")
        assert "gate-3" not in [code for code, _, _ in options("p1")]
        assert not [code for code, _, _ in options("p2") if code.startswith("gate")]


def test_who_needs_a_wheelchair_space_is_picked_up_at_the_door(cast: Cast, campaign: Campaign) -> None:
    with cast.coordinator.acting():
        requests_add(campaign=campaign, requests=[new("p1", wheelchairs=1)])
        assert options("p1") == [("home-p1", 0, True)]
        door = Place.objects.get(code="home-p1")
        assert (door.kind, door.point.coords) == ("home", HOME)
        party = campaign_problem(campaign).parties[0]
        assert [b.at for b in party.boarding] == ["home-p1"]


def test_where_nothing_is_within_reach_it_is_the_door(cast: Cast, campaign: Campaign) -> None:
    with cast.coordinator.acting():
        requests_add(campaign=campaign, requests=[new("p1", home=(100.0, 30.0))])
        assert options("p1") == [("home-p1", 0, True)]


def test_what_was_found_is_found_anew_and_what_was_entered_stays(cast: Cast, campaign: Campaign) -> None:
    with cast.coordinator.acting():
        row = requests_add(campaign=campaign, requests=[new("p1", boarding=(("town", 77),))]).only()
        assert options("p1") == [("town", 77, False)]
        access_rules_set(
            campaign=campaign,
            rules=[Reach(means="cycle", place_kinds=("boarding_point",), reach_m=9000, kmh=15, nearest=9)],
        )
        for _ in range(2):
            assert boarding_options_find(campaign=campaign) == Search(requests=1, options=2, without=())
            assert [code for code, _, _ in options("p1")] == ["town", "v-near", "v-far"]
            assert [found for _, _, found in options("p1")] == [False, True, True]
        row.refresh_from_db()
        assert row.version == 3


def test_a_door_moves_with_the_home(cast: Cast, campaign: Campaign) -> None:
    with cast.coordinator.acting():
        row = requests_add(campaign=campaign, requests=[new("p1", wheelchairs=1)]).only()
        row.refresh_from_db()
        request_update(request=row, version=None, changes={"home": point_of(*north(50))})
        boarding_options_find(campaign=campaign)
        assert Place.objects.filter(kind="home").count() == 1
        assert Place.objects.get(code="home-p1").point.coords == pytest.approx(north(50))


def test_a_place_that_has_the_doors_code_is_left_alone(cast: Cast, campaign: Campaign) -> None:
    with cast.coordinator.acting():
        Place.objects.create(campaign=campaign, code="home-p1", kind="depot", point=point_of(1.0, 2.0))
        row = requests_add(campaign=campaign, requests=[new("p1", wheelchairs=1)]).only()
        assert Place.objects.get(code="home-p1").point.coords == (1.0, 2.0)
        assert options("p1") == [(f"home-{row.id}", 0, True)]


def test_requests_without_a_home_are_named(cast: Cast, campaign: Campaign) -> None:
    with cast.coordinator.acting():
        requests_add(campaign=campaign, requests=[new("p1", home=None), new("p2")])
        assert boarding_options_find(campaign=campaign).without == ("p1",)


def test_the_search_finds_nothing_for_who_does_not_lead_the_campaign(cast: Cast, campaign: Campaign) -> None:
    with cast.coordinator.acting():
        requests_add(campaign=campaign, requests=[new("p1")])
        ids = list(DepartureRequest.objects.filter(campaign=campaign).values_list("id", flat=True))
    found = {}
    for name in ("coordinator", "other_coordinator", "auditor", "operator"):
        with getattr(cast, name).acting(), connection.cursor() as cursor:
            cursor.execute("select count(*) from menlu_boarding_near(%s, %s)", [campaign.id, ids])
            found[name] = cursor.fetchone()[0]
    assert found == {"coordinator": 3, "other_coordinator": 0, "auditor": 0, "operator": 0}
