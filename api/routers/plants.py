"""Plants, and which place of a campaign is their gate."""

from __future__ import annotations

from http import HTTPStatus
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from ninja import Router

from api import answers
from api.answers import Answer
from api.auth import EMPLOYERS, HOSTS, Request
from api.endpoint import endpoint
from api.errors import Code, Fault, Refused
from api.owners import own
from api.pagination import Cursor, Limit, paginate
from api.schemas.intake import GateIn, GateOut, GatePage, PlantIn, PlantOut, PlantPage
from api.shapes.intake import gate_out, plant_out
from scheduler.campaigns.selectors import campaign_get
from scheduler.intake import selectors, services
from scheduler.places.selectors import place_list

router = Router(tags=["plants"])

T = TypeVar("T", bound=Model)


@endpoint(router, "GET", "/plants", answer=PlantPage)
def plant_list(request: Request, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """Your plants; a bureau sees those of the employers that it has invited."""
    page = paginate(selectors.plant_list(), by=("employer_id", "code"), cursor=cursor, limit=limit, of="plants")
    return answers.ok(PlantPage(items=[plant_out(row) for row in page.items], next_cursor=page.next_cursor))


@endpoint(router, "POST", "/plants", answer=PlantOut, status=HTTPStatus.CREATED, roles=EMPLOYERS, conflicts=True)
def plant_create(request: Request, body: PlantIn) -> Answer:
    """Name a plant of yours."""
    plant = services.plant_add(employer=own(request), **body.model_dump())
    return answers.created(plant_out(plant), location=f"/api/v1/plants/{plant.id}", version=plant.version)


@endpoint(router, "GET", "/plants/{plant_id}", answer=PlantOut)
def plant_get(request: Request, plant_id: UUID) -> Answer:
    """A plant."""
    plant = selectors.plant_get(plant_id=plant_id)
    return answers.ok(plant_out(plant), version=plant.version)


@endpoint(router, "GET", "/campaigns/{campaign_id}/gates", answer=GatePage)
def gate_list(request: Request, campaign_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """The gates of a campaign whose plant is known, and who receives people there."""
    page = paginate(
        selectors.gate_list(campaign=campaign_get(campaign_id=campaign_id)),
        by=("id",),
        cursor=cursor,
        limit=limit,
        of=f"gates.{campaign_id}",
    )
    return answers.ok(GatePage(items=[gate_out(row) for row in page.items], next_cursor=page.next_cursor))


@endpoint(
    router,
    "POST",
    "/campaigns/{campaign_id}/gates",
    answer=GateOut,
    status=HTTPStatus.CREATED,
    roles=HOSTS,
    conflicts=True,
)
def gate_set(request: Request, campaign_id: UUID, body: GateIn) -> Answer:
    """Say which place is a plant's gate and who receives people there, instead of what was said before."""
    gate = services.gate_set(
        place=_named(place_list(campaign=campaign_get(campaign_id=campaign_id)), "place", body.place),
        plant=_named(selectors.plant_list(), "plant", body.plant),
        contact_name=body.contact_name,
        contact_phone=body.contact_phone,
    )
    return answers.created(gate_out(gate), location=f"/api/v1/campaigns/{campaign_id}/gates")


def _named(rows: QuerySet[T], noun: str, code: str) -> T:
    row = rows.filter(code=code).first()
    if row is None:
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            Code.INVALID_INPUT,
            f"There is no {noun} '{code}'.",
            errors=[Fault(where=noun, what=f"no {noun} '{code}'")],
        )
    return row
