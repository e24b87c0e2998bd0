"""The first page, and how pages look."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from scheduler.console.screen import THEMES

A_YEAR = timedelta(days=365)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where to begin: one's campaigns, or, for who has not signed in, what this is."""
    if request.user.is_authenticated:
        return redirect("campaigns")
    return render(request, "console/index.html")


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Choose the light or the dark look, or leave it to the machine; back to where one was."""
    response = redirect(back_of(request))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie("theme", theme, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    else:
        response.delete_cookie("theme")
    return response


def back_of(request: HttpRequest) -> str:
    """The page of this site that a form wants to go back to; the first one, where it names none."""
    wanted = request.POST.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else "/"
