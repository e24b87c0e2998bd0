"""Makes a user of the system's staff. Django's own ``createsuperuser`` acts for nobody, and so may not."""

from __future__ import annotations

import getpass
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from scheduler.errors import DomainError
from scheduler.organisations.services import user_create


class Command(BaseCommand):
    """Make a user of the system's staff, who may use the admin site."""

    help = "Make a user of the system's staff. The password is asked for, or read from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        """The address to sign in with."""
        parser.add_argument("--email", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the user."""
        password = getpass.getpass() if os.isatty(0) else input()
        try:
            validate_password(password)
            user = user_create(email=options["email"], password=password, is_staff=True)
        except (ValidationError, DomainError) as error:
            raise CommandError("; ".join(getattr(error, "messages", None) or [str(error)])) from None
        self.stdout.write(f"user {user.id} may sign in at /admin/")
