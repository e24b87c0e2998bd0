"""Who is served how, told of groups that are large enough."""

from __future__ import annotations

from scheduler.plans.fairness import Person, fairness_of
from scheduler.plans.seen import By, Group, Ride, Trip


def trip(ride_s: int, wait_s: int) -> Trip:
    """A trip of one person that rides and waits so long."""
    ride = Ride(unit="d1", is_service=False, origin="a", destination="b", leaves=0, arrives=ride_s)
    return Trip(
        party="p", size=1, wheelchairs=0, slot="s", boards_at="a", leaves=0, arrives=ride_s + wait_s + 60, access_s=60,
        rides=(ride,),
    )  # fmt: skip


def people(count: int, key: str, travels: Trip | None) -> list[Person]:
    return [Person(groups={By.SEX: (key,)}, trip=travels)] * count


def told(found: list[Person]) -> dict[str, Group]:
    return {group.key: group for group in fairness_of(found)}


def test_a_group_is_counted_by_who_is_served_and_how_long_it_takes() -> None:
    found = told(
        [*people(3, "female", trip(3600, 600)), *people(3, "female", trip(7200, 0)), *people(2, "female", None)]
    )
    group = found["female"]
    assert (group.people, group.served, group.share) == (8, 6, 0.75)
    assert (group.ride_s, group.wait_s) == (5400, 300)


def test_five_are_told_of_and_four_are_not() -> None:
    found = told([*people(5, "female", None), *people(4, "male", None), *people(3, "unknown", None)])
    assert found["female"].people == 5
    assert (found["male"].people, found["unknown"].people) == (None, None)
    assert found["male"].share is None


def test_one_small_group_alone_takes_the_next_larger_with_it() -> None:
    found = told([*people(9, "female", None), *people(6, "male", None), *people(1, "unknown", None)])
    assert [found[key].people for key in ("female", "male", "unknown")] == [9, None, None]


def test_a_group_nobody_of_which_travels_has_no_times() -> None:
    group = told(people(5, "male", None))["male"]
    assert (group.served, group.ride_s, group.wait_s) == (0, None, None)


def test_bands_stand_in_their_order_and_the_unknown_last() -> None:
    keys = ("80+", "20-40", "unknown", "0-20")
    found = fairness_of(Person(groups={By.DISTANCE: (key,)}, trip=None) for key in keys)
    assert [group.key for group in found] == ["0-20", "20-40", "80+", "unknown"]
