"""One's own account: name, number, password, device, tokens of programs."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from scheduler.console.accounts.forms import CodeForm, PasswordForm, ProfileForm, TokenForm
from scheduler.console.acting import Visit
from scheduler.console.screen import screen
from scheduler.errors import AlreadyThere, Invalid, NotFound
from scheduler.organisations import second_factor, services
from scheduler.organisations.selectors import token_list

BOTH = ("GET", "POST")


@screen(methods=BOTH)
def account(visit: Visit) -> HttpResponse:
    """Name and telephone number; the ways to the rest."""
    known = {"name": visit.user.name, "phone": visit.user.phone}
    form = ProfileForm(visit.POST or None, initial=known)
    status = 422 if visit.POST else 200
    if form.is_valid():
        try:
            services.user_phone_set(user=visit.user, phone=form.cleaned_data["phone"])
        except AlreadyThere:
            form.add_error("phone", _("Somebody else signs in with this number."))
        else:
            services.user_name_set(user=visit.user, name=form.cleaned_data["name"])
            messages.success(visit, _("Kept."))
            return redirect("account")
    has_device = second_factor.has_second_factor(visit.user)
    return render(visit, "console/accounts/account.html", {"form": form, "has_device": has_device}, status=status)


@sensitive_post_parameters()
@screen(methods=BOTH)
def password(visit: Visit) -> HttpResponse:
    """Another password; one stays signed in here, and is signed out everywhere else."""
    form = PasswordForm(visit.user, visit.POST or None)
    if form.is_valid():
        services.user_password_set(user=visit.user, password=form.cleaned_data["new"])
        visit.user.refresh_from_db(fields=["password"])
        update_session_auth_hash(visit, visit.user)
        messages.success(visit, _("From now on the new password holds. Other devices are signed out."))
        return redirect("account")
    return render(visit, "console/accounts/password.html", {"form": form}, status=422 if visit.POST else 200)


@screen(methods=BOTH)
def device(visit: Visit) -> HttpResponse:
    """Set up the device that shows codes: scan, enter one code, keep the recovery codes."""
    if second_factor.has_second_factor(visit.user):
        return redirect("account")
    address = second_factor.factor_begin(user=visit.user)
    form = CodeForm(visit.POST or None)
    if form.is_valid():
        try:
            codes = second_factor.factor_confirm(user=visit.user, code=form.cleaned_data["code"])
        except Invalid:
            form.add_error("code", _("This is not the code of now. Is the clock of the device right?"))
        else:
            return render(visit, "console/accounts/recovery.html", {"codes": codes})
    context = {
        "form": form,
        "picture": segno.make(address, error="m").svg_data_uri(scale=5, border=3, light="#fff"),
        "secret": address.partition("secret=")[2].partition("&")[0],
    }
    return render(visit, "console/accounts/device.html", context, status=422 if visit.POST else 200)


@sensitive_post_parameters("password")
@screen(methods=("POST",))
def device_remove(visit: Visit) -> HttpResponse:
    """Ask for no code any more; the password is asked for, as somebody else may sit here."""
    if not visit.user.check_password(visit.POST.get("password", "")):
        messages.error(visit, _("That is not your password; the device stays."))
    elif second_factor.factor_remove(user=visit.user):
        messages.warning(visit, _("No code is asked for any more when you sign in."))
    return redirect("account")


@screen(methods=BOTH)
def tokens(visit: Visit) -> HttpResponse:
    """The tokens of one's programs in this organisation; a new one is shown once."""
    form = TokenForm(visit.POST or None)
    secret = ""
    if form.is_valid():
        days = int(form.cleaned_data["days"])
        _token, secret = services.token_issue(
            membership=visit.membership, label=form.cleaned_data["label"], lifetime=timedelta(days=days)
        )
        form = TokenForm()
    context = {"form": form, "secret": secret, "tokens": token_list(user_id=visit.user.pk)}
    status = 422 if visit.POST and not secret else 200
    return render(visit, "console/accounts/tokens.html", context, status=status)


@screen(methods=("POST",))
def token_revoke(visit: Visit, token_id: UUID) -> HttpResponse:
    """Let one of one's tokens hold no longer."""
    token = token_list(user_id=visit.user.pk).filter(id=token_id).first()
    if token is None:
        raise NotFound(f"no token {token_id} that holds")
    services.token_revoke(token=token)
    messages.success(visit, _("“%(label)s” holds no longer.") % {"label": token.label or token.prefix})
    return redirect("tokens")
