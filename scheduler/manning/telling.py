"""Telling drivers which duty is theirs, or no longer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone

from scheduler import clock
from scheduler.links.models import Purpose
from scheduler.links.services import link_issue, link_revoke, link_url
from scheduler.manning.checking import span_of
from scheduler.manning.models import Driver
from scheduler.outbox.models import Channel, RecipientKind
from scheduler.outbox.services import Draft, messages_post
from scheduler.papers.wording import LANGUAGES, Language, day
from scheduler.papers.wording import clock as time_of
from scheduler.plans.models import Duty, Stop
from scheduler.telling.people import language_of
from scheduler.telling.wording import MESSAGES

URGENT = timedelta(hours=12)
LINK_OUTLIVES = timedelta(days=2)


def drivers_tell(*, duty: Duty, version: int, before: Iterable[Driver], now: Iterable[Driver]) -> None:
    """Send the sheet to those who are named now and were not, and word to those who are not any more.

    The link to the sheet is the duty's: it is another one as soon as somebody is not to have it any more.
    """
    was, named = {driver.id: driver for driver in before}, {driver.id: driver for driver in now}
    off = [driver for key, driver in was.items() if key not in named]
    if off:
        link_revoke(purpose=Purpose.DRIVE, subject=duty.id)
    told = named.values() if off else [driver for key, driver in named.items() if key not in was]
    drafts = [*_drafts(duty, version, told, template="driver"), *_drafts(duty, version, off, template="driver_off")]
    messages_post(
        organisation=duty.plan.campaign.bureau_id,
        campaign=duty.campaign_id,
        utc_offset_s=duty.plan.campaign.utc_offset_s,
        drafts=drafts,
    )


def sheet_send(*, duty: Duty, version: int, drivers: Iterable[Driver]) -> None:
    """Send the link to the sheet once more, to each of the drivers at most once a minute."""
    minute = clock.seconds(clock.now()) // 60
    messages_post(
        organisation=duty.plan.campaign.bureau_id,
        campaign=duty.campaign_id,
        utc_offset_s=duty.plan.campaign.utc_offset_s,
        drafts=_drafts(duty, f"{version}/{minute}", drivers, template="driver"),
    )


def _drafts(duty: Duty, version: int | str, drivers: Iterable[Driver], *, template: str) -> Iterator[Draft]:
    begins, ends = span_of(duty)
    zone = timezone(timedelta(seconds=duty.plan.campaign.utc_offset_s))
    local = datetime.fromtimestamp(begins, UTC).astimezone(zone)
    first = Stop.objects.filter(duty=duty).select_related("place").order_by("position")[0].place
    for driver in drivers:
        language: Language = language_of(driver.language)
        url = ""
        if template == "driver":
            expires = max(clock.moment(ends), clock.now()) + LINK_OUTLIVES
            organisation = duty.plan.campaign.bureau_id
            link = link_issue(organisation=organisation, purpose=Purpose.DRIVE, subject=duty.id, expires_at=expires)
            url = link_url(link)
        text = getattr(MESSAGES[language], template).format(
            name=driver.name,
            duty=duty.code,
            day=day(local, LANGUAGES[language]),
            time=time_of(local),
            place=(first.name_en if language == "en" and first.name_en else first.name) or first.code,
            url=url,
        )
        yield Draft(
            key=f"{template}/{duty.id}/{driver.id}/{version}",
            channel=Channel.SMS,
            recipient_kind=RecipientKind.DRIVER,
            recipient=driver.id,
            template=template,
            about=duty.id,
            language=language,
            address=str(driver.phone),
            text=text,
            receiver=driver.operator_id,
            urgent=clock.moment(begins) - clock.now() < URGENT,
        )
