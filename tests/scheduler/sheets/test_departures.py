"""From a sheet to departure requests: who is who, who goes with whom, all or nothing, and never twice."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from scheduler.errors import Conflict, Invalid
from scheduler.people.models import DepartureRequest, Worker
from scheduler.people.selectors import request_list
from scheduler.people.services import NewWorker, workers_add
from scheduler.people.states import RequestState
from scheduler.places.models import Place
from scheduler.sheets.datum import Datum
from scheduler.sheets.rows import Action
from scheduler.sheets.services import upload_create, upload_take_in
from scheduler.sheets.states import UploadKind, UploadState
from tests.cast import Cast
from tests.scheduler.sheets.conftest import Desk
from tests.scheduler.sheets.files import HEADINGS, csv_bytes, resident, xlsx_bytes

READY = "2027-02-20 06:30"
FAMILY = [
    ["户1", "向阳花", "11100000601", resident(1), "", "城东街道", "bp-1（20分钟）", READY, "s1"],
    ["户1", "向日葵", "", resident(2), "", "城东街道", "", "", ""],
    ["", "牵牛花", "11100000603", "", "女", "城西街道", "hub-1", "2月20日上午6点半", "s3、s1"],
]


def sheet(*rows: list[str]) -> bytes:
    return csv_bytes([list(HEADINGS), *rows])


def requests(cast: Cast) -> dict[str, DepartureRequest]:
    """Those that came by sheet."""
    with cast.coordinator.acting():
        found = list(request_list(campaign=cast.campaign))
    return {row.code: row for row in found if not row.code.startswith("p") or row.code.startswith("p-")}


def test_people_are_registered_and_ask_party_by_party(desk: Desk) -> None:
    upload = desk.send(sheet(*FAMILY))
    assert (upload.state, upload.counts["valid"], upload.counts["new"]) == (UploadState.READY, 3, 3)
    assert {number: row.group for number, row in desk.rows(upload).items()} == {2: 2, 3: 2, 4: 4}
    assert not requests(desk.cast), "nothing is taken in before somebody says so"
    upload = desk.take_in(upload)
    assert (upload.state, upload.counts["taken"]) == (UploadState.TAKEN, 3)
    made = requests(desk.cast)
    family = made.pop("户1")
    (single,) = made.values()
    with desk.cast.coordinator.acting():
        assert [str(m.worker.name) for m in family.members.all()] == ["向阳花", "向日葵"]
        worker = Worker.objects.get(id=family.members.all()[0].worker_id)
    assert (worker.birth_year, worker.sex, worker.town) == (1990, "male", "城东街道")
    assert (family.size, family.state, family.town) == (2, RequestState.SUBMITTED, "城东街道")
    assert family.ready_at == datetime.fromisoformat("2027-02-20T06:30:00+08:00") == single.ready_at
    assert [(o.place.code, o.access_s) for o in family.boarding_options.all()] == [("bp-1", 1200)]
    assert [(c.slot.code, c.cost) for c in single.choices.all()] == [("s3", 0.0), ("s1", 50.0)]


def test_the_same_file_twice_makes_no_doubles(desk: Desk) -> None:
    first = desk.send(sheet(*FAMILY))
    with desk.cast.coordinator.acting():
        again = upload_create(
            campaign=desk.cast.campaign,
            kind=UploadKind.DEPARTURES,
            file_name="again.csv",
            content=sheet(*FAMILY),
            datum=Datum.WGS84,
            sender=desk.cast.coordinator.organisation,
            by=None,
        )
    assert (again.id, again.state) == (first.id, UploadState.READY), "while it waits, it is the same upload"
    desk.take_in(first)
    second = desk.send(sheet(*FAMILY))
    assert (second.counts["same"], second.counts["new"]) == (3, 0)
    assert [note[1] for note in second.notes] == ["same_file"]
    desk.take_in(second)
    assert len(requests(desk.cast)) == 2
    with desk.cast.coordinator.acting():
        assert Worker.objects.count() == 3


def test_a_changed_row_is_an_update_and_an_empty_cell_changes_nothing(desk: Desk) -> None:
    desk.take_in(desk.send(sheet(*FAMILY)))
    changed = [
        ["户1", "向阳花", "11100000699", resident(1), "", "", "", "2027-02-20 07:00", ""],
        ["户1", "向日葵", "", resident(2), "", "", "", "", ""],
        ["", "牵牛花", "11100000603", "", "", "", "bp-2（5分钟）", "", ""],
        ["户1", "鸡冠花", "11100000604", "", "女", "", "", "", ""],
    ]
    upload = desk.send(sheet(*changed))
    rows = desk.rows(upload)
    assert [(row.action, row.changes) for row in rows.values()] == [
        (Action.UPDATE, ["phone", "ready_at"]),
        (Action.SAME, []),
        (Action.UPDATE, ["boarding"]),
        (Action.NEW, []),
    ]
    desk.take_in(upload)
    made = requests(desk.cast)
    family = made.pop("户1")
    (single,) = made.values()
    assert (family.size, family.version) == (3, 2)
    assert family.ready_at == datetime.fromisoformat("2027-02-20T07:00:00+08:00")
    assert [o.place.code for o in family.boarding_options.all()] == ["bp-1"]
    assert [c.slot.code for c in family.choices.all()] == ["s1"]
    assert [(o.place.code, o.access_s) for o in single.boarding_options.all()] == [("bp-2", 300)]
    assert family.unserved_cost == 5000 + 2 * 2500, "the campaign's price follows the size"
    with desk.cast.coordinator.acting():
        assert {str(w.phone) for w in Worker.objects.all()} >= {"11100000699", "11100000604"}
        assert Worker.objects.count() == 4


def test_every_fault_has_its_cell_and_its_reason(desk: Desk) -> None:
    number = resident(5)
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    upload = desk.send(
        sheet(
            ["a", "", "11100000601", "", "", "", "bp-1", READY, ""],
            ["b", "甲", "1", wrong, "无", "", "bp-1", "昨天", "s9"],
            ["c", "乙", "", "", "", "", "bp-1", READY, ""],
            ["d", "丙", "11100000602", "", "", "", "bp-7", READY, ""],
            ["e", "丁", "11100000603", "", "", "", "bp-1", "", ""],
            ["f", "戊", "11100000604", "", "", "", "bp-1", READY, ""],
            ["f", "己", "11100000605", "", "", "", "bp-2", "", ""],
            ["g", "戊", "11100000604", "", "", "", "bp-1", READY, ""],
            ["h", "庚", "11100000606", "", "", "", "bp-1", "2029-01-01", ""],
            ["i", "辛", "11100000607", "", "", "", "bp-1、bp-7", READY, ""],
            ["j", "壬", "11100000608", "", "", "", "", READY, ""],
        )
    )
    assert desk.faults(upload) == {
        2: [("name", "needed")],
        3: [
            ("phone", "phone"),
            ("id_number", "id_checksum"),
            ("sex", "sex"),
            ("ready_at", "moment"),
            ("slots", "slot_unknown"),
        ],
        4: [("phone", "no_key")],
        5: [("boarding", "place_unknown")],
        6: [("ready_at", "needed")],
        7: [("party", "mate_faulty")],
        8: [("boarding", "differs")],
        9: [("phone", "same_person")],
        10: [("ready_at", "after_horizon")],
    }
    assert desk.warnings(upload) == {11: [("boarding", "place_left_out")], 12: [("boarding", "nowhere_to_board")]}
    assert [key for key, *_ in upload.columns][3] == "id_number"
    stored = "".join(str(row) for row in desk.rows(upload).values())
    assert wrong not in stored


def test_a_chosen_set_is_taken_in_whole_parties_and_the_rest_stays(desk: Desk) -> None:
    upload = desk.send(sheet(*FAMILY, ["x", "甲", "没有", "", "", "", "bp-1", READY, ""]))
    with desk.cast.coordinator.acting():
        for rows, told in (([2], "3 belong to"), ([5], "faulty"), ([99], "not in the sheet")):
            with pytest.raises(Invalid, match=told):
                upload_take_in(upload=upload, rows=rows, by=None)
    upload = desk.take_in(upload, [4])
    assert (upload.state, upload.counts["taken"], upload.counts["valid"]) == (UploadState.READY, 1, 2)
    upload = desk.take_in(upload)
    assert (upload.state, upload.counts["taken"], upload.counts["faulty"]) == (UploadState.READY, 3, 1)
    with desk.cast.coordinator.acting(), pytest.raises(Conflict, match="no row"):
        upload_take_in(upload=upload, rows=None, by=None)


def test_what_changed_since_the_preview_is_found_and_nothing_is_taken_in(desk: Desk) -> None:
    upload = desk.send(sheet(*FAMILY))
    with desk.cast.coordinator.acting():
        people = [NewWorker(name="向日葵", id_number=resident(2))]
        worker = workers_add(bureau=desk.cast.coordinator.organisation, workers=people).only()
        other = DepartureRequest.objects.get(campaign=desk.cast.campaign, code="p1")
        other.members.create(campaign=desk.cast.campaign, worker=worker)
    upload = desk.take_in(upload)
    assert (upload.state, upload.error[0], upload.counts["taken"]) == (UploadState.READY, "nothing_taken", 0)
    assert desk.faults(upload) == {2: [("party", "mate_faulty")], 3: [("name", "travels_with_other")]}
    assert not requests(desk.cast)
    assert desk.take_in(upload).counts["taken"] == 1


def test_a_request_that_people_were_told_of_is_not_changed_by_a_sheet(desk: Desk) -> None:
    desk.take_in(desk.send(sheet(*FAMILY)))
    with desk.cast.coordinator.acting():
        family = DepartureRequest.objects.get(campaign=desk.cast.campaign, code="户1")
        for state in (RequestState.VERIFIED, RequestState.PLANNED, RequestState.TOLD):
            DepartureRequest.objects.filter(id=family.id).update(state=state)
    late = ["户1", "向阳花", "11100000601", resident(1), "", "", "", "2027-02-20 08:00", ""]
    upload = desk.send(sheet(late, FAMILY[1], FAMILY[2]))
    assert desk.faults(upload) == {2: [("ready_at", "too_late")], 3: [("party", "mate_faulty")]}
    assert upload.counts["same"] == 1


def test_somebody_who_may_be_registered_already_is_pointed_out(desk: Desk) -> None:
    with desk.cast.coordinator.acting():
        known = [NewWorker(name="牵牛花", phone="11100000700", town="城西街道", birth_year=1980)]
        workers_add(bureau=desk.cast.coordinator.organisation, workers=known)
    upload = desk.send(sheet(*FAMILY))
    assert desk.warnings(upload) == {4: [("name", "double")]}
    (note,) = desk.rows(upload)[4].warnings
    assert note.params == {"town": "城西街道", "year": 1980, "end": "0700"}


def test_one_person_in_two_rows_is_found_by_number_by_name_or_by_what_is_registered(desk: Desk) -> None:
    with desk.cast.coordinator.acting():
        known = [NewWorker(name="牵牛花", phone="11100000603", id_number=resident(3))]
        workers_add(bureau=desk.cast.coordinator.organisation, workers=known)
    tail = ["", "", "bp-1", READY, ""]
    upload = desk.send(
        sheet(
            ["a", "向阳花", "11100000601", resident(1), *tail],
            ["b", "向阳花", "11100000601", "", *tail],
            ["c", "向日葵", "", resident(1), *tail],
            ["d", "向阳花", "11100000601", resident(2), *tail],
            ["e", "牵牛花", "11100000603", "", *tail],
            ["f", "牵牛", "", resident(3), *tail],
        )
    )
    same = "same_person"
    assert desk.faults(upload) == {3: [("phone", same)], 4: [("id_number", same)], 7: [("name", same)]}


def test_homes_are_brought_to_wgs_84_and_places_near_them_found(desk: Desk) -> None:
    with desk.cast.coordinator.acting():
        place = Place.objects.get(campaign=desk.cast.campaign, code="bp-1")
    heads = ["姓名", "手机", "经度（GCJ-02）", "纬度", "上车点", "可出发时间"]
    assert place.point is not None
    near = [place.point.x + 0.004, place.point.y - 0.002]
    desk.take_in(desk.send(xlsx_bytes([heads, ["甲", "11100000601", *near, "bp-1", READY]])))
    (request,) = requests(desk.cast).values()
    assert request.home is not None
    assert 0.001 < abs(request.home.x - near[0]) < 0.01
    assert [option.place.code for option in request.boarding_options.all()] == ["bp-1"]


def test_merged_cells_speak_for_all_their_rows_where_rows_may_be_alike(desk: Desk) -> None:
    book = Workbook()
    table = book.active
    table.append(["黔江区出行申请表"])
    table.merge_cells("A1:E1")
    table.append(["户号", "姓名*", "联系电话", "最早出发时间", "上车点"])
    table.append(["一", "甲", "11100000601", READY, "bp-1"])
    table.append([None, "乙", "11100000602"])
    table.append(["二", "丙", "11100000603", READY, "bp-1"])
    table.append(["二", "丁"])
    table.merge_cells("A3:A4")
    table.merge_cells("D3:D4")
    table.merge_cells("C5:C6")
    out = BytesIO()
    book.save(out)
    upload = desk.send(out.getvalue())
    assert desk.faults(upload) == {5: [("phone", "merged_down")], 6: [("party", "mate_faulty")]}
    rows = desk.rows(upload)
    assert {number: row.values["party"] for number, row in rows.items()} == {3: "一", 4: "一", 5: "二", 6: "二"}
    assert (rows[3].group, rows[4].group) == (3, 3)


def test_examples_empty_rows_and_unknown_columns_are_passed_over(desk: Desk) -> None:
    rows = [
        [*HEADINGS, "备注"],
        ["示例 1", "甲", "1", *[""] * 7],
        [""] * 10,
        ["", "乙", "11100000601", *[""] * 4, READY, "", "x"],
    ]
    upload = desk.send(csv_bytes(rows, encoding="gb18030", separator="\t"))
    assert list(desk.rows(upload)) == [4]
    assert {note[1]: note[3] for note in upload.notes} == {
        "columns_ignored": {"names": "备注"},
        "examples_skipped": {"count": 1},
    }


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a,b\n1,2\n", "no_headings"),
        ("姓名,手机\n甲,1\n".encode(), "heading_missing"),
        ("姓名,电话,手机,可出发时间\n甲,1,2,3\n".encode(), "heading_twice"),
        ("姓名,手机,可出发时间\n".encode(), "no_rows"),
    ],
)
def test_a_file_that_is_no_such_sheet_fails_and_says_why(desk: Desk, content: bytes, reason: str) -> None:
    upload = desk.send(content)
    assert (upload.state, upload.error[0]) == (UploadState.FAILED, reason)
