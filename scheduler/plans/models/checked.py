"""Drafts looked at for what speaks against publishing them, kept so that it is done once."""

from __future__ import annotations

from django.db import models

from scheduler.plans.models.plans import Plan


class CheckedPlan(models.Model):
    """What publishing a draft would mean: :class:`scheduler.plans.checked.Checked` as JSON.

    It holds while the campaign has the same ``mark``. It can be done without: what is missing is looked at anew.
    """

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, primary_key=True, related_name="checked")
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="+")
    mark = models.TextField()
    document = models.TextField()

    def __str__(self) -> str:
        return f"plan {self.plan_id}, checked"
