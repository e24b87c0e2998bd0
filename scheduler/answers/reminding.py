"""Deadlines: who has not answered is reminded, and after the deadline the bureau's staff are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta, timezone

import structlog
from django.conf import settings
from django.db.models import Q, QuerySet

from scheduler import clock
from scheduler.answers.models import Ask, AskKind
from scheduler.campaigns.models import Campaign
from scheduler.intake.models import IntakeSlot
from scheduler.links.models import Purpose
from scheduler.links.services import link_issue, link_url
from scheduler.organisations.models import Organisation
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import Channel, RecipientKind
from scheduler.outbox.selectors import endpoints_of
from scheduler.outbox.services import Draft, messages_post
from scheduler.papers.slip_rows import slips
from scheduler.papers.wording import LANGUAGES, Language
from scheduler.people.states import RequestState
from scheduler.plans.intakes import intake_headcount
from scheduler.plans.models import Plan, PlanState
from scheduler.telling.offices import Letter, letter_drafts
from scheduler.telling.people import readers, travellers
from scheduler.telling.texts import moment, trip_message
from scheduler.telling.wording import MESSAGES

log = structlog.get_logger(__name__)

BATCH = 200
WAITING = (RequestState.PLANNED, RequestState.TOLD, RequestState.CONFIRMED)
LINK_OUTLIVES = timedelta(days=2)


def remind_due() -> int:
    """Remind whoever has not answered and is to be reminded now; returns how many."""
    with acting_as_system():
        due = list(_unanswered().filter(remind_at__lte=clock.now(), escalated_at__isnull=True)[:BATCH])
        for campaign, asks in _by_campaign(due):
            _post(campaign, _reminders(campaign, asks))
        Ask.objects.filter(id__in=[ask.id for ask in due]).update(remind_at=None)
    if due:
        log.info("asks_reminded", asks=len(due))
    return len(due)


def escalate_due() -> int:
    """Tell the bureau of deadlines that have passed; workers go on its call list, without a letter for each."""
    with acting_as_system():
        due = list(_unanswered().filter(due_at__lte=clock.now(), escalated_at__isnull=True)[:BATCH])
        for campaign, asks in _by_campaign(due):
            letters = [_to_bureau(campaign, ask, "escalated") for ask in asks if ask.kind != AskKind.TRIP]
            _post(campaign, _letters(letters))
        Ask.objects.filter(id__in=[ask.id for ask in due]).update(escalated_at=clock.now(), remind_at=None)
    if due:
        log.info("asks_escalated", asks=len(due))
    return len(due)


def asked_tell(*, ask: Ask) -> None:
    """Write to an employer or operator that something is asked of it that cannot wait for the next plan."""
    assert ask.organisation is not None
    _post(ask.campaign, _letters([_to_partner(ask.campaign, ask, ask.organisation, "asked")]))


def declined_tell(*, ask: Ask) -> None:
    """Write to the bureau that an employer or operator has declined what cannot wait."""
    _post(ask.campaign, _letters([_to_bureau(ask.campaign, ask, "declined")]))


def _unanswered() -> QuerySet[Ask]:
    """Questions that still matter: of those who still travel, of slots and duties of a plan in force."""
    asks = Ask.objects.select_for_update(skip_locked=True, of=("self",)).filter(answered_at__isnull=True)
    asks = asks.select_related("campaign__bureau", "slot", "duty", "organisation", "request")
    late_for = IntakeSlot.objects.filter(alerts__kind="connection", alerts__closed_at__isnull=True)
    matters = Q(kind=AskKind.TRIP, request__state__in=WAITING) | Q(kind=AskKind.INTAKE)
    matters |= Q(kind=AskKind.HOURS, slot__in=late_for)
    return asks.filter(matters | Q(duty__plan__state=PlanState.PUBLISHED)).order_by("due_at", "id")


def _by_campaign(asks: Iterable[Ask]) -> Iterator[tuple[Campaign, list[Ask]]]:
    found: dict[Campaign, list[Ask]] = {}
    for ask in asks:
        found.setdefault(ask.campaign, []).append(ask)
    return iter(found.items())


def _reminders(campaign: Campaign, asks: list[Ask]) -> Iterator[Draft]:
    yield from _trip_reminders(campaign, [ask for ask in asks if ask.kind == AskKind.TRIP and ask.worker_id])
    partners = [(ask, ask.organisation) for ask in asks if ask.kind != AskKind.TRIP]
    letters = [_to_partner(campaign, ask, to, "reminder") for ask, to in partners if to is not None]
    yield from _letters(letters)


def _trip_reminders(campaign: Campaign, asks: list[Ask]) -> Iterator[Draft]:
    plan = Plan.objects.filter(campaign=campaign, state=PlanState.PUBLISHED).first()
    requests = {ask.request_id for ask in asks if ask.request_id}
    if plan is None or not requests:
        return
    plan.campaign = campaign
    by_language = {language: slips(plan=plan, language=language, requests=requests) for language in LANGUAGES}
    people = {one.worker: one for party in travellers(requests=requests).values() for one in party}
    for ask in asks:
        traveller = people.get(ask.worker_id) if ask.worker_id else None
        slip = by_language[traveller.language].get(traveller.request) if traveller else None
        if traveller is None or slip is None or not traveller.phone:
            continue
        expires_at = max(slip.arrives + LINK_OUTLIVES, ask.due_at)
        link = link_issue(organisation=campaign.bureau_id, purpose=Purpose.TRIP, subject=ask.id, expires_at=expires_at)
        yield Draft(
            key=f"remind/{ask.id}/{clock.seconds(ask.due_at)}",
            channel=Channel.SMS,
            recipient_kind=RecipientKind.WORKER,
            recipient=traveller.worker,
            template="trip_reminder",
            about=traveller.request,
            language=traveller.language,
            address=traveller.phone,
            text=trip_message(
                slip.seated(traveller.place),
                name=traveller.name,
                url=link_url(link),
                due=ask.due_at.astimezone(timezone(timedelta(seconds=campaign.utc_offset_s))),
            ),
        )


def _to_partner(campaign: Campaign, ask: Ask, to: Organisation, what: str) -> Letter:
    """To an employer or operator: something is asked, or the answer is still missing."""
    kind = RecipientKind.OPERATOR if ask.kind == AskKind.DUTY else RecipientKind.EMPLOYER
    return _letter(campaign, ask, to, f"{ask.kind}_{what}", kind)


def _to_bureau(campaign: Campaign, ask: Ask, what: str) -> Letter:
    """To the bureau: the deadline has passed, or the answer is no."""
    return _letter(campaign, ask, campaign.bureau, f"{ask.kind}_{what}", RecipientKind.STAFF)


def _letter(campaign: Campaign, ask: Ask, to: Organisation, template: str, kind: RecipientKind) -> Letter:
    texts: dict[Language, tuple[str, str]] = {}
    for language in LANGUAGES:
        text = getattr(MESSAGES[language], template).format(**_values(campaign, ask, language))
        texts[language] = (text, f"{text}\n\n{settings.MENLU_PUBLIC_URL}\n")
    about = ask.slot_id or ask.duty_id or ask.id
    return Letter(
        key=f"{template}/{ask.id}/{clock.seconds(ask.until or ask.due_at)}",
        template=template,
        recipient_kind=kind,
        organisation=to.id,
        about=about,
        texts=texts,
        event={"campaign": str(campaign.id), ask.kind: str(about), "due_at": ask.due_at.isoformat()},
    )


def _values(campaign: Campaign, ask: Ask, language: Language) -> dict[str, object]:
    zone = timezone(timedelta(seconds=campaign.utc_offset_s))
    who = ask.organisation
    name = (who.name_en if language == "en" and who.name_en else who.name) if who else ""
    title = campaign.title_en if language == "en" and campaign.title_en else campaign.title or campaign.name
    people = 0
    if ask.slot is not None:
        plan = Plan.objects.filter(campaign=campaign, state=PlanState.PUBLISHED).first()
        people = intake_headcount(plan=plan, slot=ask.slot) if plan else 0
    return {
        "campaign": title,
        "employer": name,
        "operator": name,
        "slot": ask.slot.code if ask.slot else "",
        "duty": ask.duty.code if ask.duty else "",
        "people": people,
        "until": moment(ask.until.astimezone(zone), language) if ask.until else "",
        "reason": ask.reason,
        "due": moment(ask.due_at.astimezone(zone), language),
    }


def _letters(letters: list[Letter]) -> list[Draft]:
    to = {letter.organisation for letter in letters}
    return list(letter_drafts(letters, readers=readers(organisations=to), endpoints=endpoints_of(to)))


def _post(campaign: Campaign, drafts: Iterable[Draft]) -> None:
    messages_post(
        organisation=campaign.bureau_id, campaign=campaign.id, utc_offset_s=campaign.utc_offset_s, drafts=drafts
    )
