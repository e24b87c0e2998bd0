"""Addresses of the board of a campaign under way."""

from __future__ import annotations

from django.urls import path

from scheduler.console.today import alerts, views

urlpatterns = [
    path("campaigns/<uuid:campaign_id>/today", views.board, name="today"),
    path("campaigns/<uuid:campaign_id>/today/changed", views.changed, name="today_changed"),
    path("alerts/<uuid:alert_id>", alerts.alert, name="alert"),
    path("alerts/<uuid:alert_id>/acknowledge", alerts.acknowledge, name="alert_acknowledge"),
    path("alerts/<uuid:alert_id>/close", alerts.close, name="alert_close"),
    path("alerts/<uuid:alert_id>/hours", alerts.hours, name="alert_hours"),
    path("alerts/<uuid:alert_id>/replan", alerts.replan, name="alert_replan"),
]
