"""Booking what carriers offer: an option that is not booked runs out, and is planned with no more."""

from __future__ import annotations

from uuid import UUID

from ninja import Router

from api import answers, etags
from api.answers import Answer
from api.auth import COORDINATORS, Request
from api.endpoint import endpoint
from api.schemas.fleet import FleetOut, ServiceOut
from api.shapes.fleet import fleet_out, service_out
from scheduler.fleet import selectors
from scheduler.fleet.options import offer_book, offer_release
from scheduler.organisations.roles import Role
from scheduler.organisations.selectors import user_get
from scheduler.plans.standing import charter_release

router = Router(tags=["bookings"])

PARTIES = frozenset({*COORDINATORS, Role.OPERATOR})
"""Both who signed a charter."""


@endpoint(
    router,
    "PUT",
    "/fleets/{fleet_id}/booking",
    answer=FleetOut,
    roles=COORDINATORS,
    changes=True,
    conflicts=True,
)
def fleet_book(request: Request, fleet_id: UUID) -> Answer:
    """Book a fleet; 409 once its option has run out."""
    fleet = selectors.fleet_get(fleet_id=fleet_id)
    offer_book(offer=fleet, version=etags.expected_version(request), by=user_get(user_id=request.auth.user_id))
    return answers.ok(fleet_out(fleet), version=fleet.version)


@endpoint(router, "DELETE", "/fleets/{fleet_id}/booking", answer=FleetOut, roles=COORDINATORS, changes=True)
def fleet_release(request: Request, fleet_id: UUID) -> Answer:
    """Take the booking of a fleet back."""
    fleet = selectors.fleet_get(fleet_id=fleet_id)
    offer_release(offer=fleet, version=etags.expected_version(request))
    return answers.ok(fleet_out(fleet), version=fleet.version)


@endpoint(
    router,
    "PUT",
    "/services/{service_id}/booking",
    answer=ServiceOut,
    roles=COORDINATORS,
    changes=True,
    conflicts=True,
)
def service_book(request: Request, service_id: UUID) -> Answer:
    """Sign for a service, such as a charter: who is on it stays on it. 409 once its option has run out."""
    service = selectors.service_get(service_id=service_id)
    offer_book(offer=service, version=etags.expected_version(request), by=user_get(user_id=request.auth.user_id))
    return answers.ok(service_out(service), version=service.version)


@endpoint(
    router,
    "DELETE",
    "/services/{service_id}/booking",
    answer=ServiceOut,
    roles=PARTIES,
    changes=True,
    conflicts=True,
)
def service_release(request: Request, service_id: UUID) -> Answer:
    """Release a service that is signed for. Once people are on it, its carrier alone can, where it has one here."""
    service = selectors.service_get(service_id=service_id)
    by_carrier = request.auth.role == Role.OPERATOR
    charter_release(service=service, version=etags.expected_version(request), by_carrier=by_carrier)
    return answers.ok(service_out(service), version=service.version)
