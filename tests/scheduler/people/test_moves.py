"""Departure requests from state to state: one table of transitions, held by the database too."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from scheduler import clock
from scheduler.errors import Conflict, StaleVersion, in_english
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest, RequestMove
from scheduler.people.moves import Outcome, request_move, requests_move
from scheduler.people.selectors import request_list
from scheduler.people.services import NewRequest, requests_add
from scheduler.people.states import BEGINNINGS, TRANSITIONS, RequestState, may_move
from scheduler.people.whys import Why, why_told
from tests.cast import Cast

S = RequestState


def put(request: UUID, state: RequestState) -> None:
    """Lead a request into a state by the ways that exist."""
    ways: dict[RequestState, tuple[RequestState, ...]] = {S.SUBMITTED: ()}
    while state not in ways:
        for old, path in list(ways.items()):
            for new in TRANSITIONS[old]:
                ways.setdefault(new, (*path, new))
    for step in ways[state]:
        assert DepartureRequest.objects.filter(id=request).update(state=step) == 1


def ids(cast: Cast) -> dict[str, UUID]:
    return dict(DepartureRequest.objects.filter(campaign=cast.campaign).values_list("code", "id"))


def test_every_state_can_be_reached_and_every_one_but_none_is_left() -> None:
    assert set(TRANSITIONS) == set(RequestState)
    reached = {new for ways in TRANSITIONS.values() for new in ways} | set(BEGINNINGS)
    assert reached == set(RequestState)
    assert all(TRANSITIONS.values())


def test_the_database_allows_the_steps_of_the_table_and_no_other(cast: Cast) -> None:
    with acting_as_system():
        request = ids(cast)["p1"]
        for old in RequestState:
            for new in RequestState:
                if new == old:
                    continue
                with connection.cursor() as cursor:
                    cursor.execute("savepoint step")
                    put(request, old)
                    if may_move(old, new):
                        DepartureRequest.objects.filter(id=request).update(state=new)
                    else:
                        cursor.execute("savepoint refused")
                        with pytest.raises(DatabaseError, match="Invalid transition"):
                            cursor.execute(
                                "update people_departurerequest set state = %s where id = %s", [new, request]
                            )
                        cursor.execute("rollback to savepoint refused")
                    cursor.execute("rollback to savepoint step")


@pytest.mark.parametrize("state", sorted(set(RequestState) - set(BEGINNINGS)))
def test_a_request_does_not_begin_in_the_middle(cast: Cast, state: RequestState) -> None:
    new = NewRequest(code="n1", ready_at=cast.campaign.horizon_start, size=1, state=state)
    with pytest.raises(DatabaseError, match="begins as"), cast.coordinator.acting():
        requests_add(campaign=cast.campaign, requests=[new])


def test_each_request_is_moved_is_there_already_or_is_refused_with_the_reason(cast: Cast) -> None:
    with cast.coordinator.acting():
        known = ids(cast)
        put(known["p2"], S.VERIFIED)
        put(known["p3"], S.SETTLED)
        stranger = uuid4()
        asked = [known["p1"], known["p2"], known["p3"], stranger, known["p1"]]
        results = requests_move(campaign=cast.campaign, requests=asked, to=S.VERIFIED, by=cast.coordinator.user)
        assert [(r.request_id, r.outcome, r.state) for r in results] == [
            (known["p1"], Outcome.MOVED, S.VERIFIED),
            (known["p2"], Outcome.ALREADY, S.VERIFIED),
            (known["p3"], Outcome.REFUSED, S.SETTLED),
            (stranger, Outcome.REFUSED, None),
        ]
        assert "it is settled" in in_english(results[2].reason)
        assert "submitted" in in_english(results[2].reason)
        assert dict(request_list(campaign=cast.campaign).values_list("code", "version")) == {
            "p1": 2,
            "p2": 1,
            "p3": 1,
            "p4": 1,
            "p5": 1,
        }


def test_a_step_is_kept_with_who_when_and_why(cast: Cast) -> None:
    an_hour_ago = clock.now() - timedelta(hours=1)
    with cast.coordinator.acting():
        known = ids(cast)
        move = {"campaign": cast.campaign, "requests": [known["p1"]], "by": cast.coordinator.user}
        requests_move(to=S.VERIFIED, why="telephoned", at=an_hour_ago, **move)
        requests_move(to=S.VERIFIED, **move)
        requests_move(to=S.WITHDRAWN, **move)
        steps = list(RequestMove.objects.filter(request_id=known["p1"]))
        assert [(s.from_state, s.to_state, s.why) for s in steps] == [
            (S.SUBMITTED, S.VERIFIED, "telephoned"),
            (S.VERIFIED, S.WITHDRAWN, ""),
        ]
        assert (steps[0].at, steps[0].by) == (an_hour_ago, cast.coordinator.user)
        assert steps[0].noted_at > an_hour_ago
        assert RequestMove.objects.filter(request_id=known["p1"]).delete()[0] == 0
    with pytest.raises(DatabaseError, match="update"), acting_as_system():
        RequestMove.objects.update(why="otherwise")


def test_only_the_campaigns_own_requests_move_and_only_for_its_coordinators(cast: Cast) -> None:
    with acting_as_system():
        known = ids(cast)
    for actor in (cast.other_coordinator, cast.auditor, cast.bureau_auditor, cast.employer):
        with actor.acting():
            results = requests_move(campaign=cast.campaign, requests=known.values(), to=S.WITHDRAWN, by=actor.user)
            assert {r.outcome for r in results} == {Outcome.REFUSED}
    with cast.other_coordinator.acting():
        results = requests_move(campaign=cast.other_campaign, requests=known.values(), to=S.WITHDRAWN, by=None)
        assert {in_english(r.reason) for r in results} == {"there is no such request in this campaign"}
        assert not RequestMove.objects.exists()


def test_a_single_move_minds_the_version_and_says_why_it_is_refused(cast: Cast) -> None:
    with cast.coordinator.acting():
        request = request_list(campaign=cast.campaign).get(code="p1")
        with pytest.raises(StaleVersion):
            request_move(request=request, version=7, to=S.VERIFIED, by=None)
        with pytest.raises(Conflict, match="'p1': it is submitted, from where it does not become arrived"):
            request_move(request=request, version=1, to=S.ARRIVED, by=None)
        moved = request_move(request=request, version=1, to=S.VERIFIED, by=None)
        assert (moved.state, moved.version) == (S.VERIFIED, 2)


def test_the_number_of_queries_does_not_grow_with_the_requests(cast: Cast) -> None:
    with cast.coordinator.acting():
        new = [NewRequest(code=f"n{i}", ready_at=cast.campaign.horizon_start, size=1, boarding=()) for i in range(300)]
        taken = requests_add(campaign=cast.campaign, requests=new)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            results = requests_move(
                campaign=cast.campaign, requests=[row.id for row in taken.rows if row], to=S.VERIFIED, by=None
            )
        assert {r.outcome for r in results} == {Outcome.MOVED}
        assert len(queries) < 12
        assert RequestMove.objects.count() == 300


def test_why_it_was_moved_is_told_in_the_readers_language() -> None:
    """What a person wrote stays as it was written."""
    with override("zh-hans"):
        assert why_told(Why.TAKEN_ALONG.kept(number=3)) == "方案 3 安排了它"
        assert why_told("plan 3 takes them, says Li") == "plan 3 takes them, says Li"
