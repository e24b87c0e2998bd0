"""Row-level security of drafts, edits and locks, for migrations: a bureau's own business."""

from __future__ import annotations

from django.db.migrations import RunSQL

from scheduler.organisations.policies import LED, SEEN, enable_rls, enable_rls_audited


def editing_policies() -> list[RunSQL]:
    """Close every table of this app, and say who may look in."""
    return [
        *enable_rls("editing_draft", read=SEEN, write=LED),
        *enable_rls("editing_edit", read=SEEN, write=LED),
        *enable_rls_audited("editing_lock", read=SEEN, write=LED),
    ]
