"""Who acts for an organisation: its people, and whom it has invited."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from scheduler.console.accounts.forms import InviteForm, JoinForm
from scheduler.console.accounts.views.entering import BACKEND
from scheduler.console.acting import Visit
from scheduler.console.screen import screen, trouble
from scheduler.errors import Conflict, NotFound
from scheduler.organisations import invitations, services
from scheduler.organisations.models import User
from scheduler.organisations.roles import Role
from scheduler.organisations.selectors import member_list
from scheduler.outbox.letters import letter_post

INVITE = frozenset({Role.COORDINATOR, Role.EMPLOYER, Role.OPERATOR, Role.AUDITOR})


@screen(roles=INVITE, methods=("GET", "POST"))
def members(visit: Visit) -> HttpResponse:
    """Everyone who acts for the organisation, and a form to invite one more."""
    organisation = visit.membership.organisation
    form = InviteForm(organisation, visit.POST or None)
    link = ""
    if form.is_valid():
        try:
            invitation, secret = invitations.invitation_make(
                organisation=organisation,
                email=form.cleaned_data["email"],
                role=form.cleaned_data["role"],
                by=visit.user,
            )
        except Conflict:
            form.add_error("email", _("Whoever has this address holds the role already."))
        else:
            language = translation.get_language() or "zh-hans"
            subject, text = invitations.invitation_letter(invitation, secret, language=language)
            letter_post(
                organisation=organisation,
                to=invitation.email,
                about=invitation.id,
                template="invitation",
                subject=subject,
                text=text,
                language=language,
            )
            link, form = invitations.invitation_link(secret), InviteForm(organisation)
    context = {
        "form": form,
        "link": link,
        "members": member_list(organisation=organisation),
        "invitations": invitations.invitation_list(organisation=organisation),
    }
    return render(visit, "console/accounts/members.html", context, status=422 if form.errors else 200)


@screen(roles=INVITE, methods=("POST",))
def member_remove(visit: Visit, membership_id: UUID) -> HttpResponse:
    """Take a role away from somebody, with the tokens that act by it."""
    found = member_list(organisation=visit.membership.organisation).filter(id=membership_id).first()
    if found is None:
        raise NotFound(f"no member {membership_id}")
    try:
        services.membership_remove(membership=found)
    except Conflict:
        messages.error(visit, _("Nobody would be left who acts for the organisation: invite somebody first."))
    else:
        messages.success(visit, _("%(email)s acts no longer as %(role)s.") % _words(found.user.email, found.role))
    return redirect("members")


@screen(roles=INVITE, methods=("POST",))
def invitation_revoke(visit: Visit, invitation_id: UUID) -> HttpResponse:
    """Let an invitation hold no longer."""
    found = invitations.invitation_list(organisation=visit.membership.organisation).filter(id=invitation_id).first()
    if found is None:
        raise NotFound(f"no invitation {invitation_id}")
    invitations.invitation_revoke(invitation=found)
    messages.success(visit, _("The invitation of %(email)s holds no longer.") % {"email": found.email})
    return redirect("members")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """The page of an invitation: choose a password, or join as who one is."""
    try:
        invitation = invitations.invitation_open(secret=secret)
    except NotFound:
        return _holds_no_more(request)
    here = request.user if not isinstance(request.user, AnonymousUser) else None
    user = here if isinstance(here, User) else None
    form = JoinForm(None if user else request.POST or None, email=invitation.email)
    if request.method == "POST" and (user or form.is_valid()):
        values = {} if user else {"name": form.cleaned_data["name"], "password": form.cleaned_data["password"]}
        try:
            joined = invitations.invitation_accept(secret=secret, user=user, **values)
        except NotFound:
            return _holds_no_more(request)
        except Conflict:
            sentence = _("%(email)s is known here: sign in with it, then open the link again.")
            form.add_error(None, sentence % {"email": invitation.email})
        else:
            if user is None:
                login(request, joined, backend=BACKEND)
            return redirect("index")
    context = {"invitation": invitation, "form": form, "joins_as": user}
    return render(request, "console/accounts/join.html", context, status=422 if form.errors else 200)


def _holds_no_more(request: HttpRequest) -> HttpResponse:
    title = _("This invitation does not hold any more")
    return trouble(request, 404, title, _("Ask whoever invited you for a new one."))


def _words(email: str, role: str) -> dict[str, object]:
    return {"email": email, "role": Role(role).label}
