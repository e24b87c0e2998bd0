"""What a queue worker does with an upload: read the file into rows, or take rows in."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction

from scheduler.errors import DomainError
from scheduler.organisations.tenancy import acting_as, acting_as_system
from scheduler.plans.heart import Heart
from scheduler.queue import TimedOut
from scheduler.sheets import uploads
from scheduler.sheets.batches import in_batches
from scheduler.sheets.both import in_both
from scheduler.sheets.context import context_of
from scheduler.sheets.counting import counts_of
from scheduler.sheets.datum import Datum
from scheduler.sheets.files.grid import BadFile
from scheduler.sheets.files.reading import read_file
from scheduler.sheets.kinds import KINDS
from scheduler.sheets.models import Upload, UploadFile, UploadRow
from scheduler.sheets.rows import SheetRow
from scheduler.sheets.states import RowState, Task, UploadKind, UploadState
from scheduler.sheets.table import Table, Tell, read_table
from scheduler.sheets.unfit import Note, Param
from solvers.progress import Progress

log = structlog.get_logger(__name__)

READING = 0.4
"""The share of the reading in the way to the preview; looking at all rows together, and keeping them, is the rest."""


class StaleFence(Exception):
    """Another attempt has begun, or the upload was dropped: what was done here is taken back."""


def upload_execute(*, upload_id: UUID) -> None:
    """Do what the upload waits for; whatever comes of it stands in its row afterwards."""
    claim = uploads.claim(upload_id)
    if claim is None:
        log.info("upload_not_claimed")
        return
    log.info("upload_claimed", task=claim.task, attempt=claim.attempt)
    with Heart(partial(uploads.beat, claim)) as heart:

        def tell(done: float) -> None:
            heart.report(Progress(phase=claim.task, done=done, best_cost=None, bound=None, served=0, elapsed_s=0.0))

        upload_work(claim, tell)


def upload_work(claim: uploads.Claim, tell: Tell) -> None:
    """Do the task of a claimed upload."""
    try:
        (_read if claim.task == Task.READ else _take_in)(claim, tell)
    except StaleFence:
        log.warning("upload_taken_over")
    except BadFile as bad:
        _give_up(claim, bad.reason, bad.params)
    except DomainError as error:
        log.warning("upload_refused", error=error.code)
        _give_up(claim, "refused", {"what": in_both(error.told)._asdict()})
    except TimedOut:
        _give_up(claim, "timeout", {"seconds": uploads.TIMEOUT_S})
    except (OperationalError, InterfaceError):
        raise  # the row cannot be written now; its lease runs out, and another attempt begins
    except Exception:
        log.exception("upload_broke")
        _give_up(claim, "internal", {})


def _read(claim: uploads.Claim, tell: Tell) -> None:
    with acting_as(claim.organisation_id, claim.role, user_id=claim.user_id):
        upload = Upload.objects.select_related("campaign", "organisation").get(id=claim.upload_id)
        kind, campaign = KINDS[UploadKind(upload.kind)], upload.campaign
        content = base64.b64decode(UploadFile.objects.get(upload=upload).content)
        grid = read_file(content)
        del content
        context = context_of(campaign, Datum(upload.datum), sender=upload.organisation)
        table = read_table(grid, kind.columns, context, lambda done: tell(READING * done))
        kind.examine(campaign, table.context, table.rows)
        tell(0.6)
        _keep(upload, table, lambda done: tell(0.6 + 0.4 * done))
        UploadFile.objects.filter(upload=upload).delete()
        notes = [*_same_file(upload), *table.notes]
        if not uploads.end(
            claim,
            UploadState.READY,
            datum=table.context.datum,
            sheet_name=grid.name,
            columns=[[key, index, table.headings.texts[key]] for key, index in table.headings.at.items()],
            notes=[note.packed() for note in notes],
            counts=counts_of(upload),
        ):
            raise StaleFence
    log.info("upload_read", rows=len(table.rows))


def _keep(upload: Upload, table: Table, tell: Tell) -> None:
    """Write the rows, and forget each piece once it is written."""
    total = len(table.rows)
    for done, batch in enumerate(in_batches(table.rows), start=1):
        UploadRow.objects.bulk_create([_kept(upload, row) for row in batch])
        tell(min(1.0, done * len(batch) / total))


def _kept(upload: Upload, row: SheetRow) -> UploadRow:
    return UploadRow(
        upload=upload,
        campaign_id=upload.campaign_id,
        number=row.number,
        group=row.group or row.number,
        state=RowState.FAULTY if row.faults else RowState.VALID,
        warned=bool(row.warnings),
        action=row.action,
        content=row.packed(),
    )


def _same_file(upload: Upload) -> list[Note]:
    """Whether this very file was taken in before."""
    before = Upload.objects.filter(
        campaign_id=upload.campaign_id, digest=upload.digest, kind=upload.kind, state=UploadState.TAKEN
    )
    last = before.order_by("-created_at").first()
    if last is None:
        return []
    local = last.created_at + timedelta(seconds=upload.campaign.utc_offset_s)
    return [Note(column="", reason="same_file", params={"when": f"{local:%Y-%m-%d %H:%M}"})]


def _take_in(claim: uploads.Claim, tell: Tell) -> None:
    with acting_as(claim.organisation_id, claim.role, user_id=claim.user_id):
        upload = Upload.objects.select_related("campaign__bureau", "organisation", "ordered_by").get(id=claim.upload_id)
        kind, campaign = KINDS[UploadKind(upload.kind)], upload.campaign
        _one_at_a_time(campaign.bureau_id)
        rows = _chosen(upload)
        context = context_of(campaign, Datum(upload.datum), sender=upload.organisation, user=upload.ordered_by)
        with transaction.atomic():
            taken = kind.take_in(campaign, context, rows, tell)
            if not taken:
                transaction.set_rollback(True)
        _write_results(upload, rows, taken)
        left = UploadRow.objects.filter(upload=upload).exclude(state=RowState.TAKEN).exists()
        if not uploads.end(
            claim,
            UploadState.READY if left else UploadState.TAKEN,
            chosen=None,
            counts=counts_of(upload),
            error=None if taken else ["nothing_taken", {"rows": sum(1 for row in rows if row.faults)}],
        ):
            raise StaleFence
    log.info("upload_taken_in" if taken else "upload_not_taken_in", rows=len(rows))


def _one_at_a_time(bureau: UUID) -> None:
    """Two sheets of one bureau that name the same person must not both register them."""
    digest = hashlib.sha256(f"sheets {bureau}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)])


def _chosen(upload: Upload) -> list[SheetRow]:
    rows = UploadRow.objects.filter(upload=upload, state=RowState.VALID).order_by("number")
    if upload.chosen is not None:
        rows = rows.filter(number__in=upload.chosen)
    found = [row.unpacked() for row in rows.iterator()]
    for row in found:  # they are looked at anew
        row.warnings, row.changes = [], []
    return found


def _write_results(upload: Upload, rows: Sequence[SheetRow], taken: bool) -> None:
    if taken:
        with connection.cursor() as cursor:
            cursor.execute(
                "update sheets_uploadrow r set state = 'taken', result_id = v.result"
                " from unnest(%s::int[], %s::uuid[]) as v(number, result)"
                " where r.upload_id = %s and r.number = v.number",
                [[row.number for row in rows], [row.result for row in rows], upload.id],
            )
        return
    faulty = {row.number: row for row in rows if row.faults}
    stored = list(UploadRow.objects.filter(upload=upload, number__in=list(faulty)))
    for one in stored:
        one.state, one.content = RowState.FAULTY, faulty[one.number].packed()
    UploadRow.objects.bulk_update(stored, ["state", "content"], batch_size=500)


def _give_up(claim: uploads.Claim, reason: str, params: Mapping[str, Param]) -> None:
    """What could not be read has failed; what could not be taken in is as it was before, and says why."""
    state = UploadState.FAILED if claim.task == Task.READ else UploadState.READY
    with acting_as_system():
        if uploads.end(claim, state, error=[reason, params], chosen=None) and state == UploadState.FAILED:
            UploadFile.objects.filter(upload_id=claim.upload_id).delete()
    log.warning("upload_gave_up", reason=reason, task=claim.task)
