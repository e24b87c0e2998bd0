"""Webhook endpoints and what was delivered to them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.schemas.base import Flag, Input, Output, Page, Remark

Url = Annotated[str, Field(strict=True, min_length=1, max_length=500)]


class EndpointIn(Input):
    """An address that is to get your organisation's messages."""

    url: Url
    description: Remark = ""


class EndpointPatch(Input):
    """What to change; `enabled: true` forgets the failures."""

    url: Url | None = None
    description: Remark | None = None
    enabled: Flag | None = None


class EndpointOut(Output):
    """A webhook endpoint, without its secret."""

    id: UUID
    url: str
    description: str
    enabled: bool
    disabled_why: str
    failures: int
    created_at: datetime


class EndpointSecretOut(EndpointOut):
    """With the secret that signs what goes there, shown this once (Standard Webhooks, `whsec_`)."""

    secret: str


class EndpointPage(Page):
    """Your organisation's endpoints."""

    items: list[EndpointOut]


class DeliveryOut(Output):
    """One try to deliver: what came of it, and what to do about it."""

    id: UUID
    message_id: UUID
    kind: str
    at: datetime
    attempt: int
    outcome: str
    status: int | None
    took_ms: int
    trouble: str
    what_to_do: str


class DeliveryPage(Page):
    """Every try to deliver to an endpoint, oldest first."""

    items: list[DeliveryOut]


class PingOut(Output):
    """A test message that is on its way; its end is in the endpoint's deliveries."""

    message_id: UUID
