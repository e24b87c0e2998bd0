"""The admin site for the system's own staff, who may see every organisation, but no personal data."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from scheduler.organisations.tenancy import SYSTEM, acting_as

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class MenluAdminSite(AdminSite):
    """Django's, but that its views act as the system once it is known that the user is staff."""

    site_header = site_title = _("Menlu administration")
    site_url = "/"

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """A view behind the permission check, run as the system and rendered before that ends."""

        @wraps(view)
        def as_system(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with acting_as(None, SYSTEM, user_id=request.user.pk):
                return _rendered(view(request, *args, **kwargs))

        return super().admin_view(cast(View, as_system), cacheable)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """By the page by which everybody signs in, so that one-time codes are asked for here too."""
        if request.user.is_authenticated:
            return redirect("index")
        return redirect_to_login(request.GET.get("next") or request.get_full_path(), reverse("sign_in"))


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    return response.render() if isinstance(response, SimpleTemplateResponse) else response
