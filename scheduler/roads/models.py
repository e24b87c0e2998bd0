"""Roads that a provider was asked for, kept so that it need not be asked again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from scheduler import clock


class RoadPair(models.Model):
    """The road from one point to another, as ``provider`` gave it.

    ``a`` and ``b`` are ``lon,lat`` with five decimals (about a metre).
    """

    provider = models.CharField(max_length=200)
    a = models.CharField(max_length=24)
    b = models.CharField(max_length=24)
    distance_m = models.PositiveIntegerField()
    duration_s = models.PositiveIntegerField()
    fetched_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["provider", "a", "b"], name="roadpair_once")
        ]

    def __str__(self) -> str:
        return f"{self.a} to {self.b}"
