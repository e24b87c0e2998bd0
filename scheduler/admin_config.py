"""Puts the project's own admin site in the place of Django's."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class MenluAdminConfig(AdminConfig):
    """Django's admin on :class:`scheduler.admin_site.MenluAdminSite`."""

    default_site = "scheduler.admin_site.MenluAdminSite"
