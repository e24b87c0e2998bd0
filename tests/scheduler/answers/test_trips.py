"""Workers say whether they travel: by a link, by a text message, or to staff; who says nothing is called."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client
from standardwebhooks.webhooks import Webhook

from scheduler.answers.models import Ask, SmsReply
from scheduler.answers.recording import TripSaid, trips_answer
from scheduler.answers.reminding import escalate_due, remind_due
from scheduler.answers.replies import meaning, reply_take
from scheduler.answers.selectors import call_list, reply_list
from scheduler.campaigns.models import Campaign
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest
from tests.cast import Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of
from tests.scheduler.telling.scene import later, messages, told

P1 = ("11100000001", "11100000002")


def state(code: str = "p1") -> str:
    with acting_as_system():
        return DepartureRequest.objects.get(code=code, campaign__bureau__code="qianjiang").state


def addresses() -> list[str]:
    """The paths behind the links of p1's two workers, the Chinese one's first."""
    found = [re.search(r"/trip/[\w-]+", str(message.text)) for message in messages(channel="sms", template="trip_new")]
    return [match.group() for match in found if match]


def reply(text: str, phone: str = P1[0], reference: str | None = None) -> bool:
    return reply_take(reference=reference or uuid4().hex, phone=phone, text=text)


def test_a_page_of_a_few_kilobytes_shows_the_trip_and_confirms_nothing(campaign: Campaign, cast: Cast) -> None:
    told(cast)
    chinese, english = addresses()
    page = Client().get(chinese)
    text = page.content.decode()
    assert (page.status_code, len(page.content) < 6144) == (200, True)
    for word in ("您的出行 · 赵立春", "2月20日 周六", "05:10", "van d1", "座位 1", "我去", "我不去", "tel:11100000501"):
        assert word in text
    assert "I do not come" in Client().get(english).content.decode()
    assert "I do not come" in Client().get(f"{chinese}?language=en").content.decode()
    assert Client().head(chinese).status_code == 200
    assert queries_of(Client(), chinese) <= MOST_QUERIES
    assert state() == "told"


def test_a_party_is_confirmed_when_all_who_were_asked_have_said_yes(campaign: Campaign, cast: Cast) -> None:
    told(cast)
    first, second = addresses()
    after = Client().post(first, {"answer": "yes"}, follow=True)
    assert "已记下：您去。" in after.content.decode()
    assert state() == "told"
    assert Client().post(second, {"answer": "yes"}).status_code == 302
    assert Client().post(second, {"answer": "yes"}).status_code == 302
    assert state() == "confirmed"
    Client().post(second, {"answer": "no"})
    assert state() == "told"
    with cast.coordinator.acting():
        assert {call.request.code: call.why.value for call in call_list(campaign=campaign)} == {
            "p1": "differ",
            "p2": "no_phone",
            "p3": "no_phone",
        }


def test_whoever_has_withdrawn_cannot_take_the_seat_back_by_the_link(campaign: Campaign, cast: Cast) -> None:
    told(cast)
    for address in addresses():
        Client().post(address, {"answer": "no"})
    assert state() == "withdrawn"
    refused = Client().post(addresses()[0], {"answer": "yes"})
    assert (refused.status_code, "请打电话" in refused.content.decode()) == (409, True)
    assert state() == "withdrawn"


def test_a_link_that_was_altered_or_has_expired_says_so(
    campaign: Campaign, cast: Cast, clock: time_machine.Traveller
) -> None:
    told(cast)
    address = addresses()[0]
    assert "不是从这里发出" in Client().get(address[:-3]).content.decode()
    clock.shift(timedelta(days=9))
    gone = Client().post(address, {"answer": "yes"})
    assert (gone.status_code, "过期" in gone.content.decode()) == (404, True)
    assert "expired" in Client().get(address, headers={"Accept-Language": "en-GB"}).content.decode()


def test_the_provider_hands_replies_over_signed(
    campaign: Campaign, cast: Cast, settings: LazySettings, clock: time_machine.Traveller
) -> None:
    told(cast)
    settings.MENLU_SMS_REPLY_SECRET = "whsec_" + b64encode(b"s" * 24).decode()
    for phone in P1:
        body = json.dumps({"id": f"m-{phone}", "from": phone, "text": "1"})
        headers = {
            "webhook-id": "m",
            "webhook-timestamp": str(int(datetime.now(UTC).timestamp())),
            "webhook-signature": Webhook(settings.MENLU_SMS_REPLY_SECRET).sign("m", datetime.now(UTC), body),
        }
        forged = Client().post("/sms/replies", body + " ", content_type="application/json", headers=headers)
        assert (forged.status_code, state()) == (401, "told")
        taken = Client().post("/sms/replies", body, content_type="application/json", headers=headers)
        assert taken.status_code == 204
    assert state() == "confirmed"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1", True),
        (" Y. ", True),
        ("去！", True),
        ("１", True),
        ("0", False),
        ("不去", False),
        ("去不了", None),
        ("10", None),
        ("几点的车？", None),
    ],
)
def test_what_a_reply_means(text: str, meant: bool | None) -> None:
    assert meaning(text) is meant


def test_replies_answer_for_the_number_that_was_written_to_and_count_once(campaign: Campaign, cast: Cast) -> None:
    told(cast)
    assert reply("去", phone="+86 111-0000-0001", reference="r1")
    assert reply("不去", phone=P1[0], reference="r1")  # the provider hands the same one over twice
    assert reply("1", phone=P1[1])
    assert state() == "confirmed"


def test_what_is_not_understood_waits_for_staff_and_a_stranger_changes_nothing(campaign: Campaign, cast: Cast) -> None:
    told(cast)
    assert not reply("我腿摔了，能换一天吗")
    assert not reply("1", phone="11199999999")
    with cast.coordinator.acting():
        (waiting,) = reply_list(campaign=campaign)
        assert (str(waiting.text), str(waiting.phone)) == ("我腿摔了，能换一天吗", P1[0])
    with cast.other_coordinator.acting():
        assert not SmsReply.objects.exists()
    assert state() == "told"


def test_staff_note_many_answers_and_learn_what_became_of_each(campaign: Campaign, cast: Cast) -> None:
    told(cast)
    rows = [
        TripSaid(party="p1", says_yes=True),
        TripSaid(party="p2", says_yes=False, reason="生病"),
        TripSaid(party="p4", says_yes=True),
        TripSaid(party="p9", says_yes=True),
    ]
    with cast.coordinator.acting():
        outcomes = trips_answer(campaign=campaign, rows=rows, by=cast.coordinator.user)
    assert [one.state or (one.error and one.error.detail) for one in outcomes] == [
        "confirmed",
        "withdrawn",
        "nobody was asked about this trip yet: it is told first",
        "no request 'p9' in this campaign",
    ]


def test_a_changed_trip_is_asked_anew_behind_the_same_link(campaign: Campaign, cast: Cast) -> None:
    told(cast)
    with cast.coordinator.acting():
        trips_answer(campaign=campaign, rows=[TripSaid(party="p1", says_yes=True)], by=cast.coordinator.user)
    links = addresses()
    told(cast, later)
    assert state() == "told"
    with acting_as_system():
        assert set(Ask.objects.filter(request__code="p1").values_list("says_yes", flat=True)) == {None}
    page = Client().get(links[0]).content.decode()
    assert "05:12" in page
    assert "我去" in page


def test_who_says_nothing_is_reminded_once_and_then_called(
    campaign: Campaign, cast: Cast, clock: time_machine.Traveller
) -> None:
    told(cast)
    assert reply("1", phone=P1[1])
    assert remind_due() == 0
    clock.shift(timedelta(hours=24))
    assert remind_due() > 0
    assert remind_due() == 0
    (reminder,) = messages(template="trip_reminder")
    assert str(reminder.text).startswith("【门路】赵立春您好，请在2月19日 周五 12:00前确认出行")
    assert {one.template for one in messages(channel="email")} >= {"intake_reminder", "duty_reminder"}
    clock.shift(timedelta(hours=24))
    assert escalate_due() > 0
    assert escalate_due() == 0
    with cast.coordinator.acting():
        assert {call.request.code: call.why.value for call in call_list(campaign=campaign)} == {
            "p1": "no_answer",
            "p2": "no_phone",
            "p3": "no_phone",
        }
    escalated = {one.template: one for one in messages(recipient_kind="staff", channel="email")}
    assert "日照甲木家具未在2月19日 周五 12:00前确认接收批次s1（5人）" in str(escalated["intake_escalated"].subject)
    assert "武陵客运未在" in str(escalated["duty_escalated"].subject)
