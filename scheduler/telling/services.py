"""Telling everyone of a published plan: all of it in one transaction, and each of it once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import structlog

from scheduler import clock
from scheduler.answers.asking import Question, ask, asks_withdraw
from scheduler.answers.models import AskKind
from scheduler.campaigns.models import Campaign
from scheduler.errors import Invalid
from scheduler.fleet.models import Fleet
from scheduler.intake.models import IntakeSlot
from scheduler.links.models import SignedLink
from scheduler.links.services import links_issue
from scheduler.manning.asking import duties_ask
from scheduler.organisations.models import Organisation
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.selectors import endpoints_of
from scheduler.outbox.services import messages_post
from scheduler.papers.facts import Facts
from scheduler.papers.selectors import facts_of
from scheduler.people.models import DepartureRequest, Worker
from scheduler.people.moves import requests_move
from scheduler.people.states import RequestState
from scheduler.plans.models import Duty, Plan, PlanState
from scheduler.telling.facts import Teller, What, differs
from scheduler.telling.letters import duties_letter, intake_letter, staff_letter
from scheduler.telling.models import PlanTelling, ReaderLanguage, Told
from scheduler.telling.offices import Letter, letter_drafts
from scheduler.telling.people import readers, travellers
from scheduler.telling.seats import seats_give
from scheduler.telling.texts import phone_of
from scheduler.telling.trips import TripNews, TripTeller

log = structlog.get_logger(__name__)

BATCH = 2000


def plan_tell(*, plan_id: UUID) -> PlanTelling | None:
    """Tell everyone of a plan whose part is new or has changed; None where there is nothing to tell (any more).

    Called again it does nothing: what was told is written down in the transaction that posts the messages.
    """
    with acting_as_system():
        plan = Plan.objects.select_related("campaign__bureau").filter(id=plan_id).first()
        if plan is None:
            return None
        Campaign.objects.select_for_update(no_key=True).get(id=plan.campaign_id)
        plan.refresh_from_db(fields=["state"])
        if plan.state != PlanState.PUBLISHED or PlanTelling.objects.filter(plan=plan).exists():
            return None
        telling = _Telling(plan).tell()
    log.info("plan_told", plan=str(plan_id), messages=telling.messages, unreachable=telling.unreachable)
    return telling


def reader_language_set(*, worker: Worker, language: str) -> ReaderLanguage:
    """The language in which a worker is written to from now on.

    Raises
    ------
    Invalid
        There are no messages in it.
    """
    if language not in ("zh", "en"):
        raise Invalid(f"messages are written in zh or en, not in {language!r}", where="language")
    chosen, _ = ReaderLanguage.objects.update_or_create(
        worker=worker, defaults={"language": language, "bureau_id": worker.bureau_id}
    )
    return chosen


class _Telling:
    """One plan, as it is told."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.campaign, self.now = plan, plan.campaign, clock.now()
        parties = list(plan.itineraries.values_list("request__code", flat=True))
        self.facts: Facts = facts_of(plan=plan, parties=parties)
        last = PlanTelling.objects.filter(campaign=self.campaign).order_by("-plan__number").first()
        self.before = last.plan if last else None
        self.seats = seats_give(plan=plan, solved=self.facts.plan, problem=self.facts.problem, before=self.before)
        self.teller = Teller(self.facts.problem, self.facts.plan, self.seats)
        self.letters: list[Letter] = []
        self.questions: list[Question] = []

    def tell(self) -> PlanTelling:
        """Everyone, in one go."""
        posted, unreachable = self._tell_workers()
        self._tell_employers()
        self._tell_operators()
        if unreachable:
            self.letters.append(staff_letter(self.plan, self.facts, people=unreachable))
        posted += self._post_letters()
        ask(campaign=self.campaign, plan_number=self.plan.number, questions=self.questions)
        return PlanTelling.objects.create(
            plan=self.plan, campaign=self.campaign, told_at=self.now, messages=posted, unreachable=unreachable
        )

    def _tell_workers(self) -> tuple[int, int]:
        """How many messages that makes, and how many people only staff can tell."""
        facts, ids = self.facts, dict(self.plan.itineraries.values_list("request__code", "request_id"))
        told = self._told(Told.Kind.TRIP)
        trips = {
            ids[one.party]: (one.party, self.teller.trip(one))
            for one in facts.plan.itineraries
            if one.party not in facts.gone
        }
        fresh = {request: pair for request, pair in trips.items() if told.get(request) != pair[1]}
        off = self._no_longer(told, trips)
        people = travellers(requests=[*fresh, *off])
        news = [
            TripNews(
                request=request,
                party=party,
                otherwise=differs(told[request], what) if request in told else (),
                travellers=tuple(people.get(request, ())),
            )
            for request, (party, what) in fresh.items()
        ]
        writer = TripTeller(self.plan, facts, self.seats, self.now)
        asks = ask(
            campaign=self.campaign,
            plan_number=self.plan.number,
            questions=[question for one in news for question in writer.questions(one)],
        )
        links = links_issue(writer.links(asks, {one.request: one.party for one in news}))
        by_ask = {link.subject: link for link in links}
        by_worker: dict[UUID, SignedLink] = {one.worker_id: by_ask[one.id] for one in asks if one.worker_id}
        drafts = [draft for one in news for draft in writer.drafts(one, by_worker)]
        drafts += writer.cancellations({one: people.get(one, []) for one in off}, phone_of(facts.contacts))
        messages_post(
            organisation=self.campaign.bureau_id,
            campaign=self.campaign.id,
            utc_offset_s=self.campaign.utc_offset_s,
            drafts=drafts,
        )
        asks_withdraw(requests=off)
        self._remember(Told.Kind.TRIP, {request: what for request, (_, what) in fresh.items()}, gone=told.keys() - trips)
        requests_move(
            campaign=self.campaign,
            requests=[one.request for one in news],
            to=RequestState.TOLD,
            by=None,
            why=f"told of plan {self.plan.number}",
            only_from=(RequestState.PLANNED, RequestState.CONFIRMED),
        )
        sizes = {party.id: party.size for party in facts.problem.parties}
        return len(drafts), sum(sizes[one.party] for one in news if not one.reachable)

    def _no_longer(self, told: Mapping[UUID, What], trips: Mapping[UUID, object]) -> list[UUID]:
        """Parties that were told of a trip, have none now, and did not withdraw by themselves."""
        missing = [request for request in told if request not in trips]
        gone = RequestState.WITHDRAWN, RequestState.NO_SHOW, RequestState.RETURNED, RequestState.SETTLED
        return list(DepartureRequest.objects.filter(id__in=missing).exclude(state__in=gone).values_list("id", flat=True))

    def _tell_employers(self) -> None:
        rows = IntakeSlot.objects.filter(campaign=self.campaign, employer__isnull=False)
        slots = {slot.code: slot for slot in rows.select_related("employer")}
        employers = {str(slot.employer_id): slot.employer for slot in slots.values()}
        now = self.teller.intakes({code: str(slot.employer_id) for code, slot in slots.items()})
        told = {str(subject): what for subject, what in self._told(Told.Kind.INTAKE).items()}
        fresh: dict[UUID, What] = {}
        for who in dict.fromkeys((*now, *told)):
            before, mine = told.get(who, {}), now.get(who, {})
            employer = employers.get(who)
            if before == mine or employer is None:
                continue
            codes = [code for code, slot in slots.items() if str(slot.employer_id) == who]
            questions = self._intake_questions(slots, codes, before, mine)
            due = min((one.begins for one in questions), default=self.now)
            self.questions += questions
            self.letters.append(
                intake_letter(self.plan, self.facts, employer, slots=codes, before=before, now=mine, due=_due(due, self.now))
            )
            fresh[employer.id] = mine
        self._remember(Told.Kind.INTAKE, fresh)

    def _intake_questions(
        self, slots: Mapping[str, IntakeSlot], codes: list[str], before: What, now: What
    ) -> list[Question]:
        """The slots of an employer whose people have changed, with the first arrival of each."""
        found = []
        for code in codes:
            was, mine = ({k: v for k, v in what.items() if _slot_of(v) == code} for what in (before, now))
            if mine and was != mine:
                first = min(_minute_of(value) for value in mine.values()) * 60
                slot = slots[code]
                found.append(
                    Question(
                        kind=AskKind.INTAKE,
                        begins=self.facts.local(first),
                        slot=slot.id,
                        organisation=slot.employer_id,
                    )
                )
        return found

    def _tell_operators(self) -> None:
        fleets = Fleet.objects.filter(campaign=self.campaign, operator__isnull=False).select_related("operator")
        operators = {str(fleet.operator_id): fleet.operator for fleet in fleets}
        now = self.teller.duties_of({fleet.code: str(fleet.operator_id) for fleet in fleets})
        told = {str(subject): what for subject, what in self._told(Told.Kind.DUTIES).items()}
        duties = {duty.code: duty for duty in Duty.objects.filter(plan=self.plan).select_related("fleet")}
        questions = duties_ask(
            plan=self.plan,
            before=self.before,
            changed={
                duty.id
                for who, mine in now.items()
                for code, duty in duties.items()
                if code in mine and told.get(who, {}).get(code) != mine[code]
            },
        )
        self.questions += questions
        fresh: dict[UUID, What] = {}
        for who in dict.fromkeys((*now, *told)):
            before, mine = told.get(who, {}), now.get(who, {})
            operator = operators.get(who)
            if before == mine or operator is None:
                continue
            begins = min((one.begins for one in questions if one.organisation == operator.id), default=self.now)
            self.letters.append(
                duties_letter(self.plan, self.facts, operator, before=before, now=mine, due=_due(begins, self.now))
            )
            fresh[operator.id] = mine
        self._remember(Told.Kind.DUTIES, fresh)

    def _post_letters(self) -> int:
        organisations = {letter.organisation for letter in self.letters}
        drafts = list(
            letter_drafts(
                self.letters, readers=readers(organisations=organisations), endpoints=endpoints_of(organisations)
            )
        )
        messages_post(
            organisation=self.campaign.bureau_id,
            campaign=self.campaign.id,
            utc_offset_s=self.campaign.utc_offset_s,
            drafts=drafts,
        )
        return len(drafts)

    def _told(self, kind: Told.Kind) -> dict[UUID, What]:
        return dict(Told.objects.filter(campaign=self.campaign, kind=kind).values_list("subject", "what"))

    def _remember(self, kind: Told.Kind, fresh: Mapping[UUID, What], gone: set[UUID] | frozenset[UUID] = frozenset()) -> None:
        Told.objects.filter(campaign=self.campaign, kind=kind, subject__in=gone).delete()
        Told.objects.bulk_create(
            [
                Told(campaign=self.campaign, kind=kind, subject=subject, plan_number=self.plan.number, what=what)
                for subject, what in fresh.items()
            ],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["campaign", "kind", "subject"],
            update_fields=["plan_number", "what"],
        )
