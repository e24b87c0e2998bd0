"""A campaign's data on screens: tables, pages, changes and sheets."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from scheduler.fleet.models import Fleet, Service
from scheduler.intake.models import IntakeSlot
from scheduler.intake.services import plant_add
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.desk import request_write_down
from scheduler.people.models import DepartureRequest, Worker
from scheduler.people.services import NewRequest, NewWorker
from scheduler.places.models import Place
from tests.cast import Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in

TABLES = ("requests", "slots", "carriers", "services", "places", "uploads", "calls")
ONE: dict[str, type[Any]] = {
    "request": DepartureRequest,
    "slot": IntakeSlot,
    "fleet": Fleet,
    "service": Service,
    "place": Place,
}


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    """Before the screens of the first bureau's coordinator."""
    sign_in(client, cast.coordinator)
    return client


def state_of(cast: Cast, code: str) -> str:
    with acting_as_system():
        return DepartureRequest.objects.get(campaign=cast.campaign, code=code).state


def one(cast: Cast, model: type[Any], **named: Any) -> Any:
    with acting_as_system():
        return model.objects.filter(campaign=cast.campaign, **named).first()


def shown(page: Any) -> str:
    return str(page.content.decode())


def test_tables_are_quick_to_ask_for_and_not_for_everybody(cast: Cast, client: Client) -> None:
    addresses = [reverse(name, args=[cast.campaign.id]) for name in TABLES]
    for who, status in ((cast.driver, 403), (cast.other_coordinator, 404)):
        sign_in(client, who)
        assert {client.get(address).status_code for address in addresses} == {status}
    sign_in(client, cast.coordinator)
    asked = {address: queries_of(client, address) for address in addresses}
    assert max(asked.values()) <= MOST_QUERIES, asked


def test_one_record_is_shown_and_changed_by_coordinators_only(cast: Cast, client: Client) -> None:
    ids = {name: one(cast, model).id for name, model in ONE.items()}
    pages = {reverse(name, args=[id_]): reverse(f"{name}_edit", args=[id_]) for name, id_ in ids.items()}
    sign_in(client, cast.coordinator)
    asked = {address: queries_of(client, address) for address in [*pages, *pages.values()]}
    assert max(asked.values()) <= MOST_QUERIES, asked
    assert all(edit in shown(client.get(page)) for page, edit in pages.items())
    sign_in(client, cast.bureau_auditor)
    assert not any(edit in shown(client.get(page)) for page, edit in pages.items())
    assert {client.get(edit).status_code for edit in pages.values()} == {403}
    sign_in(client, cast.other_coordinator)
    assert {client.get(address).status_code for address in [*pages, *pages.values()]} == {404}


def test_people_are_found_by_name_though_names_are_sealed(cast: Cast, desk: Client) -> None:
    with cast.coordinator.acting():
        request_write_down(
            campaign=cast.campaign,
            request=NewRequest(code="p9", ready_at=cast.campaign.horizon_start, town="五里镇"),
            person=NewWorker(name="冯小满", phone="11100000909", needs={"wheelchair": True}),
        )
    address = reverse("requests", args=[cast.campaign.id])
    for words in ("冯小满", "00000909", "p9", "五里"):
        page = shown(desk.get(address, {"q": words}))
        assert page.count('<th scope="row">') == 1
        assert "冯小满" in page
        assert "轮椅" in page
    assert "没有符合条件" in shown(desk.get(address, {"q": "nobody"}))


def test_many_requests_are_moved_with_a_result_for_each(cast: Cast, desk: Client) -> None:
    address = reverse("requests_move", args=[cast.campaign.id])
    assert desk.post(address, {"ids": ["p1", "p2"], "action": "verify"}).status_code == 200
    page = desk.post(address, {"ids": ["p1", "p3", "gone"], "action": "verify"})
    rows = page.context["acted"].rows
    assert [(row.code, row.tone, row.state) for row in rows] == [
        ("gone", "bad", ""),
        ("p1", "", "verified"),
        ("p3", "good", "verified"),
    ]
    assert state_of(cast, "p3") == "verified"
    refused = desk.post(address, {"ids": ["p1"], "action": "withdraw"})
    assert refused.status_code == 422
    assert 'value="p1" aria-label="p1" checked' in shown(refused)
    assert state_of(cast, "p1") == "verified"
    desk.post(address, {"everything": "1", "query": "state=verified", "action": "withdraw", "why": "the fair is off"})
    assert [state_of(cast, code) for code in ("p1", "p2", "p3", "p4")] == ["withdrawn"] * 3 + ["submitted"]


def test_what_would_be_proposed_is_said_with_its_why_and_nothing_is_done(cast: Cast, desk: Client) -> None:
    address = reverse("requests_foresee", args=[cast.campaign.id])
    before = one(cast, DepartureRequest, code="p5")
    page = desk.post(address, {"ids": ["p5"]}, headers={"Accept-Language": "en"})
    assert "slots suit" in shown(page)
    assert "s1 (0): nothing speaks against it" in shown(page)
    assert 'value="p5" aria-label="p5" checked' in shown(page)
    assert one(cast, DepartureRequest, code="p5").version == before.version
    with acting_as_system():
        assert not before.choices.exists()
    sign_in(desk, cast.bureau_auditor)
    assert desk.post(address, {"ids": ["p5"]}).status_code == 403


def test_slots_are_proposed_to_those_who_have_none(cast: Cast, desk: Client) -> None:
    address = reverse("requests_propose", args=[cast.campaign.id])
    page = desk.post(address, {"everything": "1", "query": ""})
    rows = {row.code: row for row in page.context["acted"].rows}
    assert (rows["p5"].tone, rows["p1"].tone) == ("good", "")
    with acting_as_system():
        chosen = DepartureRequest.objects.get(campaign=cast.campaign, code="p5").choices
        assert sorted(chosen.values_list("slot__code", flat=True)) == ["s1", "s3"]
    assert "选" in shown(desk.get(reverse("request", args=[rows["p5"].id])))


def test_boarding_places_are_found_from_homes(cast: Cast, desk: Client) -> None:
    new = reverse("request_new", args=[cast.campaign.id])
    home = {"lon": "108.101", "lat": "29.5", "boarding-0-place": "bp-2", "boarding-0-minutes": "90"}
    desk.post(new, form_of(desk, new) | {"code": "p9", "wheelchairs": "0"} | home)
    page = desk.post(reverse("requests_board", args=[cast.campaign.id]), {"ids": ["p1", "p9"]})
    assert [(row.code, row.tone) for row in page.context["acted"].rows] == [("p1", "good"), ("p9", "good")]
    with acting_as_system():
        options = DepartureRequest.objects.get(campaign=cast.campaign, code="p9").boarding_options
        assert dict(options.values_list("place__code", "found")) == {"bp-2": False, "bp-1": True}


def test_auditors_look_and_move_nothing(cast: Cast, client: Client) -> None:
    sign_in(client, cast.bureau_auditor)
    page = shown(client.get(reverse("requests", args=[cast.campaign.id])))
    assert 'name="ids"' not in page
    moved = client.post(reverse("requests_move", args=[cast.campaign.id]), {"ids": ["p1"], "action": "verify"})
    assert (moved.status_code, state_of(cast, "p1")) == (403, "submitted")


def form_of(client: Client, address: str) -> dict[str, Any]:
    """What a form holds that is sent as it is shown."""
    editing = client.get(address).context["editing"]
    told = {field.html_name: field.value() for field in editing.form}
    for _, lines in editing.lists:
        told |= {field.html_name: field.value() for field in lines.management_form}
        told |= {field.html_name: field.value() for line in lines for field in line}
    return {name: _as_sent(value) for name, value in told.items() if value is not None and value is not False}


def faults(page: Any) -> Any:
    """What a form that was not taken in says."""
    editing = page.context["editing"]
    return editing.form.errors, [lines.errors + lines.non_form_errors() for _, lines in editing.lists]


def _as_sent(value: Any) -> Any:
    return value.strftime("%Y-%m-%dT%H:%M") if hasattr(value, "hour") else value


def test_a_request_is_changed_and_a_second_editor_is_told_by_whom(cast: Cast, desk: Client) -> None:
    request = one(cast, DepartureRequest, code="p1")
    address = reverse("request_edit", args=[request.id])
    sent = form_of(desk, address)
    same = desk.post(address, sent)
    assert same.status_code == 302, faults(same)
    after = one(cast, DepartureRequest, code="p1")
    assert (after.ready_at, after.size, after.version) == (request.ready_at, request.size, request.version + 1)
    stale = desk.post(address, {**sent, "town": "马喇镇"})
    assert stale.status_code == 409
    assert "许小暑" in shown(stale)
    assert "马喇镇" in shown(stale)
    assert desk.post(address, {**form_of(desk, address), "town": "马喇镇"}).status_code == 302
    assert one(cast, DepartureRequest, code="p1").town == "马喇镇"


def test_what_is_wrong_is_told_beside_the_field_and_nothing_typed_is_lost(cast: Cast, desk: Client) -> None:
    request = one(cast, DepartureRequest, code="p1")
    address = reverse("request_edit", args=[request.id])
    sent = {**form_of(desk, address), "size": "1", "wheelchairs": "2", "choices-1-slot": "s9", "town": "马喇镇"}
    page = desk.post(address, sent)
    assert page.status_code == 422
    editing = page.context["editing"]
    assert list(editing.form.errors) == ["wheelchairs"]
    assert editing.lists[0][1].errors[1] == {"slot": ["本批次没有 s9，请从列表中选择。"]}
    assert "马喇镇" in shown(page)


def test_choices_keep_their_whys_unless_they_are_changed(cast: Cast, desk: Client) -> None:
    request = one(cast, DepartureRequest, code="p2")
    address = reverse("request_edit", args=[request.id])
    with acting_as_system():
        request.choices.update(meta={"matched": {"zh": "符合意向工种：木工", "en": "the work wished for: joiner"}})
    desk.post(address, {**form_of(desk, address), "town": "五里镇"})
    page = reverse("request", args=[request.id])
    assert "符合意向工种：木工" in shown(desk.get(page))
    desk.post(address, {**form_of(desk, address), "choices-0-cost": "7.5"})
    with acting_as_system():
        assert list(request.choices.values_list("cost", "meta")) == [(7.5, None), (10.0, None)]


NEW: list[tuple[str, type[Any], dict[str, str]]] = [
    ("request", DepartureRequest, {"size": "2", "wheelchairs": "0", "ready_at": "2027-02-20T06:00", "name": "冯小满"}),
    (
        "slot",
        IntakeSlot,
        {
            "gate": "gate-1",
            "capacity": "9",
            "min_headcount": "2",
            "windows-0-start": "2027-02-20T08:00",
            "windows-0-end": "2027-02-20T18:00",
        },
    ),
    (
        "fleet",
        Fleet,
        {
            "count": "2",
            "seats": "49",
            "wheelchair_spaces": "1",
            "start": "depot-1",
            "available_from": "2027-02-20T00:00",
            "available_until": "2027-02-21T00:00",
            "cost_fixed": "1500",
            "cost_per_km": "6.5",
            "cost_per_hour": "60",
            "crews-0-drivers": "2",
        },
    ),
    (
        "service",
        Service,
        {
            "mode": "rail",
            "origin": "hub-1",
            "destination": "hub-2",
            "departs_at": "2027-02-20T08:00",
            "arrives_at": "2027-02-20T18:00",
            "seats": "90",
            "wheelchair_spaces": "0",
            "min_load": "0",
            "check_in": "30",
            "exit": "10",
            "cost_fixed": "0",
            "cost_per_seat": "320",
        },
    ),
    (
        "place",
        Place,
        {"kind": "hub", "lon": "108.77", "lat": "29.53", "datum": "gcj02", "opens": "06:00", "closes": "19:30"},
    ),
]


@pytest.mark.parametrize(("name", "model", "told"), NEW, ids=[name for name, *_ in NEW])
def test_a_new_record_is_entered_and_removed(
    cast: Cast, desk: Client, name: str, model: type[Any], told: dict[str, str]
) -> None:
    address = reverse(f"{name}_new", args=[cast.campaign.id])
    empty = desk.post(address, form_of(desk, address) | {"code": ""})
    assert empty.status_code == 422
    made = desk.post(address, form_of(desk, address) | {"code": "new-1"} | told)
    assert made.status_code == 302, faults(made)
    record = one(cast, model, code="new-1")
    assert made.headers["Location"] == reverse(name, args=[record.id])
    assert "new-1" in shown(desk.get(made.headers["Location"]))
    twice = desk.post(address, form_of(desk, address) | {"code": "new-1"} | told)
    assert twice.status_code == 422
    assert twice.context["editing"].form.errors == {"code": ["这个代码已被使用，请换一个。"]}
    with acting_as_system():
        assert Worker.objects.count() == (1 if name == "request" else 0)  # who asks with it is not registered either
    if name != "request":
        assert desk.post(reverse(f"{name}_remove", args=[record.id]), {"version": record.version}).status_code == 302
        assert one(cast, model, code="new-1") is None


def test_a_gate_gets_its_plant_and_who_receives_people(cast: Cast, desk: Client) -> None:
    with cast.employer.acting():
        plant = plant_add(employer=cast.employer.organisation, code="plant-1", name="甲木一厂")
    gate, slots = one(cast, Place, code="gate-1"), reverse("slots", args=[cast.campaign.id])
    address = reverse("place_gate", args=[gate.id])
    assert desk.get(slots, {"contact": "none"}).context["table"].page.paginator.count == 2
    assert desk.post(address, {"plant": str(plant.id), "contact_name": ""}).status_code == 422
    told = {"plant": str(plant.id), "contact_name": "鲁立冬", "contact_phone": "11100000503"}
    assert desk.post(address, told).status_code == 302
    assert "甲木一厂" in shown(desk.get(reverse("place", args=[gate.id])))
    assert desk.get(slots, {"contact": "none"}).context["table"].page.paginator.count == 1


def test_slots_are_told_by_who_may_be_placed_in_them(cast: Cast, desk: Client) -> None:
    address = reverse("slots", args=[cast.campaign.id])

    def found(**asked: str) -> dict[str, tuple[int, int]]:
        context = desk.get(address, asked).context
        people = {row.code: context["people"][row.id] for row in context["table"].page}
        return {code: (crowd.wished, crowd.taken) for code, crowd in people.items()}

    assert found() == {"s1": (7, 0), "s3": (4, 0)}
    assert found(filled="free") == found()
    assert found(filled="full") == found(filled="unwished") == {}
    desk.post(reverse("requests_move", args=[cast.campaign.id]), {"ids": ["p3"], "action": "withdraw", "why": "ill"})
    assert found() == {"s1": (7, 0), "s3": (3, 0)}
    desk.post(reverse("requests_move", args=[cast.campaign.id]), {"ids": ["p2"], "action": "withdraw", "why": "ill"})
    assert found(filled="unwished") == {"s3": (0, 0)}


def test_what_is_in_use_is_not_removed(cast: Cast, desk: Client) -> None:
    slot = one(cast, IntakeSlot, code="s1")
    address = reverse("slot_remove", args=[slot.id])
    assert "作了修改" in shown(desk.post(address, {"version": slot.version + 1}, follow=True))
    assert "正在使用" in shown(desk.post(address, {"version": slot.version}, follow=True))
    assert one(cast, IntakeSlot, code="s1") is not None


def test_an_option_is_booked_and_released(cast: Cast, desk: Client) -> None:
    service = one(cast, Service, code="f1")
    address = reverse("service_edit", args=[service.id])
    assert desk.post(address, form_of(desk, address) | {"hold_until": "2027-02-19T18:00"}).status_code == 302
    for act, is_booked in (("book", True), ("release", False)):
        desk.post(reverse("service_option", args=[service.id]), {"act": act})
        assert (one(cast, Service, code="f1").booked_at is not None) == is_booked


def test_the_map_has_places_and_homes_in_the_datum_of_its_tiles(cast: Cast, desk: Client, settings: Any) -> None:
    address = reverse("spots", args=[cast.campaign.id])
    plain = {spot["id"]: spot["at"] for spot in desk.get(address).json()["spots"]}
    assert len(plain) == 8
    settings.MENLU_TILE_URL, settings.MENLU_TILE_DATUM = "https://tiles.example/{z}/{x}/{y}.png", "gcj02"
    shifted = {spot["id"]: spot["at"] for spot in desk.get(address).json()["spots"]}
    assert all(200 < abs(shifted[key][1] - plain[key][1]) * 97_000 < 900 for key in plain)
