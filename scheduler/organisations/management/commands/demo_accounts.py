"""Makes the organisations and users of the demonstration, and writes down how they sign in."""

from __future__ import annotations

import json
import os
import secrets
from argparse import ArgumentParser
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from scheduler.organisations import selectors, services
from scheduler.organisations.models import User
from scheduler.organisations.roles import OrganisationKind, Role

SCENARIO = Path(settings.BASE_DIR) / "fixtures" / "qianjiang-rizhao"
PASSWORD_BYTES = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Someone of the demonstration."""

    kind: str
    role: str
    organisation: str
    name: str
    name_en: str
    email: str
    password: str = field(repr=False)


class Command(BaseCommand):
    """May be run again and again: who is there stays, and keeps the password that the file says."""

    help = "Makes the demonstration's organisations and users; writes e-mail addresses and passwords as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The place of the file."""
        parser.add_argument("--out", type=Path, help="file to keep the accounts in (else: standard output)")

    def handle(self, *args: Any, out: Path | None, **options: Any) -> None:
        """Make what is missing."""
        accounts = [_account(*who, _passwords(out)) for who in _cast(SCENARIO)]
        for account in accounts:
            _ensure(account)
        text = json.dumps([asdict(account) for account in accounts], ensure_ascii=False, indent=1)
        if out is None:
            self.stdout.write(text)
            return
        _write_secret(out, text)
        self.stdout.write(f"{len(accounts)} accounts in {out}")


def _cast(scenario: Path) -> list[tuple[str, str, dict[str, str]]]:
    """Everyone of the scenario: kind, role, organisation."""
    bureau, employers, operators = (
        json.loads((scenario / name).read_text(encoding="utf-8"))
        for name in ("bureau.json", "employers.json", "operators.json")
    )
    return [
        (OrganisationKind.BUREAU.value, Role.COORDINATOR.value, bureau["organisation"]),
        *((OrganisationKind.EMPLOYER.value, Role.EMPLOYER.value, one["organisation"]) for one in employers),
        *((OrganisationKind.OPERATOR.value, Role.OPERATOR.value, one["organisation"]) for one in operators),
    ]


def _passwords(out: Path | None) -> dict[str, str]:
    """Passwords that an earlier run wrote, by e-mail address."""
    if out is None or not out.exists():
        return {}
    return {one["email"]: one["password"] for one in json.loads(out.read_text(encoding="utf-8"))}


def _account(kind: str, role: str, organisation: dict[str, str], passwords: dict[str, str]) -> Account:
    email = f"{role}@{organisation['code']}.example"
    return Account(
        kind=kind,
        role=role,
        organisation=organisation["code"],
        name=organisation["name"],
        name_en=organisation["name_en"],
        email=email,
        password=passwords.get(email) or secrets.token_urlsafe(PASSWORD_BYTES),
    )


def _ensure(account: Account) -> None:
    """The organisation, its user with this very password, and the role of the one in the other."""
    organisation = selectors.organisation_find_by_code(code=account.organisation) or services.organisation_create(
        kind=account.kind, code=account.organisation, name=account.name, name_en=account.name_en
    )
    user: User | None = selectors.user_find_by_email(email=account.email)
    if user is None:
        user = services.user_create(email=account.email, password=account.password)
    elif not user.check_password(account.password):
        services.user_password_set(user=user, password=account.password)
    services.membership_add(user=user, organisation=organisation, role=account.role)


def _write_secret(path: Path, text: str) -> None:
    """Write for the owner's eyes only, all or nothing."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text + "\n")
    draft.replace(path)
