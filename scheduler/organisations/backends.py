"""Sign-in with e-mail address or telephone number, and password."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.db.models import Prefetch
from django.http import HttpRequest

from scheduler.crypto import phone_hashes
from scheduler.organisations.models import Membership, User
from scheduler.organisations.tenancy import acting_as_system

_MEMBERSHIPS = Prefetch("memberships", Membership.objects.select_related("organisation").order_by("created_at", "id"))


class EmailBackend(ModelBackend):
    """Django's own, but that it looks users up as the system: nobody is acting yet while they sign in."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """The user of these credentials, or None."""
        name = (username or "").strip().lower()
        with acting_as_system():
            if name and "@" not in name:
                known = User.objects.filter(phone_hash__in=phone_hashes(name)).values_list("email", flat=True)
                name = known.first() or name
            return super().authenticate(request, name, password, **kwargs)

    def get_user(self, user_id: UUID) -> User | None:
        """The user of a session with the roles that they hold, or None."""
        with acting_as_system():
            users = User.objects.prefetch_related(_MEMBERSHIPS)
            return users.filter(pk=user_id, is_active=True).first()
