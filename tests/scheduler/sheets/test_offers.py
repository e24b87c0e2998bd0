"""Slots, fleets and services by spreadsheet: what employers and operators offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from scheduler.errors import Forbidden
from scheduler.fleet.selectors import fleet_get, service_get
from scheduler.intake.models import Gate, IntakeSlot, JobPost
from scheduler.intake.selectors import slot_get
from scheduler.intake.services import gate_set, plant_add
from scheduler.organisations.tenancy import acting_as_system
from scheduler.places.models import Place
from scheduler.sheets.models import Upload, UploadRow
from scheduler.sheets.rows import Action
from scheduler.sheets.states import UploadKind, UploadState
from tests.scheduler.sheets.conftest import Desk
from tests.scheduler.sheets.files import csv_bytes

SLOTS = ["批次编号", "用人单位", "厂区", "岗位名称", "车间", "技能要求", "接收人数", "最低人数", "接收开始", "接收结束"]
CONTACT = ["厂门", "厂门联系人", "厂门联系电话", "厂方派车"]
FLEETS = ["Fleet code", "Operator", "Vehicles", "Seats", "Starts at", "Cost per km", "Drivers", "Crew's extra cost"]
SERVICES = [
    "班次编号",
    "承运单位",
    "方式",
    "出发站",
    "到达站",
    "出发时间",
    "到达时间",
    "座位数",
    "包机费",
    "提前到站",
    "预留至",
]
TWO_WINDOWS = [
    [
        "w1",
        "日照甲木家具",
        "一号厂",
        "封边工",
        "二车间",
        "焊工、电工",
        "40",
        "10",
        "2027-02-20 07:00",
        "2027-02-20 12:00",
    ],
    ["w1", "", "", "", "", "", "", "", "2月20日 14:00", "2月20日 19:00"],
]
COACHES = [["c49", "wuling", "6", "49", "depot-1", "6.5", "2", ""], ["c49", "", "", "", "", "", "3", "900"]]
CHARTER = [
    "cx",
    "wuling",
    "飞机",
    "hub-1",
    "hub-2",
    "2027-02-20 10:00",
    "2027-02-20 12:30",
    "180",
    "¥160000元",
    "90",
    "2027-02-18",
]


def plant(desk: Desk) -> None:
    """The works' first plant, whose gate is gate-1."""
    with desk.cast.coordinator.acting():
        works = desk.cast.employer.organisation
        one = plant_add(employer=works, code="plant-1", name="一号厂", name_en="Plant 1")
        gate_set(place=Place.objects.get(campaign=desk.cast.campaign, code="gate-1"), plant=one, contact_name="鲁立冬")


def take(desk: Desk, kind: UploadKind, heads: Sequence[str], *rows: Sequence[str]) -> Upload:
    """Rows, sent and taken in."""
    upload = desk.send(csv_bytes([heads, *rows]), kind=kind)
    assert desk.faults(upload) == {}
    taken = desk.take_in(upload)
    assert taken.state == UploadState.TAKEN, (taken.error, desk.faults(taken))
    return taken


def actions(desk: Desk, upload: Upload) -> list[tuple[Action, list[str]]]:
    return [(row.action, row.changes) for row in desk.rows(upload).values()]


def test_a_slot_of_two_windows_comes_with_its_job_and_the_gate_of_its_plant(desk: Desk) -> None:
    plant(desk)
    upload = take(desk, UploadKind.SLOTS, SLOTS, *TWO_WINDOWS)
    result = {row.result_id for row in _rows(upload)}
    with desk.cast.employer.acting():
        slot = slot_get(slot_id=result.pop() or upload.id)
        assert (slot.code, slot.gate.code, slot.capacity, slot.min_headcount) == ("w1", "gate-1", 40, 10)
        assert [[at[11:16] for at in window] for window in slot.windows] == [["07:00", "12:00"], ["14:00", "19:00"]]
        post = slot.job_post
        assert post is not None
        assert (post.code, post.title, post.workshop, post.skills, post.headcount) == (
            "w1",
            "封边工",
            "二车间",
            ["焊工", "电工"],
            40,
        )
        assert post.plant is not None
        assert post.plant.code == "plant-1"
        assert Gate.objects.get(place=slot.gate).contact_name == "鲁立冬", "what is not said stays"


def _rows(upload: Upload) -> list[UploadRow]:
    with acting_as_system():
        return list(upload.rows.order_by("number"))


def test_the_same_rows_again_change_nothing_and_others_are_shown_as_changes(desk: Desk) -> None:
    plant(desk)
    take(desk, UploadKind.SLOTS, SLOTS, *TWO_WINDOWS)
    again = desk.send(csv_bytes([SLOTS, *TWO_WINDOWS]), kind=UploadKind.SLOTS)
    assert actions(desk, again) == [(Action.SAME, []), (Action.SAME, [])]
    desk.take_in(again)
    heads = ["批次编号", "接收人数", "车间", *CONTACT]
    upload = desk.send(
        csv_bytes([heads, ["w1", "50", "三车间", "", "周寒露", "11100000700", "是"]]), kind=UploadKind.SLOTS
    )
    assert actions(desk, upload) == [
        (Action.UPDATE, ["workshop", "sends_vehicle", "capacity", "contact_name", "contact_phone"])
    ]
    assert desk.take_in(upload).state == UploadState.TAKEN
    with desk.cast.coordinator.acting():
        slot = IntakeSlot.objects.get(campaign=desk.cast.campaign, code="w1")
        post = JobPost.objects.get(campaign=desk.cast.campaign)
    with desk.cast.employer.acting():
        gate = Gate.objects.select_related("plant").get(place__code="gate-1", campaign=desk.cast.campaign)
    assert (slot.capacity, post.workshop, post.sends_vehicle, post.title) == (50, "三车间", True, "封边工")
    assert (gate.contact_name, gate.contact_phone, gate.plant.code) == ("周寒露", "11100000700", "plant-1")


def test_what_is_wrong_with_slots_is_told_at_its_cell(desk: Desk) -> None:
    plant(desk)
    rows = [
        ["a", "日照甲木", "", "", "", "", "5", "", "2027-02-20", ""],
        ["b", "jiamu", "二号厂", "装配工", "", "", "5", "6", "2027-02-20", ""],
        ["c", "jiamu", "", "装配工", "", "", "", "", "", "2027-02-20"],
        ["d", "wuling", "", "装配工", "", "", "5", "", "2027-02-27", ""],
        ["d", "", "", "组装工", "", "", "", "", "2027-02-20 09:00", "2027-02-20 08:00"],
        ["e", "", "", "", "", "打包", "5", "", "2027-02-20", ""],
    ]
    faults = desk.faults(desk.send(csv_bytes([SLOTS, *rows]), kind=UploadKind.SLOTS))
    assert faults == {
        2: [("employer", "organisation_unknown"), ("gate", "needed")],
        3: [("capacity", "above_capacity"), ("plant", "plant_unknown"), ("gate", "needed")],
        4: [("opens_at", "needed"), ("capacity", "needed"), ("gate", "needed")],
        5: [("employer", "wrong_kind"), ("opens_at", "after_horizon"), ("gate", "needed")],
        6: [("title", "differs"), ("closes_at", "to_below_from")],
        7: [("gate", "needed"), ("employer", "needed"), ("title", "needed")],
    }


def test_an_employer_offers_its_own_and_sees_no_others(desk: Desk) -> None:
    plant(desk)
    works = replace(desk, sender=desk.cast.employer)
    heads = ["批次编号", "用人单位", "厂门", "接收人数", "接收开始"]
    rows = [["mine", "", "gate-1", "8", "2027-02-20"], ["s3", "", "gate-3", "8", "2027-02-20"]]
    rows.append(["x", "lanshan", "gate-1", "8", "2027-02-20"])
    upload = works.send(csv_bytes([heads, *rows]), kind=UploadKind.SLOTS)
    assert works.faults(upload) == {3: [("code", "code_of_others")], 4: [("employer", "organisation_unknown")]}
    works.take_in(upload, [2])
    with desk.cast.employer.acting():
        mine = IntakeSlot.objects.get(campaign=desk.cast.campaign, code="mine")
    assert (mine.employer_id, mine.job_post_id) == (works.who.organisation.id, None)
    for actor in desk.cast.all:
        with actor.acting():
            assert Upload.objects.exists() == (actor in (desk.cast.coordinator, desk.cast.employer)), actor.role
    with pytest.raises(Forbidden, match="sent in by: coordinator"):
        works.send(csv_bytes([heads, *rows]), kind=UploadKind.NAME_LIST)


def test_a_fleet_comes_with_the_ways_to_man_it(desk: Desk) -> None:
    upload = take(desk, UploadKind.FLEETS, FLEETS, *COACHES)
    with desk.cast.operator.acting():
        fleet = fleet_get(fleet_id=_rows(upload)[0].result_id or upload.id)
        assert (fleet.count, fleet.seats, fleet.start.code, fleet.end, fleet.cost_per_km) == (
            6,
            49,
            "depot-1",
            None,
            6.5,
        )
        assert [(crew.drivers, crew.cost) for crew in fleet.crews.all()] == [(2, 0.0), (3, 900.0)]
        assert fleet.available_until == desk.cast.campaign.horizon_end
    again = desk.send(csv_bytes([FLEETS, *COACHES]), kind=UploadKind.FLEETS)
    assert actions(desk, again) == [(Action.SAME, []), (Action.SAME, [])]


def test_an_operator_changes_crews_prices_and_for_whom_it_drives(desk: Desk) -> None:
    coaches = replace(desk, sender=desk.cast.operator)
    heads = ["编号", "车辆数", "Drivers", "Crew's extra cost", "Cost per km", "预留至"]
    upload = coaches.send(csv_bytes([heads, ["van", "3", "2", "700", "5", "2020-01-01"]]), kind=UploadKind.FLEETS)
    assert actions(coaches, upload) == [(Action.UPDATE, ["count", "hold_until", "drivers"])]
    assert coaches.warnings(upload) == {2: [("hold_until", "option_over")]}
    coaches.take_in(upload)
    with desk.cast.operator.acting():
        fleet = fleet_get(fleet_id=_rows(upload)[0].result_id or upload.id)
        assert [(crew.drivers, crew.cost) for crew in fleet.crews.all()] == [(1, 0.0), (2, 700.0)]
        assert (fleet.count, fleet.hold_until is not None) == (3, True)
    upload = desk.send(csv_bytes([["编号", "只接批次"], ["van", "s1"]]), kind=UploadKind.FLEETS)
    desk.take_in(upload)
    with desk.cast.coordinator.acting():
        fleet = fleet_get(fleet_id=fleet.id)
        assert [row.slot.code for row in fleet.slot_rows.all()] == ["s1"]


def test_a_charter_option_is_held_until_a_day(desk: Desk) -> None:
    upload = take(desk, UploadKind.SERVICES, SERVICES, CHARTER)
    with desk.cast.operator.acting():
        service = service_get(service_id=_rows(upload)[0].result_id or upload.id)
    assert (service.mode, service.origin.code, service.destination.code) == ("flight", "hub-1", "hub-2")
    assert (service.seats, service.cost_fixed, service.check_in_s, service.exit_s) == (180, 160_000.0, 5400, 0)
    assert service.hold_until is not None
    assert service.hold_until.isoformat() == "2027-02-18T16:00:00+00:00", "the whole day, on the campaign's clock"
    later = [*CHARTER[:6], "2027-02-20 12:40", *CHARTER[7:]]
    changed = desk.send(csv_bytes([SERVICES, later]), kind=UploadKind.SERVICES)
    assert actions(desk, changed) == [(Action.UPDATE, ["arrives_at"])]


def test_what_is_wrong_with_vehicles_and_services_is_told_at_its_cell(desk: Desk) -> None:
    rows = [["a", "", "", "49", "depot-9", "", "0", ""], ["f1", "wuling", "2", "9", "depot-1", "-1", "", ""]]
    upload = desk.send(csv_bytes([FLEETS, *rows]), kind=UploadKind.FLEETS)
    assert desk.faults(upload) == {
        2: [("start", "place_unknown"), ("drivers", "whole_number"), ("count", "needed"), ("cost_fixed", "no_price")],
        3: [("cost_per_km", "number"), ("cost_fixed", "no_price")],
    }
    back = ["r", "wuling", "火车", "hub-1", "hub-1", "2027-02-20 10:00", "2027-02-20 09:00", "", "", "", ""]
    upload = desk.send(csv_bytes([SERVICES, back, [*CHARTER], [*CHARTER]]), kind=UploadKind.SERVICES)
    assert desk.faults(upload) == {
        2: [
            ("seats", "needed"),
            ("cost_fixed", "no_price"),
            ("arrives_at", "to_below_from"),
            ("destination", "same_place"),
        ],
        3: [("code", "mate_faulty")],
        4: [("code", "same_code")],
    }
