"""Where the API hangs: everything under it answers with problem+json, unknown addresses too."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt

from api.app import api
from api.errors import Code, Refused, not_found, problem


def _telling(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Ninja answers the bare root, and a method that it does not know, in its own way: say both as problems."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            return unknown(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        allowed = ", ".join(sorted(response["Allow"].split(", ")))
        return problem(
            Refused(
                HTTPStatus.METHOD_NOT_ALLOWED,
                Code.METHOD_NOT_ALLOWED,
                f"This address knows {allowed}, not {request.method}.",
                headers={"Allow": allowed},
            )
        )

    return told


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """There is nothing at this address."""
    return problem(not_found(f"There is no address {request.path!r} here; see /api/v1/docs."))


patterns, _app, _namespace = api.urls
for pattern in patterns:
    if isinstance(pattern, URLPattern):
        pattern.callback = _telling(pattern.callback)

urlpatterns = [
    path("v1/", (patterns, _app, _namespace)),
    re_path(r"", unknown),
]
