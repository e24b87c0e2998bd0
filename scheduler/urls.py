"""Every address of the project. The API is named, not imported: it stands above this package."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from scheduler import health
from scheduler.answers.views import sms_reply, trip
from scheduler.phone import views as phone

urlpatterns = [
    path("", include("scheduler.console.urls")),
    path("trip/<str:token>", trip, name="trip"),
    path("sms/replies", sms_reply, name="sms-replies"),
    path("api/", include("api.urls")),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("drive/worker.js", phone.worker_script, name="drive_worker"),
    path("drive/<str:token>", phone.duty_page, name="drive"),
    path("drive/<str:token>/state", phone.duty_state, name="drive_state"),
    path("drive/<str:token>/events", phone.duty_events, name="drive_events"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", include("django_prometheus.urls")),
]
