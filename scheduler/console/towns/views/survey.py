"""The survey: who lives here and may want to go, long before anybody asks for a trip."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import REGISTRARS, TOWNS, campaign_page
from scheduler.console.records.editing import Editing, edited
from scheduler.console.screen import screen
from scheduler.console.tables import Column, Filter, table_of
from scheduler.console.towns.forms import NewPersonForm, PersonForm
from scheduler.console.towns.forms.survey import as_filled_in
from scheduler.people.models import Worker
from scheduler.people.selectors import worker_get, worker_rows, workers_named
from scheduler.people.services import NewWorker, worker_update, workers_add
from scheduler.telling.people import languages_of
from scheduler.telling.services import reader_language_set

COLUMNS = (
    Column(key="name", title=gettext_lazy("Full name")),
    Column(key="phone", title=gettext_lazy("Telephone")),
    Column(key="town", title=gettext_lazy("Home town"), by=("town",)),
    Column(key="needs", title=gettext_lazy("Needs")),
    Column(key="skills", title=gettext_lazy("Skills")),
    Column(key="wishes", title=gettext_lazy("Wished work and places")),
    Column(key="training", title=gettext_lazy("In training until"), by=("training_until",)),
    Column(key="agrees", title=gettext_lazy("Agrees")),
    Column(key="asks", title=gettext_lazy("Request"), by=("asks_code",)),
)


def _narrow(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    wanted = {
        "none": Q(asks=None),
        "asks": Q(asks__isnull=False),
        "training": Q(training_until__gt=clock.now()),
        "unasked": Q(consent_employer=None) | Q(consent_messages=None),
    }
    return rows.filter(wanted[value])


FILTERS = (
    Filter(
        key="which",
        title=gettext_lazy("Who"),
        choices=(
            ("none", gettext_lazy("Without a request")),
            ("asks", gettext_lazy("With a request")),
            ("training", gettext_lazy("In training")),
            ("unasked", gettext_lazy("Not asked for consent")),
        ),
        narrow=_narrow,
    ),
)


@screen(roles=REGISTRARS)
def people(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Everybody who is registered, with what they need and wish, and whether they ask for a trip of the campaign."""
    campaign = campaign_get(campaign_id=campaign_id)
    table = table_of(
        visit, worker_rows(campaign=campaign), columns=COLUMNS, filters=FILTERS, search=_search_in(campaign)
    )
    return campaign_page(visit, "console/towns/survey.html", campaign=campaign, here=_here(visit), table=table)


@screen(roles=REGISTRARS, methods=("GET", "POST"))
def person_new(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Register somebody."""
    campaign = campaign_get(campaign_id=campaign_id)
    form = NewPersonForm(visit.POST or None, role=visit.role)

    def save() -> str:
        new = NewWorker(id_number=form.cleaned_data["id_number"] or None, **form.columns)
        worker = workers_add(bureau=campaign.bureau, workers=[new]).only()
        _reads(worker, form, "zh")
        return reverse("survey_request", args=[campaign.id, worker.id]) if "ask" in visit.POST else _list(campaign)

    editing = Editing(
        campaign=campaign,
        here=_here(visit),
        title=_("Register somebody"),
        back=_list(campaign),
        form=form,
        also=(("ask", _("Save, and enter their request"), ""),),
    )
    return edited(visit, editing, save, _("%(name)s is registered.") % {"name": form.data.get("name", "")})


@screen(roles=REGISTRARS, methods=("GET", "POST"))
def person(visit: Visit, campaign_id: UUID, worker_id: UUID) -> HttpResponse:
    """Change what is known of somebody."""
    campaign, worker = campaign_get(campaign_id=campaign_id), worker_get(worker_id=worker_id)
    reads = languages_of(workers=[worker.id])[worker.id]
    form = PersonForm(visit.POST or None, initial=as_filled_in(worker, reads=reads), role=visit.role)

    def save() -> str:
        worker_update(worker=worker, version=form.cleaned_data["version"], changes=form.columns)
        _reads(worker, form, reads)
        return _list(campaign)

    editing = Editing(
        campaign=campaign,
        here=_here(visit),
        title=_("Change what is known of %(name)s") % {"name": worker.name},
        back=_list(campaign),
        form=form,
        record=worker,
    )
    return edited(visit, editing, save, _("What is known of %(name)s is changed.") % {"name": worker.name})


def _reads(worker: Worker, form: PersonForm, before: str) -> None:
    """Keep the language in which they are written to, where it is another one."""
    if form.cleaned_data["reads"] != before:
        reader_language_set(worker=worker, language=form.cleaned_data["reads"])


def _search_in(campaign: Campaign) -> Any:
    def search(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        theirs = workers_named(campaign=campaign, words=words)
        return rows.filter(Q(town__icontains=words) | Q(id__in=theirs))

    return search


def _here(visit: Visit) -> str:
    """The tab under which the survey stands: a town's own, or, for a bureau, that of requests."""
    return "survey" if visit.role in TOWNS else "requests"


def _list(campaign: Campaign) -> str:
    return reverse("survey", args=[campaign.id])
