"""The addresses of the screens, by app."""

from __future__ import annotations

from django.urls import include, path

from scheduler.console import views

urlpatterns = [
    path("", views.index, name="index"),
    path("look", views.look, name="look"),
    path("", include("scheduler.console.accounts.urls")),
    path("", include("scheduler.console.campaigns.urls")),
    path("", include("scheduler.console.records.urls")),
    path("", include("scheduler.console.towns.urls")),
    path("", include("scheduler.console.employers.urls")),
    path("", include("scheduler.console.operators.urls")),
    path("", include("scheduler.console.today.urls")),
    path("", include("scheduler.console.runs.urls")),
    path("", include("scheduler.console.publishing.urls")),
    path("", include("scheduler.console.board.urls")),
    path("", include("scheduler.console.editing.urls")),
]
