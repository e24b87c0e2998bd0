"""Spreadsheets: a template to fill, an upload to look at, and its rows to take in, all or nothing."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from ninja import Query, Router

from api import answers
from api.answers import BINARY, CSV, XLSX, Answer
from api.auth import CARRIERS, REGISTRARS, Request
from api.endpoint import endpoint, file_of
from api.owners import own
from api.pagination import Cursor, Limit, paginate
from api.schemas.sheets import TakeIn, UploadOut, UploadPage, UploadRowPage
from api.shapes.sheets import upload_out, upload_row_out
from scheduler.campaigns.selectors import campaign_get
from scheduler.organisations.selectors import user_get
from scheduler.sheets import selectors, services
from scheduler.sheets.datum import Datum
from scheduler.sheets.exports import faults_csv, faults_xlsx
from scheduler.sheets.files.grid import MAX_FILE_BYTES
from scheduler.sheets.selectors import Show
from scheduler.sheets.states import UploadKind
from scheduler.sheets.templates import template_csv, template_xlsx

router = Router(tags=["spreadsheets"])

SENDERS = CARRIERS | REGISTRARS
"""Each kind of sheet has its own of them (:mod:`scheduler.sheets.kinds`)."""
Language = Annotated[Literal["zh", "en"], Query(default="zh", description="The language of what is said.")]
Kind = Annotated[UploadKind, Query(default=UploadKind.DEPARTURES, description="What its rows are.")]
DatumOf = Annotated[Datum, Query(default=Datum.WGS84, description="Of coordinates whose heading names none.")]
FileName = Annotated[str, Query(default="", max_length=255, description="What the file is called.")]


@endpoint(router, "GET", "/campaigns/{campaign_id}/sheet-template", media_type=XLSX, roles=SENDERS)
def sheet_template(
    request: Request, campaign_id: UUID, kind: Kind = UploadKind.DEPARTURES, language: Language = "zh"
) -> Answer:
    """A workbook to fill in, with the campaign's places and slots to choose from, an example and explanations."""
    content = template_xlsx(campaign_get(campaign_id=campaign_id), kind, language)
    return answers.file(content, media_type=XLSX, name=f"{_name(kind)}-{language}.xlsx")


@endpoint(router, "GET", "/campaigns/{campaign_id}/sheet-template.csv", media_type=CSV, roles=SENDERS)
def sheet_template_csv(
    request: Request, campaign_id: UUID, kind: Kind = UploadKind.DEPARTURES, language: Language = "zh"
) -> Answer:
    """The headings and an example row as text."""
    campaign_get(campaign_id=campaign_id)
    return answers.file(template_csv(kind, language), media_type=CSV, name=f"{_name(kind)}-{language}.csv")


@endpoint(
    router,
    "POST",
    "/campaigns/{campaign_id}/uploads",
    answer=UploadOut,
    status=HTTPStatus.ACCEPTED,
    roles=SENDERS,
    body_limit=lambda: MAX_FILE_BYTES,
    takes=(XLSX, CSV, BINARY),
)
def upload_create(
    request: Request,
    campaign_id: UUID,
    kind: Kind = UploadKind.DEPARTURES,
    file_name: FileName = "",
    datum: Annotated[
        Datum, Query(default=Datum.WGS84, description="Of coordinates whose heading says none.")
    ] = Datum.WGS84,
    language: Language = "zh",
) -> Answer:
    """Send in a sheet as the body; follow `Location` to its preview. The same file again is the same upload.

    Bureaus send every kind, employers `slots`, `fleets` and `services`, operators `fleets` and `services`: what they
    offer is their own. A town's staff send `departures` of its people.
    """
    upload = services.upload_create(
        campaign=campaign_get(campaign_id=campaign_id),
        kind=kind,
        file_name=file_name,
        content=file_of(request),
        datum=datum,
        sender=own(request),
        role=request.auth.role,
        by=user_get(user_id=request.auth.user_id),
    )
    return answers.accepted(upload_out(upload, language), location=f"/api/v1/uploads/{upload.id}")


@endpoint(router, "GET", "/campaigns/{campaign_id}/uploads", answer=UploadPage, roles=SENDERS)
def upload_list(
    request: Request, campaign_id: UUID, language: Language = "zh", cursor: Cursor = None, limit: Limit = 100
) -> Answer:
    """The sheets that were sent in to a campaign; employers and operators see their own."""
    rows = selectors.upload_list(campaign=campaign_get(campaign_id=campaign_id))
    page = paginate(rows, by=("created_at", "id"), cursor=cursor, limit=limit, of=f"uploads.{campaign_id}")
    items = [upload_out(upload, language) for upload in page.items]
    return answers.ok(UploadPage(items=items, next_cursor=page.next_cursor))


@endpoint(router, "GET", "/uploads/{upload_id}", answer=UploadOut, roles=SENDERS)
def upload_get(request: Request, upload_id: UUID, language: Language = "zh") -> Answer:
    """How far an upload is, and what there is to say of it as a whole."""
    return answers.ok(upload_out(selectors.upload_get(upload_id=upload_id), language))


@endpoint(router, "GET", "/uploads/{upload_id}/rows", answer=UploadRowPage, roles=SENDERS)
def upload_row_list(
    request: Request,
    upload_id: UUID,
    show: Annotated[Show, Query(default="all", description="Which rows.")] = "all",
    language: Language = "zh",
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Answer:
    """The preview: each row with what taking it in would do, and what is wrong in which cell."""
    upload = selectors.upload_get(upload_id=upload_id)
    rows = selectors.upload_row_list(upload=upload, show=show)
    page = paginate(rows, by=("number",), cursor=cursor, limit=limit, of=f"upload.{upload_id}.{show}")
    items = [upload_row_out(row, upload, language) for row in page.items]
    return answers.ok(UploadRowPage(items=items, next_cursor=page.next_cursor))


@endpoint(router, "GET", "/uploads/{upload_id}/faults", media_type=XLSX, roles=SENDERS)
def upload_faults(request: Request, upload_id: UUID, language: Language = "zh") -> Answer:
    """Every fault and warning with its cell, value and reason as a workbook, for whoever is to mend the file."""
    upload = selectors.upload_get(upload_id=upload_id)
    return answers.file(faults_xlsx(upload, language), media_type=XLSX, name="faults.xlsx")


@endpoint(router, "GET", "/uploads/{upload_id}/faults.csv", media_type=CSV, roles=SENDERS)
def upload_faults_csv(request: Request, upload_id: UUID, language: Language = "zh") -> Answer:
    """The same as text."""
    upload = selectors.upload_get(upload_id=upload_id)
    return answers.file(faults_csv(upload, language), media_type=CSV, name="faults.csv")


@endpoint(
    router,
    "POST",
    "/uploads/{upload_id}/take-in",
    answer=UploadOut,
    status=HTTPStatus.ACCEPTED,
    roles=SENDERS,
    conflicts=True,
)
def upload_take_in(request: Request, upload_id: UUID, body: TakeIn, language: Language = "zh") -> Answer:
    """Have rows taken in: everything that is asked for, or nothing; follow `Location`."""
    upload = services.upload_take_in(
        upload=selectors.upload_get(upload_id=upload_id), rows=body.rows, by=user_get(user_id=request.auth.user_id)
    )
    return answers.accepted(upload_out(upload, language), location=f"/api/v1/uploads/{upload.id}")


@endpoint(router, "DELETE", "/uploads/{upload_id}", answer=UploadOut, roles=SENDERS, conflicts=True)
def upload_drop(request: Request, upload_id: UUID, language: Language = "zh") -> Answer:
    """Forget an upload with its rows; what was taken in of it stays."""
    return answers.ok(upload_out(services.upload_drop(upload=selectors.upload_get(upload_id=upload_id)), language))


def _name(kind: UploadKind) -> str:
    return kind.value.replace("_", "-")
