"""Organisations and who acts for them, for the system's staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest

from scheduler.organisations.models import ApiToken, Membership, Organisation, User

if TYPE_CHECKING:
    OrganisationAdminBase = admin.ModelAdmin[Organisation]
    UserAdminBase = admin.ModelAdmin[User]
    MembershipAdminBase = admin.ModelAdmin[Membership]
    TokenAdminBase = admin.ModelAdmin[ApiToken]
else:
    OrganisationAdminBase = UserAdminBase = MembershipAdminBase = TokenAdminBase = admin.ModelAdmin


@admin.register(Organisation)
class OrganisationAdmin(OrganisationAdminBase):
    """Bureaus, employers, operators, oversight bodies, townships."""

    list_display = ("code", "kind", "name")
    list_filter = ("kind",)
    search_fields = ("code", "name", "name_en")
    fields = ("kind", "code", "name", "name_en")


@admin.register(User)
class UserAdmin(UserAdminBase):
    """Who may sign in; names stay hidden."""

    list_display = ("id", "email", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email",)
    fields = ("email", "is_active", "is_staff", "is_superuser")
    readonly_fields = ("email",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Users are made with a password, by the command or over the API."""
        return False


@admin.register(Membership)
class MembershipAdmin(MembershipAdminBase):
    """Who is what where."""

    list_display = ("user", "role", "organisation", "created_at")
    list_filter = ("role",)
    list_select_related = ("user", "organisation")
    autocomplete_fields = ("user", "organisation")


@admin.register(ApiToken)
class ApiTokenAdmin(TokenAdminBase):
    """Tokens, to be revoked by deleting them; their secrets are not known."""

    list_display = ("prefix", "label", "membership", "expires_at", "revoked_at", "last_used_at")
    list_select_related = ("membership",)
    search_fields = ("prefix", "label")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A secret is shown to its holder only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        """Nothing of a token changes by hand."""
        return False
