"""Sheets: sending one in, looking at what it says, taking rows in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.language import language
from scheduler.console.navigation import COORDINATORS, SENDERS, campaign_page
from scheduler.console.records.forms.uploads import TakeInForm, UploadForm, kinds_of
from scheduler.console.records.lists.uploads import upload_table
from scheduler.console.screen import screen
from scheduler.errors import Conflict, Invalid
from scheduler.sheets.datum import Datum
from scheduler.sheets.exports import faults_xlsx
from scheduler.sheets.files.grid import BadFile
from scheduler.sheets.kinds import KINDS
from scheduler.sheets.models import Upload
from scheduler.sheets.selectors import upload_get, upload_list
from scheduler.sheets.services import upload_create, upload_drop, upload_take_in
from scheduler.sheets.states import UploadKind, UploadState
from scheduler.sheets.templates import template_csv, template_xlsx
from scheduler.sheets.unfit import Note
from scheduler.sheets.wording import say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
AT_WORK = (UploadState.QUEUED, UploadState.WORKING)
RECENT = 50
THERE = {
    UploadKind.DEPARTURES: "requests",
    UploadKind.NAME_LIST: "calls",
    UploadKind.SLOTS: "slots",
    UploadKind.FLEETS: "carriers",
    UploadKind.SERVICES: "services",
}
"""Where a bureau finds what was taken in."""


@screen(roles=SENDERS, methods=("GET", "POST"))
def uploads(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """The sheets of a campaign, and sending one in."""
    campaign = campaign_get(campaign_id=campaign_id)
    if visit.method != "POST":
        return _list(visit, campaign, UploadForm(role=visit.role))
    form = UploadForm(visit.POST, visit.FILES, role=visit.role)
    if not form.is_valid():
        return _list(visit, campaign, form, status=422)
    file = form.cleaned_data["file"]
    try:
        upload = upload_create(
            campaign=campaign,
            kind=UploadKind(form.cleaned_data["kind"]),
            file_name=file.name,
            content=file.read(),
            datum=Datum(form.cleaned_data["datum"]),
            sender=visit.membership.organisation,
            role=visit.role,
            by=visit.user,
        )
    except BadFile as error:
        form.add_error("file", say(error.reason, error.params, language()))
        return _list(visit, campaign, form, status=422)
    return redirect("upload", upload.id)


def _list(visit: Visit, campaign: Campaign, form: UploadForm, *, status: int = 200) -> HttpResponse:
    found = upload_list(campaign=campaign).select_related("created_by").order_by("-created_at")[:RECENT]
    return campaign_page(
        visit,
        "console/records/uploads.html",
        campaign=campaign,
        here="uploads",
        status=status,
        form=form,
        uploads=found,
        kinds=kinds_of(visit.role),
        may_change=visit.role in COORDINATORS,
    )


@screen(roles=SENDERS)
def sheet_template(visit: Visit, campaign_id: UUID, kind: str, spoken: str, form: str) -> HttpResponse:
    """A sheet to fill in, with the campaign's places and slots to choose from."""
    campaign = campaign_get(campaign_id=campaign_id)
    if kind not in dict(kinds_of(visit.role)) or spoken not in ("zh", "en"):
        raise Http404
    if form == "csv":
        return _file(template_csv(UploadKind(kind), spoken), CSV, f"{kind}-{spoken}.csv")  # type: ignore[arg-type]
    content = template_xlsx(campaign, UploadKind(kind), spoken)  # type: ignore[arg-type]
    return _file(content, XLSX, f"{kind}-{spoken}.xlsx")


@screen(roles=SENDERS)
def upload(visit: Visit, upload_id: UUID) -> HttpResponse:
    """How far a sheet is; once it is read, every row with what is wrong in which cell."""
    return _page(visit, upload_get(upload_id=upload_id), TakeInForm())


@screen(roles=SENDERS)
def upload_faults(visit: Visit, upload_id: UUID) -> HttpResponse:
    """Every fault with its cell and reason as a workbook, for whoever mends the file."""
    return _file(faults_xlsx(upload_get(upload_id=upload_id), language()), XLSX, "faults.xlsx")


@screen(roles=SENDERS, methods=("POST",))
def upload_rows_take_in(visit: Visit, upload_id: UUID) -> HttpResponse:
    """Have rows taken in: all that are asked for, or none."""
    found, form = upload_get(upload_id=upload_id), TakeInForm(visit.POST)
    if not form.is_valid():
        return _page(visit, found, form, status=422)
    try:
        upload_take_in(upload=found, rows=form.rows, by=visit.user)
    except Invalid as error:
        form.add_error(None, _("Who travels together is taken in together: tick all rows of a party."))
        form.add_error(None, error.words)
        return _page(visit, found, form, status=422)
    except Conflict:
        form.add_error(None, _("Nothing can be taken in now: no row is valid, or somebody was quicker."))
        return _page(visit, found, form, status=409)
    return redirect("upload", found.id)


@screen(roles=SENDERS, methods=("POST",))
def upload_forget(visit: Visit, upload_id: UUID) -> HttpResponse:
    """Forget a sheet; what was taken in of it stays."""
    found = upload_drop(upload=upload_get(upload_id=upload_id))
    messages.success(visit, _("The sheet is forgotten; what was taken in of it stays."))
    return redirect("uploads", found.campaign_id)


def _page(visit: Visit, found: Upload, form: TakeInForm, *, status: int = 200) -> HttpResponse:
    code, params = found.error or ("", {})
    notes = [Note.unpacked(note) for note in found.notes]
    return campaign_page(
        visit,
        "console/records/upload.html",
        campaign=found.campaign,
        here="uploads",
        status=status,
        upload=found,
        kind=KINDS[UploadKind(found.kind)].title.within(language()),
        there=reverse(THERE[UploadKind(found.kind)], args=[found.campaign_id]) if visit.role in COORDINATORS else "",
        is_at_work=found.state in AT_WORK,
        is_forgotten=found.state == UploadState.DROPPED,
        table=upload_table(visit, found) if found.counts else None,
        notes=[say(note.reason, note.params, language()) for note in notes],
        error=say(code, params, language()) if code else "",
        ticked=visit.POST.getlist("ids"),
        form=form,
    )


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
