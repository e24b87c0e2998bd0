"""Makes a bureau with its first coordinator: how an installation begins."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scheduler.errors import DomainError
from scheduler.organisations.roles import OrganisationKind, Role
from scheduler.organisations.services import membership_add, organisation_create, token_issue, user_create
from scheduler.organisations.tenancy import acting_as_system


class Command(BaseCommand):
    """Make a bureau, its first coordinator, and a token for them."""

    help = "Make a bureau and its first coordinator, and print a token that acts for them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who the bureau and its coordinator are."""
        parser.add_argument("--code", required=True, help="a short name, unique among organisations")
        parser.add_argument("--name", required=True)
        parser.add_argument("--email", required=True, help="of the coordinator")
        parser.add_argument("--days", type=int, default=30, help="how long the token holds")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them."""
        try:
            with acting_as_system():
                bureau = organisation_create(kind=OrganisationKind.BUREAU, code=options["code"], name=options["name"])
                user = user_create(email=options["email"])
                membership = membership_add(user=user, organisation=bureau, role=Role.COORDINATOR)
                lifetime = timedelta(days=options["days"])
                _, secret = token_issue(membership=membership, label="first token", lifetime=lifetime)
        except DomainError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(secret)
