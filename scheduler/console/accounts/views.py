"""Signing in and out, and in whose name."""

from __future__ import annotations

import contextlib
from uuid import UUID

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from scheduler.console.accounts.forms import SignInForm
from scheduler.console.acting import act_as
from scheduler.organisations import signing_in


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Get in, and go where one wanted to go."""
    if request.user.is_authenticated:
        return redirect(_wanted(request))
    form = SignInForm(request.POST or None)
    status = 200
    if form.is_valid():
        status = _try(request, form)
        if status == 302:
            return redirect(_wanted(request))
    return render(request, "console/accounts/sign_in.html", {"form": form, "next": _wanted(request)}, status=status)


def _try(request: HttpRequest, form: SignInForm) -> int:
    """Sign in with what stands in the form, or write into it why not."""
    host = request.META.get("REMOTE_ADDR", "")
    try:
        user = signing_in.sign_in(email=form.cleaned_data["email"], password=form.cleaned_data["password"], host=host)
    except signing_in.TooManyTries as error:
        minutes = -(-error.wait_s // 60)
        form.add_error(None, _("Too many tries. Wait %(minutes)s minutes.") % {"minutes": minutes})
        return 429
    except signing_in.WrongSignIn:
        form.add_error(None, _("There is no such e-mail address with this password."))
        return 422
    login(request, user)
    return 302


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Get out."""
    logout(request)
    return redirect("index")


@require_POST
def act_as_another(request: HttpRequest) -> HttpResponse:
    """Act in another of the roles that one holds; what is not one's own changes nothing."""
    if request.user.is_authenticated:
        with contextlib.suppress(ValueError):
            act_as(request, UUID(request.POST.get("membership", "")))
    return redirect("index")


def _wanted(request: HttpRequest) -> str:
    """Where somebody was on their way to, if it is here."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else "/"
