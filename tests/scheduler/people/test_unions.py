"""Parties that travel together: one party while that is wanted, and each its own again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from scheduler import clock
from scheduler.campaigns.selectors import campaign_problem
from scheduler.errors import Conflict, StaleVersion, in_english
from scheduler.people.joining import Hindrance, Part, Room, refusals
from scheduler.people.joining_wording import SENTENCES, told
from scheduler.people.models import DepartureRequest, RequestMove
from scheduler.people.moves import Outcome, requests_act
from scheduler.people.selectors import request_get
from scheduler.people.services import NewRequest, NewWorker, request_update, requests_add, workers_add
from scheduler.people.states import Action, RequestState
from scheduler.people.unions import Joined, labelled_groups, parties_join, party_split
from tests.builders import at
from tests.cast import Cast

READY = clock.moment(at("05:00"))
ALONE = Part(
    code="a",
    size=2,
    wheelchairs=0,
    ready_at=READY,
    due_at=None,
    home=(108.77, 29.53),
    state="submitted",
    boarding=None,
    choices=(("s1", 0.0),),
)
ROOM = Room(utc_offset_s=28_800, loads=((8, 1), (20, 0)), slots={"s1": 6, "s2": 40})


def people(cast: Cast, *names: str) -> list[UUID]:
    new = [NewWorker(name=name) for name in names]
    taken = workers_add(bureau=cast.coordinator.organisation, workers=new)
    return [row.id for row in taken.rows if row]


def family(cast: Cast) -> tuple[DepartureRequest, DepartureRequest]:
    """Two requests of people who want to go together: two of one, one of the other."""
    mother, father, uncle = people(cast, "甲", "乙", "丙")
    common = NewRequest(code="f1", ready_at=READY, together="家", town="城东", boarding=(("bp-1", 600), ("bp-2", 900)))
    one = replace(common, members=(mother, father), choices=(("s1", 0.0), ("s3", 50.0)))
    two = replace(
        common, code="f2", members=(uncle,), ready_at=READY + timedelta(hours=1), boarding=(("bp-1", 1200),), priority=1
    )
    rows = requests_add(campaign=cast.campaign, requests=[one, replace(two, choices=(("s1", 30.0),))]).rows
    assert rows[0] is not None
    assert rows[1] is not None
    return rows[0], rows[1]


def joined(cast: Cast) -> Joined:
    (result,) = parties_join(
        campaign=cast.campaign, groups=labelled_groups(campaign=cast.campaign), by=cast.coordinator.user
    )
    return result


def test_those_who_name_each_other_are_planned_as_one_party(cast: Cast) -> None:
    with cast.coordinator.acting():
        one, two = family(cast)
        assert [request_get(request_id=row.id).to_join for row in (one, two)] == [["f2"], ["f1"]]
        union = joined(cast).request
        assert union is not None
        union = request_get(request_id=union.id)
        assert union.to_join == []
        assert (union.code, union.size, union.state, union.priority) == ("f1+f2", 3, "submitted", 1)
        assert union.ready_at == READY + timedelta(hours=1), "when the last of them can leave"
        assert union.unserved_cost == one.unserved_cost + two.unserved_cost
        assert [(option.place.code, option.access_s) for option in union.boarding_options.all()] == [("bp-1", 1200)]
        assert [(choice.slot.code, choice.cost) for choice in union.choices.all()] == [("s1", 10.0)]
        assert [str(member.worker.name) for member in union.members.all()] == ["甲", "乙", "丙"]
        parties = {party.id: party.size for party in campaign_problem(cast.campaign).parties}
        assert parties["f1+f2"] == 3
        assert not {"f1", "f2"} & set(parties)
        one = request_get(request_id=one.id)
        assert (one.state, one.joined_to_id, one.size, one.members.count()) == ("joined", union.id, 2, 0)


def test_split_again_each_is_as_it_was_and_the_joined_one_is_over(cast: Cast) -> None:
    with cast.coordinator.acting():
        one, two = family(cast)
        union = joined(cast).request
        assert union is not None
        request_update(request=union, version=None, changes={"ready_at": READY + timedelta(hours=3)})
        with pytest.raises(StaleVersion):
            party_split(request=union, version=union.version - 1, by=None)
        parts = party_split(request=union, version=union.version, by=cast.coordinator.user, why="吵架了")
        assert [(part.code, part.size, part.ready_at, part.state) for part in parts] == [
            ("f1", 2, one.ready_at, "submitted"),
            ("f2", 1, two.ready_at, "submitted"),
        ]
        assert [part.members.count() for part in parts] == [2, 1]
        union = request_get(request_id=union.id)
        assert (union.state, union.members.count()) == ("withdrawn", 0)
        ((_, moved),) = requests_act(campaign=cast.campaign, codes=["f1+f2"], action=Action.REOPEN, by=None)
        assert (moved.outcome, "split" in in_english(moved.reason)) == (Outcome.REFUSED, True)
        history = RequestMove.objects.filter(request=one).order_by("id")
        assert [(move.to_state, move.by_id is not None) for move in history] == [("joined", True), ("submitted", True)]
        assert history[1].why == "吵架了"
        again = joined(cast).request
        assert again is not None
        assert again.code == "f1+f2 (2)"


def test_what_a_trip_was_promised_to_is_neither_joined_nor_split(cast: Cast) -> None:
    with cast.coordinator.acting():
        family(cast)
        union = joined(cast).request
        assert union is not None
        (again,) = parties_join(campaign=cast.campaign, groups=[["f1", "p5"]], by=None)
        assert [(one.why, one.part) for one in again.refusals] == [
            (Hindrance.JOINED, "f1"),
            (Hindrance.STATES, "p5"),
        ]
        DepartureRequest.objects.filter(id=union.id).update(state=RequestState.PLANNED)
        with pytest.raises(Conflict, match="planned"):
            party_split(request=union, version=None, by=None)
        with pytest.raises(Conflict, match="not made of others"):
            party_split(request=DepartureRequest.objects.get(code="p1", campaign=cast.campaign), version=None, by=None)


def test_who_came_to_the_joined_party_later_stays_with_the_first(cast: Cast) -> None:
    with cast.coordinator.acting():
        family(cast)
        union = joined(cast).request
        assert union is not None
        (late,) = people(cast, "丁")
        union.members.create(campaign=cast.campaign, worker_id=late, position=9)
        parts = party_split(request=union, version=None, by=None)
        assert [(part.size, part.members.count()) for part in parts] == [(3, 3), (1, 1)]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"ready_at": READY + timedelta(days=1)}, [Hindrance.DAYS]),
        ({"due_at": READY}, [Hindrance.TIMES]),
        ({"home": (108.79, 29.53)}, [Hindrance.HOMES]),
        ({"home": (108.775, 29.53)}, []),
        ({"choices": (("s2", 0.0),)}, [Hindrance.SLOTS]),
        ({"choices": ()}, []),
        ({"size": 4}, []),
        ({"size": 5}, [Hindrance.CAPACITY]),
        ({"size": 18, "choices": (), "wheelchairs": 1}, [Hindrance.VEHICLE, Hindrance.CAPACITY]),
        ({"state": "verified"}, [Hindrance.STATES]),
        ({"state": "told"}, [Hindrance.STATE, Hindrance.STATES]),
        ({"joined": "x+y", "state": "joined"}, [Hindrance.JOINED, Hindrance.STATES]),
    ],
)
def test_what_keeps_parties_apart_is_said(other: dict[str, object], why: list[Hindrance]) -> None:
    found = refusals([ALONE, replace(ALONE, code="b", **other)], ROOM)  # type: ignore[arg-type]
    assert [one.why for one in found] == why


def test_places_entered_by_hand_have_to_be_shared() -> None:
    one, two = (replace(ALONE, code=at, home=None, boarding=((at, 600),)) for at in ("bp-1", "bp-2"))
    assert [one.why for one in refusals([one, two], ROOM)] == [Hindrance.PLACES]
    assert refusals([one, ALONE], ROOM) == ()
    assert [one.why for one in refusals([ALONE], ROOM)] == [Hindrance.ALONE]


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    assert set(SENTENCES) == set(Hindrance)
    (far,) = refusals([ALONE, replace(ALONE, code="b", home=(108.79, 29.53))], ROOM)
    assert told(far)["en"] == "lives 1935 m from a, more than 1000 m: they are different homes"
    assert told(far)["zh"].startswith("家与 a 相距 1935 米")


def test_one_from_elsewhere_has_no_such_requests(cast: Cast) -> None:
    with cast.other_coordinator.acting():
        (result,) = parties_join(campaign=cast.campaign, groups=[["p1", "p4"]], by=None)
        assert {one.why for one in result.refusals} == {Hindrance.UNKNOWN}
