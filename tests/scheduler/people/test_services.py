"""Workers and their requests."""

import pytest
from django.db import DatabaseError

from scheduler import clock
from scheduler.crypto import id_number_hashes
from scheduler.errors import AlreadyThere, Invalid, NotFound, StaleVersion
from scheduler.people.models import DepartureRequest, Worker
from scheduler.people.selectors import request_get, request_list, worker_find_by_id_number, worker_get, worker_list
from scheduler.people.services import (
    NewRequest,
    NewWorker,
    request_update,
    requests_add,
    unserved_cost,
    worker_update,
    workers_add,
)
from tests.builders import ok_small
from tests.cast import Cast

READY = clock.moment(ok_small().horizon[0])


def register(cast: Cast, *workers: NewWorker) -> list[Worker]:
    taken = workers_add(bureau=cast.coordinator.organisation, workers=workers)
    assert all(taken.rows), taken.faults
    return [row for row in taken.rows if row]


def test_a_worker_is_found_by_the_id_number_which_is_not_kept(cast: Cast) -> None:
    number = "50023919900101123x"
    with cast.coordinator.acting():
        (worker,) = register(cast, NewWorker(name="钱雨水", phone="11100000601", id_number=number))
        found = worker_find_by_id_number(bureau=cast.coordinator.organisation, id_number=" 50023919900101123X")
        assert found == worker
        assert (found.name, found.phone) == ("钱雨水", "11100000601")
        assert found.id_number_hash in id_number_hashes(number)
    with cast.other_coordinator.acting():
        assert not worker_list().exists()
        with pytest.raises(NotFound):
            worker_get(worker_id=worker.id)


def test_nobody_is_registered_twice(cast: Cast) -> None:
    twice = [NewWorker(name="a", id_number="500239199001011231"), NewWorker(name="b", id_number="500239199001011231")]
    bureau = cast.coordinator.organisation
    with cast.coordinator.acting():
        taken = workers_add(bureau=bureau, workers=twice, all_or_nothing=False)
        assert [row is not None for row in taken.rows] == [True, False]
        with pytest.raises(AlreadyThere):
            workers_add(bureau=bureau, workers=twice[:1]).only()
        register(cast, NewWorker(name="c"), NewWorker(name="d"))
        assert worker_list().count() == 3
    with cast.other_coordinator.acting():
        workers_add(bureau=cast.other_coordinator.organisation, workers=twice[:1]).only()


def test_a_request_counts_its_members_and_takes_the_campaigns_price(cast: Cast) -> None:
    with cast.coordinator.acting():
        members = tuple(w.id for w in register(cast, *(NewWorker(name=name) for name in "甲乙丙")))
        asked = NewRequest(code="new", ready_at=READY, members=members, priority=1, boarding=(("bp-1", 60),))
        row = requests_add(campaign=cast.campaign, requests=[asked]).only()
        request = request_get(request_id=row.id)
        assert (request.size, request.unserved_cost) == (3, (5000 + 2 * 2500) * 1.6)
        assert [m.worker_id for m in request.members.all()] == list(members)
        assert [o.place.code for o in request.boarding_options.all()] == ["bp-1"]
        assert unserved_cost(cast.campaign, size=1, priority=0) == 5000
        assert request_list(campaign=cast.campaign, codes=["new"]).count() == 1


def test_every_fault_of_a_request_is_told_with_its_field(cast: Cast) -> None:
    with cast.coordinator.acting():
        (worker, *_) = register(cast, NewWorker(name="甲"))
        (stranger,) = (cast.coordinator.user.id,)
        rows = [
            NewRequest(code="n1", ready_at=READY, members=(worker.id,)),
            NewRequest(code="n2", ready_at=READY, members=(worker.id, stranger), size=1, wheelchairs=2),
            NewRequest(code="n3", ready_at=READY, due_at=clock.moment(0), boarding=(("bp-1", 1), ("bp-1", 2))),
            NewRequest(code="p1", ready_at=READY, size=1, choices=(("s9", 0.0),), boarding=(("bp-9", 1),)),
        ]
        taken = requests_add(campaign=cast.campaign, requests=rows, all_or_nothing=False)
    assert [{fault.where for fault in faults} for faults in taken.faults] == [
        set(),
        {"members[0]", "members[1]", "members", "wheelchairs"},
        {"size", "due_at", "boarding[1].at"},
        {"code", "choices[0].slot", "boarding[0].at"},
    ]
    assert [row is not None for row in taken.rows] == [True, False, False, False]


def test_a_worker_travels_with_one_party_of_a_campaign(cast: Cast) -> None:
    with cast.coordinator.acting():
        (worker,) = register(cast, NewWorker(name="甲"))
        first = NewRequest(code="n1", ready_at=READY, members=(worker.id,))
        requests_add(campaign=cast.campaign, requests=[first]).only()
        with pytest.raises(Invalid, match="travels with another party"):
            requests_add(
                campaign=cast.campaign, requests=[NewRequest(code="n2", ready_at=READY, members=(worker.id,))]
            ).only()


def test_boarding_and_choices_are_replaced_as_a_whole_or_stay(cast: Cast) -> None:
    with cast.coordinator.acting():
        request = request_list(campaign=cast.campaign).get(code="p2")
        request = request_update(request=request, version=1, changes={"priority": 2}, boarding=[("hub-1", 5)])
        read = request_get(request_id=request.id)
        assert [o.place.code for o in read.boarding_options.all()] == ["hub-1"]
        assert [c.slot.code for c in read.choices.all()] == ["s3", "s1"]
        request_update(request=read, version=2, changes={}, choices=[("s1", 3.5)])
        assert [c.cost for c in request_get(request_id=request.id).choices.all()] == [3.5]
        with pytest.raises(StaleVersion):
            request_update(request=read, version=2, changes={})
        with pytest.raises(Invalid, match="'nowhere'"):
            request_update(request=read, version=3, changes={}, boarding=[("nowhere", 5)])


@pytest.mark.parametrize("values", [{"size": 0}, {"wheelchairs": 4}, {"state": "lost"}])
def test_the_database_holds_what_must_hold_of_a_request(cast: Cast, values: dict[str, object]) -> None:
    with pytest.raises(DatabaseError), cast.coordinator.acting():
        DepartureRequest.objects.filter(campaign=cast.campaign, code="p2").update(**values)


def test_a_worker_does_not_show_in_reprs(cast: Cast) -> None:
    with cast.coordinator.acting():
        (worker,) = register(cast, NewWorker(name="钱雨水", phone="11100000601"))
        worker = worker_update(worker=worker, version=1, changes={"name": "钱谷雨"})
        assert worker.name == "钱谷雨"
        shown = repr(worker) + str(worker) + repr(vars(worker)) + repr(NewWorker(name="钱谷雨", phone="11100000601"))
    assert "钱" not in shown
    assert "11100000601" not in shown
