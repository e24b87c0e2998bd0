"""Addresses of the plan editor. Things are named in the query string, for codes may hold any character."""

from __future__ import annotations

from django.urls import path

from scheduler.console.editing import acts, views

urlpatterns = [
    path("plans/<uuid:plan_id>/edit", views.edit_plan, name="edit_plan"),
    path("plans/<uuid:plan_id>/edit/duty", views.edit_duty, name="edit_duty"),
    path("plans/<uuid:plan_id>/edit/around", views.edit_around, name="edit_around"),
    path("plans/<uuid:plan_id>/edit/menu", views.edit_menu, name="edit_menu"),
    path("plans/<uuid:plan_id>/edit/best", views.edit_best, name="edit_best"),
    path("plans/<uuid:plan_id>/edit/history", views.edit_history, name="edit_history"),
    path("plans/<uuid:plan_id>/edit/draft", acts.edit_draft, name="edit_draft"),
    path("plans/<uuid:plan_id>/edit/preview", acts.edit_preview, name="edit_preview"),
    path("plans/<uuid:plan_id>/edit/make", acts.edit_make, name="edit_make"),
    path("plans/<uuid:plan_id>/edit/turn", acts.edit_turn, name="edit_turn"),
    path("plans/<uuid:plan_id>/edit/lock", acts.edit_lock, name="edit_lock"),
    path("plans/<uuid:plan_id>/edit/discard", acts.edit_discard, name="edit_discard"),
]
