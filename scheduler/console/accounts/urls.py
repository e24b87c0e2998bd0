"""Addresses of signing in."""

from __future__ import annotations

from django.urls import path

from scheduler.console.accounts import views

urlpatterns = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("act-as", views.act_as_another, name="act_as"),
]
