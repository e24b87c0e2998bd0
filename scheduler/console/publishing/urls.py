"""Addresses of plans as versions: comparing, publishing, telling, planning anew."""

from __future__ import annotations

from django.urls import path

from scheduler.console.publishing.views import (
    answers,
    comparing,
    papers,
    plans,
    publishing,
    replanning,
    replies,
    sending,
)

urlpatterns = [
    path("campaigns/<uuid:campaign_id>/plans", plans.plans, name="plans"),
    path("campaigns/<uuid:campaign_id>/replan", replanning.replan, name="replan"),
    path("campaigns/<uuid:campaign_id>/replan/<str:kind>", replanning.happening, name="happening"),
    path("campaigns/<uuid:campaign_id>/policy", replanning.policy, name="policy"),
    path("campaigns/<uuid:campaign_id>/waiting", replanning.waiting, name="waiting"),
    path("campaigns/<uuid:campaign_id>/replies", replies.replies, name="replies"),
    path("replies/<uuid:reply_id>", replies.reply_says, name="reply_says"),
    path("campaigns/<uuid:campaign_id>/compare", comparing.choose, name="compare_choose"),
    path("plans/<uuid:plan_id>/publish", publishing.publish, name="publish"),
    path("plans/<uuid:plan_id>/approve", publishing.approve, name="approve"),
    path("plans/<uuid:plan_id>/answers/workers", answers.workers, name="answers_workers"),
    path("plans/<uuid:plan_id>/answers/employers", answers.employers, name="answers_employers"),
    path("plans/<uuid:plan_id>/answers/employers/<uuid:slot_id>", answers.employer_says, name="employer_says"),
    path("plans/<uuid:plan_id>/answers/operators", answers.operators, name="answers_operators"),
    path("plans/<uuid:plan_id>/answers/operators/<uuid:duty_id>", answers.operator_says, name="operator_says"),
    path("plans/<uuid:plan_id>/papers", papers.papers, name="papers"),
    path("plans/<uuid:plan_id>/papers/<str:name>", papers.paper, name="paper"),
    path("plans/<uuid:plan_id>/services/<uuid:service_id>/manifest.<str:file>", papers.manifest, name="manifest"),
    path("plans/<uuid:plan_id>/services/<uuid:service_id>/issue", papers.issue, name="manifest_issue"),
    path("manifest-issues/<uuid:issue_id>/withdrawal", papers.withdraw, name="manifest_withdraw"),
    path("plans/<uuid:plan_id>/messages", sending.sent, name="sent"),
    path("plans/<uuid:first_id>/compare/<uuid:second_id>", comparing.compare, name="compare"),
    path("plans/<uuid:first_id>/compare/<uuid:second_id>/map.json", comparing.compare_map, name="compare_map"),
    path("plans/<uuid:first_id>/compare/<uuid:second_id>/list.<str:file>", comparing.change_list, name="change_list"),
]
