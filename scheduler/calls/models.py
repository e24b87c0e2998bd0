"""People to be phoned: who is wanted where, and what came of the call."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.calls.outcomes import Outcome
from scheduler.campaigns.models import Campaign
from scheduler.crypto import SealedText
from scheduler.organisations.audit import audited
from scheduler.organisations.models import Organisation, User
from scheduler.people.models import DepartureRequest, Worker


@audited(exclude=["name", "phone", "id_number_hash", "key", "note"])
class Call(models.Model):
    """Somebody on a name list that an employer's city has sent.

    ``key`` is a keyed hash of what tells the person from others, so that a list sent twice makes no doubles.
    ``employer_name`` is what the list says, ``employer`` the organisation that it means, where there is one;
    ``slots`` are codes of intake slots. ``worker`` and ``request`` are set once the person is registered, and asks.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="calls")
    key = models.CharField(max_length=64)
    town = models.CharField(max_length=100, blank=True, default="")
    name = SealedText()
    phone = SealedText(blank=True, default="")
    id_number_hash = models.CharField(max_length=80, blank=True, default="")
    sex = models.CharField(max_length=10, blank=True, default="")
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    employer = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    employer_name = models.CharField(max_length=200, blank=True, default="")
    slots = models.JSONField(default=list, blank=True)
    remark = models.CharField(max_length=500, blank=True, default="")

    outcome = models.CharField(max_length=20, choices=Outcome, default=Outcome.TO_CALL)
    note = SealedText(blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True, blank=True)
    called_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    call_again_at = models.DateTimeField(null=True, blank=True)
    worker = models.ForeignKey(Worker, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    request = models.ForeignKey(DepartureRequest, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["town", "created_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["campaign", "town", "created_at", "id"], name="call_by_town")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["campaign", "key"],
                name="call_once",
                violation_error_message=_("this person is on the campaign's list already"),
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values),
                name="call_outcome",
                violation_error_message=_("this is no outcome of a call"),
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.CALL_AGAIN) | Q(call_again_at__isnull=True),
                name="call_again_when",
                violation_error_message=_("only who is to be called again has a time for it"),
            ),
        ]

    def __str__(self) -> str:
        return f"call {self.id} ({self.outcome})"
