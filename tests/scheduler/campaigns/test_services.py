"""Making and changing campaigns and what is in them."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import ProgrammingError

from scheduler import clock
from scheduler.campaigns.models import AccessRule, Campaign
from scheduler.campaigns.selectors import campaign_get, campaign_list, contact_list, participation_list
from scheduler.campaigns.services import (
    Reach,
    access_rules_set,
    campaign_create,
    campaign_update,
    contact_add,
    participation_add,
    participation_remove,
)
from scheduler.errors import AlreadyThere, Conflict, Invalid, NotFound, StaleVersion
from scheduler.fleet.models import Fleet
from scheduler.fleet.selectors import fleet_get, fleet_list
from scheduler.fleet.services import NewFleet, NewService, fleet_delete, fleet_update, fleets_add, services_add
from scheduler.intake.models import ConfirmationState, IntakeSlot
from scheduler.intake.selectors import confirmation_find, gate_list, slot_list
from scheduler.intake.services import (
    NewJobPost,
    NewSlot,
    gate_set,
    intake_decide,
    job_posts_add,
    plant_add,
    slot_delete,
    slot_update,
    slots_add,
)
from scheduler.organisations.tenancy import acting_as_system
from scheduler.places.models import Place
from scheduler.places.selectors import place_list
from scheduler.places.services import NewPlace, place_delete, place_update, places_add
from solvers.problem import Location
from tests.builders import CHINA_S, fleet, ok_small, slot
from tests.cast import Cast

GATE = Location(id="gate-new", kind="gate", lon=119.4, lat=35.3, hours=(6 * 3600, 20 * 3600))


def make_campaign(cast: Cast, **changes: object) -> Campaign:
    values = {
        "name": "spring",
        "currency": "CNY",
        "horizon_start": clock.moment(ok_small().horizon[0]),
        "horizon_end": clock.moment(ok_small().horizon[1]),
        "travel": cast.campaign.travel,
        "rules": cast.campaign.rules,
    }
    return campaign_create(bureau=cast.coordinator.organisation, by=cast.coordinator.user, **{**values, **changes})


def test_a_new_campaign_knows_how_far_people_go_to_board(cast: Cast) -> None:
    with cast.coordinator.acting():
        campaign = make_campaign(cast, title="春风行动")
        assert AccessRule.objects.filter(campaign=campaign).count() == 4
        assert (campaign_get(campaign_id=campaign.id).title, campaign.utc_offset_s) == ("春风行动", 0)
        assert campaign_list().count() == 2


def test_the_offset_is_that_of_the_horizons_start(cast: Cast) -> None:
    local = clock.moment(ok_small().horizon[0]).astimezone(ZoneInfo("Asia/Shanghai"))
    with cast.coordinator.acting():
        assert make_campaign(cast, horizon_start=local).utc_offset_s == CHINA_S


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"rules": {}}, "rules"),
        ({"travel": {"kind": "teleport"}}, "travel"),
        ({"horizon_end": clock.moment(0)}, "horizon"),
    ],
)
def test_rules_that_are_not_the_formats_are_refused_with_their_place(
    cast: Cast, changes: dict[str, object], where: str
) -> None:
    with cast.coordinator.acting(), pytest.raises(Invalid) as refused:
        make_campaign(cast, **changes)
    assert refused.value.where.startswith(where)


def test_a_change_of_what_somebody_else_changed_is_refused(cast: Cast) -> None:
    with cast.coordinator.acting():
        assert campaign_update(campaign=cast.campaign, version=1, changes={"title": "a"}).version == 2
        with pytest.raises(StaleVersion, match="no longer at version 1"):
            campaign_update(campaign=cast.campaign, version=1, changes={"title": "b"})
        with pytest.raises(Invalid):
            campaign_update(campaign=cast.campaign, version=2, changes={"rules": {"stop_fixed_s": -1}})


def test_anothers_campaign_is_not_found(cast: Cast) -> None:
    with cast.other_coordinator.acting(), pytest.raises(NotFound):
        campaign_get(campaign_id=cast.campaign.id)


def test_an_invitation_opens_a_campaign_and_its_end_closes_it(cast: Cast) -> None:
    with cast.coordinator.acting():
        invitation = participation_add(campaign=cast.campaign, organisation=cast.other_employer.organisation)
        assert participation_add(campaign=cast.campaign, organisation=cast.other_employer.organisation) == invitation
        assert participation_list(campaign=cast.campaign).count() == 4
    with cast.other_employer.acting():
        assert campaign_get(campaign_id=cast.campaign.id) == cast.campaign
    with cast.coordinator.acting():
        participation_remove(participation=invitation)
    with cast.other_employer.acting(), pytest.raises(NotFound):
        campaign_get(campaign_id=cast.campaign.id)


def test_bureaus_are_not_invited(cast: Cast) -> None:
    with cast.coordinator.acting(), pytest.raises(Conflict):
        participation_add(campaign=cast.campaign, organisation=cast.other_coordinator.organisation)


def test_those_invited_know_whom_to_call_at_the_bureau_and_not_at_each_other(cast: Cast) -> None:
    with cast.coordinator.acting():
        contact_add(campaign=cast.campaign, role="desk", name="许小暑", phone="11100000501")
        with pytest.raises(Invalid):
            contact_add(campaign=cast.campaign, role="nobody", name="x", phone="1")
    with cast.employer.acting():
        contact_add(
            campaign=cast.campaign,
            role="organisation",
            name="鲁立冬",
            phone="11100000503",
            organisation=cast.employer.organisation,
        )
        assert [contact.name for contact in contact_list(campaign=cast.campaign)] == ["许小暑", "鲁立冬"]
    with cast.operator.acting():
        assert [contact.phone for contact in contact_list(campaign=cast.campaign)] == ["11100000501"]


def test_reach_is_replaced_as_a_whole_and_has_to_make_sense(cast: Cast) -> None:
    with cast.coordinator.acting():
        access_rules_set(
            campaign=cast.campaign, rules=[Reach(means="walk", place_kinds=("hub",), reach_m=100, kmh=4.0)]
        )
        assert [str(rule) for rule in AccessRule.objects.all()] == ["walk to hub"]
        with pytest.raises(Invalid, match="speed, reach"):
            access_rules_set(
                campaign=cast.campaign, rules=[Reach(means="walk", place_kinds=("hub",), reach_m=100, kmh=0)]
            )


def test_an_employer_adds_its_gate_plant_post_and_slot_and_others_do_not_see_them(cast: Cast) -> None:
    works, campaign = cast.employer.organisation, cast.campaign
    with cast.employer.acting():
        place = places_add(campaign=campaign, places=[NewPlace(location=GATE)], owner=works).only()
        plant = plant_add(employer=works, code="plant-1", name="一厂", lon=119.4, lat=35.3)
        gate_set(place=place, plant=plant, contact_name="鲁立冬", contact_phone="11100000503")
        gate_set(place=place, plant=plant, contact_name="周寒露", contact_phone="11100000504")
        post = NewJobPost(code="post-1", plant="plant-1", title="装配工", headcount=9, pay_from=4200, pay_to=5000)
        job_posts_add(campaign=campaign, employer=works, posts=[post]).only()
        offer = NewSlot(slot=slot("new", "gate-new", 9, ("11:00", "12:00")), job_post="post-1")
        made = slots_add(campaign=campaign, slots=[offer], employer=works).only()
        assert made.windows == [["2027-02-20T11:00:00+08:00", "2027-02-20T12:00:00+08:00"]]
        assert [gate.contact_name for gate in gate_list(campaign=campaign)] == ["周寒露"]
    with cast.operator.acting():
        assert "gate-new" in place_list(campaign=campaign).values_list("code", flat=True)
        assert not slot_list(campaign=campaign).exists()
    with cast.coordinator.acting():
        assert list(slot_list(campaign=campaign).values_list("code", flat=True)) == ["s1", "s3", "new"]


def test_each_faulty_row_is_told_and_the_others_go_in_where_that_was_asked(cast: Cast) -> None:
    good = slot("good", "gate-1", 9, ("11:00", "12:00"))
    rows = [
        NewSlot(slot=good),
        NewSlot(slot=replace(good, id="bad", gate="gate-9", windows=((2, 1),)), job_post="post-9"),
        NewSlot(slot=replace(good, id="s1")),
        NewSlot(slot=good),
    ]
    with cast.coordinator.acting():
        held = slots_add(campaign=cast.campaign, slots=rows)
        assert held.rows == (None, None, None, None)
        assert IntakeSlot.objects.count() == 2
        taken = slots_add(campaign=cast.campaign, slots=rows, all_or_nothing=False)
    assert [row and row.code for row in taken.rows] == ["good", None, None, None]
    assert [[(fault.where, fault.taken) for fault in faults] for faults in taken.faults] == [
        [],
        [("gate", False), ("job_post", False), ("windows[0]", False)],
        [("code", True)],
        [("code", True)],
    ]
    assert taken.faults[1][0].detail == "no place 'gate-9'"


def test_a_code_that_another_employer_uses_unseen_is_taken(cast: Cast) -> None:
    with cast.employer.acting(), pytest.raises(AlreadyThere, match="'s3' exists in this campaign"):
        slots_add(
            campaign=cast.campaign,
            slots=[NewSlot(slot=slot("s3", "gate-1", 1, ("11:00", "12:00")))],
            employer=cast.employer.organisation,
        ).only()


def test_a_slot_that_somebody_chose_is_not_taken_back(cast: Cast) -> None:
    with cast.coordinator.acting():
        chosen = IntakeSlot.objects.get(code="s1")
        with pytest.raises(Conflict, match="'s1' is used"):
            slot_delete(slot=chosen, version=1)
        changed = slot_update(slot=chosen, version=1, changes={"capacity": 1})
        assert (changed.capacity, changed.version) == (1, 2)
        new = NewSlot(slot=slot("new", "gate-1", 1, ("11:00", "12:00")))
        free = slots_add(campaign=cast.campaign, slots=[new]).only()
        with pytest.raises(StaleVersion):
            slot_delete(slot=free, version=7)
        slot_delete(slot=free, version=1)
        assert IntakeSlot.objects.count() == 2


def test_fleets_come_with_crews_and_slots_in_order(cast: Cast) -> None:
    spec = replace(fleet("works", "gate-1", None, 39), slots=("s3", "s1"))
    with cast.coordinator.acting():
        row = fleets_add(campaign=cast.campaign, fleets=[NewFleet(fleet=spec, name="厂车")]).only()
        read = fleet_get(fleet_id=row.id)
        assert [x.slot.code for x in read.slot_rows.all()] == ["s3", "s1"]
        assert [crew.drivers for crew in read.crews.all()] == [crew.drivers for crew in spec.crews]
        assert fleet_update(fleet=read, version=1, changes={"count": 2}).count == 2
        with pytest.raises(Invalid, match="available until"):
            fleet_update(fleet=read, version=2, changes={"available_until": read.available_from - timedelta(hours=1)})
        fleet_delete(fleet=read, version=2)
        assert not fleet_list(campaign=cast.campaign).filter(code="works").exists()


def test_a_carrier_sees_what_it_added_itself(cast: Cast) -> None:
    flight = replace(ok_small().services[0], id="f9")
    with cast.operator.acting():
        services_add(campaign=cast.campaign, services=[NewService(service=flight)], operator=cast.operator.organisation)
        spec = fleet("mini", "depot-1", None, 19)
        fleets_add(campaign=cast.campaign, fleets=[NewFleet(fleet=spec)], operator=cast.operator.organisation)
        assert set(Fleet.objects.values_list("code", flat=True)) == {"van", "mini"}


def test_places_move_and_go_unless_they_are_used(cast: Cast) -> None:
    with cast.coordinator.acting():
        place = Place.objects.get(code="bp-1")
        assert place_update(place=place, version=1, changes={"name": "黎水"}).name == "黎水"
        with pytest.raises(Conflict, match="'bp-1' is used"):
            place_delete(place=place, version=2)
        with pytest.raises(Invalid) as refused:
            places_add(campaign=cast.campaign, places=[NewPlace(location=replace(GATE, hours=(9, 8)))]).only()
        assert refused.value.where == "hours"


@pytest.mark.parametrize(
    ("accepted", "state"),
    [(5, ConfirmationState.CONFIRMED), (3, ConfirmationState.PARTIAL), (0, ConfirmationState.DECLINED)],
)
def test_an_employer_takes_in_all_some_or_nobody(cast: Cast, accepted: int, state: str) -> None:
    with cast.employer.acting():
        own = IntakeSlot.objects.get()
        said = {"plan_number": 1, "planned": 5, "accepted": accepted, "reason": "" if accepted == 5 else "满员"}
        first = intake_decide(slot=own, by=cast.employer.user, **said)
        assert first.state == state
        assert intake_decide(slot=own, by=cast.employer.user, **said) == first
        with pytest.raises(Conflict, match="answered before"):
            intake_decide(slot=own, by=cast.employer.user, **{**said, "accepted": 1, "reason": "x"})
        assert confirmation_find(slot=own, plan_number=2) is None
    with cast.coordinator.acting():
        assert confirmation_find(slot=own, plan_number=1) == first


@pytest.mark.parametrize(("accepted", "where"), [(6, "accepted"), (-1, "accepted"), (4, "reason")])
def test_an_answer_has_to_add_up(cast: Cast, accepted: int, where: str) -> None:
    with cast.employer.acting(), pytest.raises(Invalid) as refused:
        intake_decide(slot=IntakeSlot.objects.get(), plan_number=1, planned=5, accepted=accepted, by=None)
    assert refused.value.where == where


def test_nobody_answers_for_anothers_slot(cast: Cast) -> None:
    with acting_as_system():
        slot_of_others = IntakeSlot.objects.get(campaign=cast.campaign, code="s3")
    with pytest.raises(ProgrammingError, match="row-level security"), cast.employer.acting():
        intake_decide(slot=slot_of_others, plan_number=1, planned=1, accepted=1, by=None)
