"""Addresses of the plan board."""

from __future__ import annotations

from django.urls import path

from scheduler.console.board.views import board, details, reports

urlpatterns = [
    path("plans/<uuid:plan_id>", board.board, name="board"),
    path("plans/<uuid:plan_id>/data", board.data, name="board_data"),
    path("plans/<uuid:plan_id>/details", details.details, name="board_details"),
    path("plans/<uuid:plan_id>/why", details.why, name="board_why"),
    path("plans/<uuid:plan_id>/route-sheet", details.route_sheet, name="board_route_sheet"),
    path("plans/<uuid:plan_id>/unserved", reports.unserved, name="unserved"),
    path("plans/<uuid:plan_id>/fairness", reports.fairness, name="fairness"),
]
