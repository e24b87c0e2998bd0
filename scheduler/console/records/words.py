"""Words of records that several pages have."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MODES = {"flight": _("Flight"), "rail": _("Rail"), "ferry": _("Ferry")}
"""Kinds of services that have words; others are shown as they were given."""
MEANS = _(
    "Plans that are there stay as they are, and drafts are checked by it when they are published. "
    "Runs that are started from now on go by it; if a published plan cannot be kept, note it under re-planning."
)
"""What a change of an offer means for plans."""
