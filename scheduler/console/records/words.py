"""Words of records that several pages have."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MODES = {"flight": _("Flight"), "rail": _("Rail"), "ferry": _("Ferry")}
"""Kinds of services that have words; others are shown as they were given."""
