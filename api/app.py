"""The API: its routers, its errors, and a schema that says all of it."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from pydantic import BaseModel

from api import handlers
from api.body import JsonParser
from api.errors import Problem
from api.routers import (
    answers,
    bookings,
    calls,
    campaigns,
    duties,
    editing,
    exports,
    fleets,
    intakes,
    issues,
    job_posts,
    manning,
    matching,
    messages,
    moves,
    organisations,
    papers,
    participations,
    places,
    plans,
    plants,
    promises,
    receptions,
    replanning,
    requests,
    runs,
    services,
    sheets,
    slots,
    tokens,
    travel,
    unions,
    webhooks,
    workers,
)
from solvers.documents.plan_shape import PlanShape
from solvers.documents.problem_shape import ProblemShape

DESCRIPTION = """
Menlu plans how workers travel from home to a factory gate. Sign in with `POST /api/v1/tokens`, then send
`Authorization: Bearer <token>`. What belongs to another organisation is a 404.

* **Errors** are `application/problem+json` with a `code` that never changes its meaning, and the places at fault.
* **Lists** come in pages: send `next_cursor` as `cursor` until it is null.
* **POST** takes an `Idempotency-Key`: the same request again gets the same answer (`Idempotent-Replay: true`).
* **Changes** need the `ETag` that was read as `If-Match`.
* **Bodies** are JSON, plain or gzipped. Times are ISO 8601 with an offset, money is in the campaign's currency.
"""

REF = "#/components/schemas/"
SHOWN: dict[str, type[BaseModel]] = {
    "Problem": Problem,
    "TransferProblem": ProblemShape,
    "TransferPlan": PlanShape,
}
"""Schemas that endpoints refer to without checking by them."""
STANDS_FOR = {
    f"{REF}TransferProblemIn": f"{REF}TransferProblem",
    f"{REF}TransferProblemOut": f"{REF}TransferProblem",
    f"{REF}TransferPlanOut": f"{REF}TransferPlan",
}


class MenluAPI(NinjaAPI):
    """Ninja's, with the schemas that are not an endpoint's own."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The OpenAPI document."""
        schema = super().get_openapi_schema(**kwargs)
        known = schema["components"]["schemas"]
        for name, model in SHOWN.items():
            shown = model.model_json_schema(ref_template=f"{REF}{{model}}")
            known.update(shown.pop("$defs", {}))
            known[name] = {**shown, "title": name}
        for alias in STANDS_FOR:
            known.pop(alias.removeprefix(REF), None)
        _point_on(schema["paths"])
        return schema


def _point_on(node: Any) -> None:
    """Let references to a document go to its real schema."""
    if isinstance(node, list):
        for item in node:
            _point_on(item)
    elif isinstance(node, dict):
        if node.get("$ref") in STANDS_FOR:
            node["$ref"] = STANDS_FOR[node["$ref"]]
        for item in node.values():
            _point_on(item)


api = MenluAPI(
    title="Menlu",
    version="1",
    description=DESCRIPTION.strip(),
    parser=JsonParser(),
    urls_namespace="api-1",
)
handlers.install(api)
for noun in (
    tokens,
    organisations,
    campaigns,
    participations,
    places,
    workers,
    requests,
    moves,
    unions,
    sheets,
    calls,
    plants,
    job_posts,
    slots,
    fleets,
    services,
    bookings,
    matching,
    runs,
    plans,
    promises,
    replanning,
    editing,
    duties,
    travel,
    intakes,
    messages,
    answers,
    manning,
    webhooks,
    receptions,
    papers,
    issues,
    exports,
):
    api.add_router("", noun.router)
