"""Papers from the database, for those who may have them."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from scheduler.campaigns.services import contact_add
from scheduler.errors import NotFound
from scheduler.organisations.tenancy import acting_as_system
from scheduler.papers.services import intake_list_get, intake_list_xlsx, route_sheet_get, route_sheet_pdf
from scheduler.people.models import DepartureRequest, Member
from scheduler.people.services import NewWorker, request_withdraw, workers_add
from scheduler.plans.models import Plan
from scheduler.plans.selectors import plan_get
from tests.api.stage import published_plan
from tests.cast import Cast


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """The known plan of ``ok_small``, published; p1 has two members with names."""
    with cast.coordinator.acting():
        people = [NewWorker(name="向阳花", phone="11100000777", needs={"car_sick": True}), NewWorker(name="牵牛花")]
        taken = workers_add(bureau=cast.coordinator.organisation, workers=people)
        request = DepartureRequest.objects.get(campaign=cast.campaign, code="p1")
        contact_add(campaign=cast.campaign, organisation=None, role="desk", name="许小暑", phone="11100000501")
    with acting_as_system():
        for position, worker in enumerate(taken.rows):
            Member.objects.create(campaign=cast.campaign, request=request, worker=worker, position=position)
    return published_plan(cast.campaign, cast.coordinator)


def test_the_carrier_gets_the_sheet_of_its_own_duty_with_where_its_riders_go(cast: Cast, plan: Plan) -> None:
    with cast.operator.acting():
        sheet = route_sheet_get(plan=plan_get(plan_id=plan.id), duty_code="d1", language="en")
    (rider,) = sheet.stops[1].board.riders
    assert (rider.lead, rider.others, rider.phone_end) == ("向阳花", ("牵牛花",), "0777")
    assert rider.needs == ("gets car-sick",)
    assert [rider.link for rider in sheet.stops[3].alight.riders] == ["for Flight f1", "for Flight f1"]
    assert [(c.role, c.phone) for c in sheet.contacts] == [("desk", "11100000501")]


def test_a_duty_of_someone_elses_vehicle_is_not_found(cast: Cast, plan: Plan) -> None:
    with cast.operator.acting(), pytest.raises(NotFound, match="no duty 'd2'"):
        route_sheet_get(plan=plan, duty_code="d2")
    with cast.other_coordinator.acting(), pytest.raises(NotFound):
        route_sheet_get(plan=plan, duty_code="d1")


def test_the_employer_gets_who_comes_to_its_gate_and_nobody_else(cast: Cast, plan: Plan) -> None:
    with cast.employer.acting():
        found = plan_get(plan_id=plan.id)
        listing = intake_list_get(plan=found, employer=cast.employer.organisation, language="zh")
        book = load_workbook(BytesIO(intake_list_xlsx(plan=found, employer=cast.employer.organisation)))
    assert [a.name for a in listing.arrivals][:2] == ["向阳花", "牵牛花"]
    assert {a.party for a in listing.arrivals} == {"p1", "p2"}
    assert {slot.slot for slot in listing.slots} == {"s1"}
    assert book.worksheets[0].max_row == 4 + 5


def test_an_employer_without_a_slot_in_the_campaign_has_no_list(cast: Cast, plan: Plan) -> None:
    with cast.other_employer.acting(), pytest.raises(NotFound, match="lanshan has no intake slot"):
        intake_list_get(plan=plan, employer=cast.other_employer.organisation)


def test_the_sheet_of_a_party_that_has_withdrawn_says_so(cast: Cast, plan: Plan) -> None:
    with cast.coordinator.acting():
        request = DepartureRequest.objects.get(campaign=cast.campaign, code="p1")
        request_withdraw(request=request, version=request.version)
        sheet = route_sheet_get(plan=plan, duty_code="d1", language="en")
    assert sheet.stops[1].board.riders[0].needs == ("withdrawn", "gets car-sick")


def test_the_pdf_is_a_pdf(cast: Cast, plan: Plan) -> None:
    with cast.coordinator.acting():
        assert route_sheet_pdf(plan=plan, duty_code="d1", language="zh").startswith(b"%PDF-")
