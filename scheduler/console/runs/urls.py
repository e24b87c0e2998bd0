"""Addresses of plan runs."""

from __future__ import annotations

from django.urls import path

from scheduler.console.runs import views

urlpatterns = [
    path("campaigns/<uuid:campaign_id>/runs", views.runs, name="runs"),
    path("campaigns/<uuid:campaign_id>/runs/start", views.run_start, name="run_start"),
    path("runs/<uuid:run_id>", views.run, name="run"),
    path("runs/<uuid:run_id>/stop", views.run_stop, name="run_stop"),
]
