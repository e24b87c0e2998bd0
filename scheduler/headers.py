"""The Content-Security-Policy of every page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
HEADER = "Content-Security-Policy"


def content_security_policy(get_response: Handler) -> Handler:
    """Middleware: the project's policy, unless a page has set one of its own."""

    def with_policy(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault(HEADER, settings.MENLU_CONTENT_SECURITY_POLICY)
        return response

    return with_policy
