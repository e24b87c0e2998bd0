"""The Content-Security-Policy of every page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
HEADER = "Content-Security-Policy"


def content_security_policy(get_response: Handler) -> Handler:
    """Middleware: the strict policy, but for pages that bring styles of their own, or have set a policy themselves."""

    def with_policy(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_loose = request.path.startswith(settings.MENLU_PATHS_WITH_STYLES)
        policy = settings.MENLU_STYLES_SECURITY_POLICY if is_loose else settings.MENLU_CONTENT_SECURITY_POLICY
        response.headers.setdefault(HEADER, policy)
        return response

    return with_policy
