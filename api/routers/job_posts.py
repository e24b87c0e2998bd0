"""Job posts: what work there is, where, for how many."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from ninja import Router

from api import answers, bulk, etags
from api.answers import Answer
from api.auth import EMPLOYERS, HOSTS, Request
from api.drafts.intake import new_job_post
from api.endpoint import endpoint
from api.lists import in_order
from api.owners import own
from api.pagination import Cursor, Limit
from api.schemas.bulk import BulkOut
from api.schemas.intake import JobPostBulk, JobPostIn, JobPostOut, JobPostPage, JobPostPatch
from api.shapes.intake import job_post_out
from scheduler.campaigns.selectors import campaign_get
from scheduler.intake import selectors, services

if TYPE_CHECKING:
    from scheduler.campaigns.taking import Taken
    from scheduler.intake.models import JobPost

router = Router(tags=["job posts"])


@endpoint(router, "GET", "/campaigns/{campaign_id}/job-posts", answer=JobPostPage)
def job_post_list(request: Request, campaign_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """The jobs posted to a campaign; employers see their own."""
    rows = selectors.job_post_list(campaign=campaign_get(campaign_id=campaign_id))
    page = in_order(rows, campaign_id, cursor=cursor, limit=limit)
    return answers.ok(JobPostPage(items=[job_post_out(row) for row in page.items], next_cursor=page.next_cursor))


@endpoint(
    router,
    "POST",
    "/campaigns/{campaign_id}/job-posts",
    answer=JobPostOut,
    status=HTTPStatus.CREATED,
    roles=EMPLOYERS,
    conflicts=True,
)
def job_post_create(request: Request, campaign_id: UUID, body: JobPostIn) -> Answer:
    """Post a job."""
    post = _add(request, campaign_id, [body], True).only()
    post = selectors.job_post_get(job_post_id=post.id)
    return answers.created(job_post_out(post), location=f"/api/v1/job-posts/{post.id}", version=post.version)


@endpoint(router, "POST", "/campaigns/{campaign_id}/job-posts/bulk", answer=BulkOut, roles=EMPLOYERS)
def job_post_bulk(request: Request, campaign_id: UUID, body: JobPostBulk) -> Answer:
    """Post many jobs."""
    return bulk.take_in(body, lambda rows, all_or_nothing: _add(request, campaign_id, rows, all_or_nothing))


@endpoint(router, "GET", "/job-posts/{job_post_id}", answer=JobPostOut)
def job_post_get(request: Request, job_post_id: UUID) -> Answer:
    """A job post."""
    post = selectors.job_post_get(job_post_id=job_post_id)
    return answers.ok(job_post_out(post), version=post.version)


@endpoint(router, "PATCH", "/job-posts/{job_post_id}", answer=JobPostOut, roles=HOSTS, changes=True)
def job_post_update(request: Request, job_post_id: UUID, body: JobPostPatch) -> Answer:
    """Change a job post; what is left out or null stays."""
    post = selectors.job_post_get(job_post_id=job_post_id)
    services.job_post_update(
        post=post, version=etags.expected_version(request), changes=body.model_dump(exclude_none=True)
    )
    post = selectors.job_post_get(job_post_id=job_post_id)
    return answers.ok(job_post_out(post), version=post.version)


@endpoint(
    router,
    "DELETE",
    "/job-posts/{job_post_id}",
    status=HTTPStatus.NO_CONTENT,
    roles=HOSTS,
    changes=True,
    conflicts=True,
)
def job_post_delete(request: Request, job_post_id: UUID) -> Answer:
    """Take a job back for which no slot is offered."""
    post = selectors.job_post_get(job_post_id=job_post_id)
    services.job_post_delete(post=post, version=etags.expected_version(request))
    return answers.nothing()


def _add(request: Request, campaign_id: UUID, rows: Sequence[JobPostIn], all_or_nothing: bool) -> Taken[JobPost]:
    return services.job_posts_add(
        campaign=campaign_get(campaign_id=campaign_id),
        posts=[new_job_post(row) for row in rows],
        employer=own(request),
        all_or_nothing=all_or_nothing,
    )
