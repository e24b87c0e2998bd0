"""Telling workers: a slip in one text message to each who has a telephone, and the rest to staff."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from scheduler.answers.asking import Question
from scheduler.answers.models import Ask, AskKind
from scheduler.links.models import Purpose, SignedLink
from scheduler.links.services import link_url, links_issue
from scheduler.outbox.models import Channel, RecipientKind
from scheduler.outbox.services import Draft
from scheduler.papers.slip_rows import slips
from scheduler.papers.wording import LANGUAGES
from scheduler.plans.models import Plan
from scheduler.telling.people import Traveller
from scheduler.telling.texts import trip_message
from scheduler.telling.wording import MESSAGES

URGENT = timedelta(hours=12)
"""Whoever leaves within this is told at night too."""
LINK_OUTLIVES = timedelta(days=2)
"""So long after the arrival a trip can still be looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TripNews:
    """A party whose trip is new or has changed, in what, and who is in it."""

    request: UUID
    party: str
    otherwise: tuple[str, ...]
    travellers: tuple[Traveller, ...]

    @property
    def reachable(self) -> tuple[Traveller, ...]:
        """Those who can be written to."""
        return tuple(one for one in self.travellers if one.phone)


class TripTeller:
    """Writes what the workers of a plan are told."""

    def __init__(self, plan: Plan, requests: Collection[UUID], now: datetime) -> None:
        self.plan, self.now = plan, now
        self.slips = {language: slips(plan=plan, language=language, requests=requests) for language in LANGUAGES}

    def questions(self, news: TripNews) -> list[Question]:
        """Who of a party is asked whether they travel: those who can be written to, or staff for all of them."""
        leaves = self.slips["zh"][news.request].leaves
        return [
            Question(
                kind=AskKind.TRIP, begins=leaves, request=news.request, worker=traveller.worker, phone=traveller.phone
            )
            for traveller in news.reachable
        ] or [Question(kind=AskKind.TRIP, begins=leaves, request=news.request)]

    def links(self, asks: list[Ask]) -> dict[UUID, SignedLink]:
        """A link for each question that goes to a telephone, by worker."""
        asked = {ask.worker_id: ask for ask in asks if ask.worker_id is not None and ask.request_id is not None}
        until = {
            ask.id: max(self.slips["zh"][ask.request_id].arrives + LINK_OUTLIVES, ask.due_at)
            for ask in asked.values()
            if ask.request_id is not None
        }
        links = links_issue(organisation=self.plan.campaign.bureau_id, purpose=Purpose.TRIP, until=until)
        return {worker: links[ask.id] for worker, ask in asked.items()}

    def drafts(self, news: TripNews, links: Mapping[UUID, SignedLink]) -> Iterator[Draft]:
        """The text messages of a party; ``links`` are by worker."""
        for traveller in news.reachable:
            slip = self.slips[traveller.language][news.request].seated(traveller.place)
            yield Draft(
                key=f"trip/{self.plan.id}/{traveller.worker}",
                channel=Channel.SMS,
                recipient_kind=RecipientKind.WORKER,
                recipient=traveller.worker,
                template="trip_changed" if news.otherwise else "trip_new",
                about=news.request,
                language=traveller.language,
                address=traveller.phone,
                text=trip_message(
                    slip, name=traveller.name, url=link_url(links[traveller.worker]), otherwise=news.otherwise
                ),
                urgent=slip.leaves - self.now < URGENT,
            )

    def cancellations(
        self, travellers: Mapping[UUID, list[Traveller]], *, leave: Mapping[UUID, datetime], contact: str
    ) -> Iterator[Draft]:
        """To those who were told of a trip and have none by this plan; ``leave`` is when they would have left."""
        for request, people in travellers.items():
            for traveller in people:
                if traveller.phone:
                    yield Draft(
                        key=f"trip-off/{self.plan.id}/{traveller.worker}",
                        channel=Channel.SMS,
                        recipient_kind=RecipientKind.WORKER,
                        recipient=traveller.worker,
                        template="trip_cancelled",
                        about=request,
                        language=traveller.language,
                        address=traveller.phone,
                        text=MESSAGES[traveller.language].trip_cancelled.format(
                            name=traveller.name, number=self.plan.number, phone=contact
                        ),
                        urgent=leave[request] - self.now < URGENT,
                    )
