"""Every address of the project. The API is named, not imported: it stands above this package."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from scheduler import health
from scheduler.answers.views import sms_reply, trip
from scheduler.console.views import index

urlpatterns = [
    path("", index, name="index"),
    path("trip/<str:token>", trip, name="trip"),
    path("sms/replies", sms_reply, name="sms-replies"),
    path("api/", include("api.urls")),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", include("django_prometheus.urls")),
]
