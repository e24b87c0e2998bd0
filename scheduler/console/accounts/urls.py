"""Addresses of signing in, of one's own account, and of an organisation's people."""

from __future__ import annotations

from django.urls import path

from scheduler.console.accounts.views import audit, entering, forgotten, members, own, webhooks

urlpatterns = [
    path("sign-in", entering.sign_in, name="sign_in"),
    path("sign-in/code", entering.sign_in_code, name="sign_in_code"),
    path("sign-in/forgotten", forgotten.forgotten, name="forgotten"),
    path("sign-in/renew/<str:user>/<str:token>", forgotten.renew, name="renew"),
    path("sign-out", entering.sign_out, name="sign_out"),
    path("act-as", entering.act_as_another, name="act_as"),
    path("account", own.account, name="account"),
    path("account/password", own.password, name="password"),
    path("account/device", own.device, name="device"),
    path("account/device/remove", own.device_remove, name="device_remove"),
    path("account/tokens", own.tokens, name="tokens"),
    path("account/tokens/<uuid:token_id>/revoke", own.token_revoke, name="token_revoke"),
    path("webhooks", webhooks.webhooks, name="webhooks"),
    path("webhooks/<uuid:endpoint_id>", webhooks.webhook, name="webhook"),
    path("webhooks/<uuid:endpoint_id>/test", webhooks.webhook_test, name="webhook_test"),
    path("webhooks/<uuid:endpoint_id>/turn", webhooks.webhook_turn, name="webhook_turn"),
    path("webhooks/<uuid:endpoint_id>/secret", webhooks.webhook_secret, name="webhook_secret"),
    path("webhooks/<uuid:endpoint_id>/remove", webhooks.webhook_remove, name="webhook_remove"),
    path("members", members.members, name="members"),
    path("members/<uuid:membership_id>/remove", members.member_remove, name="member_remove"),
    path("invitations/<uuid:invitation_id>/revoke", members.invitation_revoke, name="invitation_revoke"),
    path("join/<str:secret>", members.join, name="join"),
    path("audit", audit.audit, name="audit"),
]
