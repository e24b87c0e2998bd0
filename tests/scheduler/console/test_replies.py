"""Text messages that came in: read, noted, and done with."""

from __future__ import annotations

import pytest
from django.test import Client

from scheduler.answers.models import Ask, AskKind, SmsReply
from scheduler.answers.replies import reply_answer, reply_take
from scheduler.campaigns.models import Campaign
from scheduler.errors import NotFound
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest
from scheduler.plans.models import Plan
from tests.cast import Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in
from tests.scheduler.telling.conftest import campaign, clock
from tests.scheduler.telling.scene import PHONES, told

__all__ = ["campaign", "clock"]
pytestmark = pytest.mark.django_db
FIRST, SECOND, _NONE = PHONES.values()


@pytest.fixture
def office(campaign: Campaign, cast: Cast, client: Client) -> Client:
    told(cast)
    sign_in(client, cast.coordinator)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def came_in(text: str, phone: str = FIRST) -> SmsReply:
    reply_take(reference=text + phone, phone=phone, text=text)
    with acting_as_system():
        return SmsReply.objects.get(reference=text + phone)


def state(code: str = "p1") -> str:
    with acting_as_system():
        return DepartureRequest.objects.get(code=code, campaign__bureau__code="qianjiang").state


def page(client: Client, campaign: Campaign, query: str = "") -> str:
    response = client.get(f"/campaigns/{campaign.id}/replies{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_list_says_what_will_stand_there(office: Client, campaign: Campaign) -> None:
    assert "Whatever else people write waits here" in page(office, campaign)


def test_what_waits_is_counted_where_the_plan_stands(office: Client, campaign: Campaign) -> None:
    came_in("去")
    came_in("几点的车", SECOND)
    with acting_as_system():
        plan = Plan.objects.get(campaign=campaign)
    assert "1 text message that came in waits" in office.get(f"/plans/{plan.id}/publish").content.decode()
    assert queries_of(office, f"/plans/{plan.id}/publish") <= MOST_QUERIES


def test_each_message_says_whose_it_is_and_what_it_did(office: Client, campaign: Campaign) -> None:
    came_in("去")
    came_in("<b>我腿摔了</b>", SECOND)
    shown = page(office, campaign)
    assert "赵立春" in shown
    assert "钱雨水" in shown
    assert "noted by itself" in shown
    assert "neither a yes nor a no" in shown
    assert "&lt;b&gt;我腿摔了" in shown
    assert "我腿摔了" not in page(office, campaign, "?state=understood")
    assert "赵立春" not in page(office, campaign, "?state=waiting")


def test_staff_note_what_a_message_means_in_their_name(office: Client, campaign: Campaign, cast: Cast) -> None:
    reply = came_in("我和老乡都来，几点的车？")
    answer = office.post(f"/replies/{reply.id}", {"says": "yes", "party": "p1"}, follow=True)
    assert "p1 is now: Told" in answer.content.decode()
    with acting_as_system():
        ask = Ask.objects.get(kind=AskKind.TRIP, worker__isnull=False, answered_at__isnull=False)
        assert (ask.says_yes, ask.way, ask.answered_by) == (True, "sms", cast.coordinator.user)
    came_in("1", SECOND)
    assert state() == "confirmed"
    assert "Read by staff" in page(office, campaign)


def test_a_no_needs_a_reason_and_keeps_what_was_typed(office: Client, campaign: Campaign) -> None:
    reply = came_in("我腿摔了，能换一天吗")
    refused = office.post(f"/replies/{reply.id}", {"says": "no", "party": "p1", "reason": ""})
    assert refused.status_code == 422
    assert "Say why they do not come." in refused.content.decode()
    office.post(f"/replies/{reply.id}", {"says": "no", "party": "p1", "reason": "a broken leg"})
    with acting_as_system():
        assert Ask.objects.get(says_yes=False).reason == "a broken leg"


def test_a_message_is_handled_once_and_only_for_who_has_the_number(
    office: Client, campaign: Campaign, cast: Cast
) -> None:
    reply = came_in("谢谢")
    with cast.coordinator.acting(), pytest.raises(NotFound):
        reply_answer(reply=reply, party="p2", says_yes=True, by=cast.coordinator.user)
    assert office.post(f"/replies/{reply.id}", {"says": "yes", "party": "p2"}).status_code == 422
    assert office.post(f"/replies/{reply.id}", {"says": "done"}).status_code == 302
    again = office.post(f"/replies/{reply.id}", {"says": "yes", "party": "p1"})
    assert again.status_code == 422
    assert "handled before" in again.content.decode()
    assert state() == "told"


def test_who_is_late_is_told_so_and_the_message_still_waits(office: Client, campaign: Campaign) -> None:
    reply = came_in("我还是去吧")
    with acting_as_system():
        DepartureRequest.objects.filter(code="p1").update(state="withdrawn")
    refused = office.post(f"/replies/{reply.id}", {"says": "yes", "party": "p1"})
    assert refused.status_code == 422
    with acting_as_system():
        assert SmsReply.objects.get(id=reply.id).handled_at is None


def test_auditors_read_them_and_others_do_not(office: Client, campaign: Campaign, cast: Cast) -> None:
    reply = came_in("几点的车")
    sign_in(office, cast.bureau_auditor)
    shown = page(office, campaign)
    assert "几点的车" in shown
    assert "Nothing to note" not in shown
    assert office.post(f"/replies/{reply.id}", {"says": "done"}).status_code == 403
    for who in (cast.employer, cast.operator):
        sign_in(office, who)
        assert office.get(f"/campaigns/{campaign.id}/replies").status_code == 403
    sign_in(office, cast.other_coordinator)
    assert office.post(f"/replies/{reply.id}", {"says": "done"}).status_code == 404


def test_it_costs_few_queries(office: Client, campaign: Campaign) -> None:
    for n in range(9):
        came_in(f"几点的车 {n}")
    assert queries_of(office, f"/campaigns/{campaign.id}/replies") <= MOST_QUERIES
