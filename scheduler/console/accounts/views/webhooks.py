"""Addresses at which an organisation's programs get its messages: registered, tried, and what was delivered there."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from scheduler.console.accounts.forms import WebhookForm
from scheduler.console.acting import Visit
from scheduler.console.navigation import CARRIERS, COORDINATORS
from scheduler.console.publishing.words import TEMPLATES
from scheduler.console.refusals import refuse, words_of
from scheduler.console.screen import screen
from scheduler.errors import DomainError
from scheduler.outbox import endpoints
from scheduler.outbox.models import Outcome, WebhookEndpoint
from scheduler.outbox.selectors import advice, delivery_list, endpoint_get, endpoint_list

OWNERS = COORDINATORS | CARRIERS
PAGE = 50
TONES = {Outcome.SENT: "good", Outcome.PUT_OFF: "warn", Outcome.GIVEN_UP: "bad"}


@sensitive_variables("made")
@screen(roles=OWNERS, methods=("GET", "POST"))
def webhooks(visit: Visit) -> HttpResponse:
    """The organisation's addresses; the secret of a new one is shown once."""
    organisation, form, made = visit.membership.organisation, WebhookForm(visit.POST or None), None
    if form.is_valid():
        try:
            made = endpoints.endpoint_add(
                organisation=organisation, url=form.cleaned_data["url"], description=form.cleaned_data["description"]
            )
        except DomainError as error:
            refuse(form, error)
        else:
            form = WebhookForm()
    context = {"form": form, "made": made, "endpoints": endpoint_list(organisation=organisation)}
    return render(visit, "console/accounts/webhooks.html", context, status=422 if form.errors else 200)


@screen(roles=OWNERS, methods=("GET", "POST"))
def webhook(visit: Visit, endpoint_id: UUID) -> HttpResponse:
    """One of them, with what was delivered there; a POST changes it."""
    found = endpoint_get(endpoint_id=endpoint_id)
    form = WebhookForm(visit.POST or None, initial=_known(found))
    if form.is_valid():
        told = form.cleaned_data
        try:
            endpoints.endpoint_update(
                endpoint=found,
                version=told["version"],
                url=told["url"],
                description=told["description"],
                enabled=None,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(visit, _("The address is changed."))
            return redirect("webhook", found.id)
    return _page(visit, found, form, status=422 if form.errors else 200)


@screen(roles=OWNERS, methods=("POST",))
def webhook_test(visit: Visit, endpoint_id: UUID) -> HttpResponse:
    """Send a test message."""
    found = endpoint_get(endpoint_id=endpoint_id)
    told = _("A test message is on its way. What came of it stands below in a moment.")
    return _done(visit, found, lambda: endpoints.endpoint_ping(endpoint=found), told)


@screen(roles=OWNERS, methods=("POST",))
def webhook_turn(visit: Visit, endpoint_id: UUID) -> HttpResponse:
    """Send nothing more to an address, or send to it again."""
    found = endpoint_get(endpoint_id=endpoint_id)
    is_on = visit.POST.get("turn") == "on"
    told = _("Messages go there again.") if is_on else _("Nothing is sent there until you turn it on again.")
    return _done(
        visit,
        found,
        lambda: endpoints.endpoint_update(endpoint=found, version=None, url=None, description=None, enabled=is_on),
        told,
    )


@sensitive_variables("changed")
@screen(roles=OWNERS, methods=("POST",))
def webhook_secret(visit: Visit, endpoint_id: UUID) -> HttpResponse:
    """Another secret, shown this once."""
    changed = endpoints.endpoint_rotate(endpoint=endpoint_get(endpoint_id=endpoint_id))
    return _page(visit, changed, WebhookForm(initial=_known(changed)), secret=str(changed.secret))


@screen(roles=OWNERS, methods=("POST",))
def webhook_remove(visit: Visit, endpoint_id: UUID) -> HttpResponse:
    """Forget an address, and what was delivered there."""
    found = endpoint_get(endpoint_id=endpoint_id)
    endpoints.endpoint_remove(endpoint=found)
    messages.success(visit, _("%(url)s is forgotten.") % {"url": found.url})
    return redirect("webhooks")


def _known(found: WebhookEndpoint) -> dict[str, object]:
    return {"url": found.url, "description": found.description, "version": found.version}


def _done(visit: Visit, found: WebhookEndpoint, act: Callable[[], object], told: str) -> HttpResponse:
    """Back to the address, with what was done or why not."""
    try:
        act()
    except DomainError as error:
        messages.error(visit, words_of(error))
    else:
        messages.success(visit, told)
    return redirect("webhook", found.id)


def _page(
    visit: Visit, found: WebhookEndpoint, form: WebhookForm, *, secret: str = "", status: int = 200
) -> HttpResponse:
    tries = delivery_list(endpoint=found).order_by("-at", "-id")
    page = Paginator(tries, PAGE).get_page(visit.GET.get("page"))
    rows = [
        {
            "try": one,
            "about": TEMPLATES.get(one.message.template, one.message.template),
            "tone": TONES[Outcome(one.outcome)],
            "advice": advice(one.trouble),
        }
        for one in page
    ]
    context = {"endpoint": found, "form": form, "secret": secret, "page": page, "rows": rows}
    return render(visit, "console/accounts/webhook.html", context, status=status)
