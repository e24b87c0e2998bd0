"""Plans laid out for people to look at, kept so that it is done once."""

from __future__ import annotations

from django.db import models

from scheduler.plans.models.plans import Plan


class LaidOut(models.Model):
    """What there is to see of an edition of a plan: :class:`scheduler.plans.seen.Overview` as compressed JSON.

    It can be done without: what is missing, old or in another form is laid out anew.
    """

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, primary_key=True, related_name="laid_out")
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="+")
    edition = models.PositiveIntegerField()
    form = models.PositiveSmallIntegerField()
    document = models.BinaryField()
    laid_out_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"edition {self.edition} of plan {self.plan_id}"
