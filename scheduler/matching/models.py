"""The rules of a campaign, where its bureau has set other ones than the usual."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.organisations.audit import audited


@audited()
class MatchingRules(models.Model):
    """What a bureau has set for one campaign: fields of :class:`scheduler.matching.rules.Rules` by name."""

    campaign = models.OneToOneField(Campaign, primary_key=True, on_delete=models.CASCADE, related_name="matching_rules")
    rules = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["campaign"]
        verbose_name_plural = "matching rules"

    def __str__(self) -> str:
        return f"rules of {self.campaign_id}"
