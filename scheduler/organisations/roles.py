"""What organisations are, and what their people do for them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What an organisation is in a transfer."""

    BUREAU = "bureau", _("Labour bureau")
    EMPLOYER = "employer", _("Employer")
    OPERATOR = "operator", _("Transport operator")
    OVERSIGHT = "oversight", _("Oversight body")
    TOWN = "town", _("Township")


class Role(models.TextChoices):
    """What a person does for an organisation."""

    COORDINATOR = "coordinator", _("Coordinator")
    EMPLOYER = "employer", _("Employer's staff")
    OPERATOR = "operator", _("Operator's staff")
    DRIVER = "driver", _("Driver")
    AUDITOR = "auditor", _("Auditor")
    TOWN = "town", _("Town staff")


ROLES_OF_KIND: dict[str, frozenset[str]] = {
    OrganisationKind.BUREAU: frozenset({Role.COORDINATOR, Role.DRIVER, Role.AUDITOR}),
    OrganisationKind.EMPLOYER: frozenset({Role.EMPLOYER, Role.DRIVER}),
    OrganisationKind.OPERATOR: frozenset({Role.OPERATOR, Role.DRIVER}),
    OrganisationKind.OVERSIGHT: frozenset({Role.AUDITOR}),
    OrganisationKind.TOWN: frozenset({Role.TOWN}),
}
"""The roles that an organisation of each kind can give."""
