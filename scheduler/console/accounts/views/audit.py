"""Who changed what when."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from scheduler.console.acting import Visit
from scheduler.console.navigation import OFFICE
from scheduler.console.screen import screen
from scheduler.organisations.trail import KINDS, entries_of, trail

PAGE = 50
FIRST = "people.departurerequest"


@screen(roles=OFFICE)
def audit(visit: Visit) -> HttpResponse:
    """The trail of one kind of thing, as far as one may see it."""
    kind = visit.GET.get("kind", FIRST)
    kind = kind if kind in KINDS else FIRST
    page = Paginator(trail(kind=kind), PAGE).get_page(visit.GET.get("page"))
    context = {"kind": kind, "kinds": KINDS.items(), "page": page, "entries": entries_of(page.object_list)}
    return render(visit, "console/accounts/audit.html", context)
