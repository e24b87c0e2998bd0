"""How a screen runs: signed in, in a role, in one transaction as an organisation; and what is shown when it cannot.

The counterpart of the API's ``endpoint``. A screen is a function of a few lines under :func:`screen`: it reads the
form or the query string, calls a service or selectors, and renders.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec, cast

import structlog
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from scheduler.console.acting import Visit, membership_of
from scheduler.console.refusals import stale_words
from scheduler.errors import Conflict, DomainError, Forbidden, NotFound, StaleVersion
from scheduler.organisations.roles import Role
from scheduler.organisations.tenancy import acting_as

log = structlog.get_logger(__name__)

P = ParamSpec("P")
View = Callable[Concatenate[Visit, P], HttpResponse]
Screen = Callable[..., HttpResponse]
ALL = frozenset(Role)
STATUS: tuple[tuple[type[DomainError], HTTPStatus], ...] = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (Forbidden, HTTPStatus.FORBIDDEN),
    (Conflict, HTTPStatus.CONFLICT),
)


def screen(
    *, roles: frozenset[Role] = ALL, methods: tuple[str, ...] = ("GET",), is_kept: bool = False
) -> Callable[[View[P]], Screen]:
    """Make a screen of a view.

    Parameters
    ----------
    roles
        Who may; anyone else is told so (403).
    methods
        The methods that it answers; HEAD comes with GET.
    is_kept
        Whether the reader's browser may keep the answer, to ask each time by its ETag whether it still holds.
    """

    def around(view: View[P]) -> Screen:
        @wraps(view)
        def shown(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in {*methods, "HEAD" if "GET" in methods else ""}:
                return HttpResponseNotAllowed(methods)
            refused = _enter(request, roles)
            response = refused or _run(cast(Visit, request), lambda visit: view(visit, *args, **kwargs))
            return _private(response, is_kept=is_kept)

        return shown

    return around


def _enter(request: HttpRequest, roles: frozenset[Role]) -> HttpResponse | None:
    """Find out who it is and in what role; a response when they get no further."""
    if not request.user.is_authenticated:
        here = request.headers.get("HX-Current-URL") or request.get_full_path()
        away = redirect_to_login(here, reverse("sign_in"))
        return HttpResponseClientRedirect(away.url) if _is_fragment(request) else away
    membership = membership_of(request)
    if membership is None:
        return trouble(request, HTTPStatus.FORBIDDEN, _("You belong to no organisation yet"), _(NO_ROLE))
    visit = cast(Visit, request)
    visit.membership, visit.role = membership, Role(membership.role)
    if visit.role not in roles:
        return trouble(request, HTTPStatus.FORBIDDEN, _("This is not for your role"), _(OTHER_ROLE))
    return None


def _run(visit: Visit, view: Callable[[Visit], HttpResponse]) -> HttpResponse:
    """The view, as the organisation; nothing of it is kept when it fails."""
    membership = visit.membership
    try:
        with acting_as(membership.organisation_id, membership.role, user_id=visit.user.pk):
            return view(visit)
    except DomainError as error:
        status = next((status for kind, status in STATUS if isinstance(error, kind)), HTTPStatus.UNPROCESSABLE_ENTITY)
        detail = _detail(error)
        return trouble(visit, status, _(error.title), detail, language="en" if detail == error.detail else "")
    except IntegrityError as error:  # somebody was quicker; the message names rows, and stays in the log
        log.warning("refused_by_database", sqlstate=getattr(error.__cause__, "sqlstate", None))
        return trouble(visit, HTTPStatus.CONFLICT, _(Conflict.title), _(QUICKER))


def _detail(error: DomainError) -> str:
    """What to say of it besides its title; the key of a thing that is not there tells people nothing."""
    if isinstance(error, StaleVersion):
        return stale_words(error)
    if isinstance(error, NotFound) and not isinstance(error.told, Promise):
        return _("It may have been removed, or the address is not complete.")
    return error.words


def trouble(request: HttpRequest, status: int, title: str, detail: str = "", *, language: str = "") -> HttpResponse:
    """Say that something cannot be done: as a page, or as a notice in the page that asked for a part of itself.

    ``language`` is that of the detail, where it is not the page's.
    """
    context = {"title": title, "detail": detail, "detail_language": language, "status": int(status)}
    if not _is_fragment(request):
        return render(request, "console/trouble.html", context, status=status)
    notice = render(request, "console/notice.html", context, status=status)
    return retarget(reswap(notice, "beforeend"), "#notices")


def _is_fragment(request: HttpRequest) -> bool:
    """Whether a part of a page is asked for, by a page that is open."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")


def _private(response: HttpResponse, *, is_kept: bool) -> HttpResponse:
    """Nothing of a screen is kept by anybody's cache, but for what the reader's own browser may keep."""
    patch_cache_control(response, private=True, **({"no_cache": True} if is_kept else {"no_store": True}))
    patch_vary_headers(response, ("Cookie", "HX-Request"))
    return response


QUICKER = gettext_noop("Somebody changed something of it at the same moment. Load the page anew, then try again.")
NO_ROLE = gettext_noop(
    "Somebody who coordinates for your organisation can give you a role; until then there is nothing to show."
)
OTHER_ROLE = gettext_noop(
    "Act in another of your roles, at the top right, or ask somebody who coordinates for your organisation."
)


def context(request: HttpRequest) -> dict[str, Any]:
    """What the frame around every page shows: who is acting, and how it looks."""
    membership = getattr(request, "membership", None)
    return {
        "membership": membership,
        "role": membership.role if membership else "",
        "theme": request.COOKIES.get("theme") if request.COOKIES.get("theme") in THEMES else "",
        "is_fragment": _is_fragment(request),
    }


THEMES = ("light", "dark")
