"""Manifests that were handed out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.schemas.base import Input, Output, Page


class ManifestIssueOut(Output):
    """A manifest that was handed out, of a service or of a duty by its code; it holds until it is withdrawn."""

    id: UUID
    plan_id: UUID
    service: str | None
    duty: str | None
    issued_at: datetime
    issued_by: str | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_why: str


class ManifestIssuePage(Page):
    """Manifests of a campaign that were handed out, the first one first."""

    items: list[ManifestIssueOut]


class ManifestWithdraw(Input):
    """Why a manifest is taken back."""

    why: Annotated[str, Field(strict=True, min_length=1, max_length=500)]
