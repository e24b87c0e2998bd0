"""One plan being told: what everyone who tells of it looks at, and what was told before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from scheduler import clock
from scheduler.outbox.services import Draft, messages_post
from scheduler.papers.selectors import facts_of
from scheduler.plans.models import Plan
from scheduler.telling.facts import Teller, What
from scheduler.telling.models import PlanTelling, Told
from scheduler.telling.seats import seats_give

BATCH = 2000


class Round:
    """A plan that is told, and the one that was told last (``before``)."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.campaign = plan, plan.campaign
        self.now: datetime = clock.now()
        parties = list(plan.itineraries.values_list("request__code", flat=True))
        self.facts = facts_of(plan=plan, parties=parties)
        last = PlanTelling.objects.filter(campaign=self.campaign).order_by("-plan__number").first()
        self.before = last.plan if last else None
        seats = seats_give(plan=plan, solved=self.facts.plan, problem=self.facts.problem, before=self.before)
        self.teller = Teller(self.facts.problem, self.facts.plan, seats)

    def told(self, kind: Told.Kind) -> dict[UUID, What]:
        """What each was told last."""
        return dict(Told.objects.filter(campaign=self.campaign, kind=kind).values_list("subject", "what"))

    def remember(self, kind: Told.Kind, fresh: Mapping[UUID, What], *, gone: Collection[UUID] = ()) -> None:
        """Keep what was told now; of whoever is ``gone`` nothing holds any more."""
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

    def post(self, drafts: Iterable[Draft]) -> None:
        """Have messages sent once all of this is committed."""
        messages_post(
            organisation=self.campaign.bureau_id,
            campaign=self.campaign.id,
            utc_offset_s=self.campaign.utc_offset_s,
            drafts=drafts,
        )
