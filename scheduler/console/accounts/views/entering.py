"""Signing in and out, and in whose name."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from uuid import UUID

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from scheduler import clock
from scheduler.console.accounts.forms import CodeForm, SignInForm
from scheduler.console.acting import act_as
from scheduler.errors import DomainError
from scheduler.organisations import signing_in
from scheduler.organisations.models import User
from scheduler.organisations.second_factor import has_second_factor
from scheduler.organisations.tenancy import acting_as_system

BACKEND = "scheduler.organisations.backends.EmailBackend"
HALF_IN = timedelta(minutes=10)
"""How long a password that was right waits for its code."""
_KEY = "half_signed_in"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Get in, and go where one wanted to go; who has a device is asked for its code first."""
    if request.user.is_authenticated:
        return redirect(wanted(request))
    form = SignInForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            user = signing_in.sign_in(**form.cleaned_data, host=request.META.get("REMOTE_ADDR", ""))
        except DomainError as error:
            status = _say(form, error)
        else:
            return _first_step(request, user)
    return render(request, "console/accounts/sign_in.html", {"form": form, "next": wanted(request)}, status=status)


def _first_step(request: HttpRequest, user: User) -> HttpResponse:
    """In, or to the page that asks for the code."""
    there = wanted(request)
    if has_second_factor(user):
        request.session[_KEY] = {"user": str(user.pk), "until": (clock.now() + HALF_IN).isoformat(), "next": there}
        return redirect("sign_in_code")
    login(request, user, backend=BACKEND)
    return redirect(there)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The second step: the code of the device, or one of those for when it is lost."""
    half = request.session.get(_KEY) or {}
    user = _half_signed_in(half)
    if user is None:
        return redirect("sign_in")
    form = CodeForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            signing_in.code_enter(user=user, code=form.cleaned_data["code"])
        except DomainError as error:
            status = _say(form, error)
        else:
            login(request, user, backend=BACKEND)
            request.session.pop(_KEY, None)
            return redirect(half["next"])
    return render(request, "console/accounts/code.html", {"form": form}, status=status)


def _half_signed_in(half: dict[str, str]) -> User | None:
    """Whose password was right a moment ago."""
    if not half or half["until"] < clock.now().isoformat():
        return None
    with acting_as_system():
        return User.objects.filter(pk=half["user"], is_active=True).first()


def _say(form: CodeForm | SignInForm, error: DomainError) -> int:
    """Write into the form why one does not get in; the status of the answer."""
    if isinstance(error, signing_in.TooManyTries):
        minutes = -(-error.wait_s // 60)
        form.add_error(None, _("Too many tries. Wait %(minutes)s minutes.") % {"minutes": minutes})
        return 429
    form.add_error(None, _(error.title))
    return 422


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


def wanted(request: HttpRequest) -> str:
    """Where somebody was on their way to, if it is here."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_ours else "/"
