"""Answers that are kept under the key that came with their request, and tries that are counted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from scheduler.crypto import SealedText
from scheduler.organisations.models import Organisation


class KeptAnswer(models.Model):
    """What was answered to the request that carried ``key``, for a day; sealed, since it may name people."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="keyed hash of who asked, the path and the body")
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField()
    body = SealedText()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "key"], name="keptanswer_key_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "created_at"], name="keptanswer_oldest")
        ]

    def __str__(self) -> str:
        return f"answer {self.status} to {self.key}"


class Tally(models.Model):
    """How often something was tried since ``since``; ``subject`` is a digest, never the thing itself."""

    subject = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()
    tries = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.tries} since {self.since}"
