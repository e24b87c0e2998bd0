"""A forgotten password: a link by e-mail, and a new one."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from scheduler.console.accounts.forms import JoinForm
from scheduler.console.screen import trouble
from scheduler.edge.services import try_count
from scheduler.organisations.models import User
from scheduler.organisations.selectors import membership_list, user_find_by_email
from scheduler.organisations.services import user_password_set
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.letters import letter_post

WINDOW = timedelta(hours=1)
LETTERS = 3
"""Links that one address gets within the window."""


class AddressForm(forms.Form):
    """Whose password was forgotten."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link; the answer is the same whether the address is known or not."""
    form = AddressForm(request.POST or None)
    is_sent = form.is_valid()
    if is_sent:
        email = form.cleaned_data["email"].strip().lower()
        if try_count(subject=f"forgotten {email}", window=WINDOW).tries <= LETTERS:
            _send(email)
    context = {"form": form, "is_sent": is_sent}
    return render(request, "console/accounts/forgotten.html", context, status=422 if form.errors else 200)


def _send(email: str) -> None:
    user = user_find_by_email(email=email)
    held = membership_list(user=user) if user and user.is_active else []
    if user is None or not held:
        return
    there = f"{urlsafe_base64_encode(force_bytes(user.pk))}/{default_token_generator.make_token(user)}"
    link = f"{settings.MENLU_PUBLIC_URL}/sign-in/renew/{there}"
    text = _(
        "Somebody asked for a new password of your account in Menlu.\n\n"
        "Open this link to choose one:\n%(link)s\n\n"
        "If it was not you, do nothing: the password stays as it is."
    )
    with acting_as_system():
        letter_post(
            organisation=held[0].organisation,
            to=user.email,
            about=user.pk,
            template="password",
            subject=_("A new password for Menlu"),
            text=text % {"link": link},
            language=get_language() or "zh-hans",
        )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, user: str, token: str) -> HttpResponse:
    """The page behind the link; it holds once, and not for long."""
    whose = _whose(user)
    if whose is None or not default_token_generator.check_token(whose, token):
        return trouble(request, 404, _("This link does not hold any more"), _("Ask for a new one on the sign-in page."))
    form = JoinForm(request.POST or None, email=whose.email)
    if form.is_valid():
        user_password_set(user=whose, password=form.cleaned_data["password"])
        messages.success(request, _("From now on the new password holds: sign in with it."))
        return redirect("sign_in")
    context = {"form": form, "email": whose.email}
    return render(request, "console/accounts/renew.html", context, status=422 if form.errors else 200)


def _whose(encoded: str) -> User | None:
    """The user of a link, who must be able to sign in."""
    try:
        key = urlsafe_base64_decode(encoded).decode()
        with acting_as_system():
            return User.objects.filter(pk=key, is_active=True).first()
    except (ValueError, ValidationError):
        return None
