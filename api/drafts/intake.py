"""Job posts and slots that clients send."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from api.schemas.intake import JobPostIn, SlotIn
from scheduler.clock import seconds
from scheduler.intake.services import NewJobPost, NewSlot
from solvers.problem import Slot, Span


def new_job_post(post: JobPostIn) -> NewJobPost:
    """A job to post."""
    return NewJobPost(
        code=post.code,
        title=post.title,
        headcount=post.headcount,
        plant=post.plant,
        title_en=post.title_en,
        workshop=post.workshop,
        skills=tuple(post.skills),
        age_from=post.age_from,
        age_to=post.age_to,
        accepts_needs=tuple(post.accepts_needs),
        pay_from=post.pay_from,
        pay_to=post.pay_to,
        sends_vehicle=post.sends_vehicle,
        meta=post.meta,
    )


def new_slot(slot: SlotIn) -> NewSlot:
    """A slot to offer."""
    return NewSlot(
        slot=Slot(
            id=slot.code,
            gate=slot.gate,
            capacity=slot.capacity,
            min_headcount=slot.min_headcount,
            windows=spans(slot.windows),
            meta=slot.meta,
        ),
        job_post=slot.job_post,
    )


def spans(windows: Sequence[Sequence[datetime]]) -> tuple[Span, ...]:
    """Windows in seconds since the Unix epoch."""
    return tuple((seconds(start), seconds(end)) for start, end in windows)
