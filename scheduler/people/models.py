"""Workers and the requests with which they ask to be taken to a job."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pgtrigger
from django.contrib.gis.db import models as gis
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.models import Campaign, CampaignRow
from scheduler.crypto import SealedText
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.audit import audited
from scheduler.organisations.models import Organisation, User
from scheduler.people.states import BEGINNINGS, RequestState, all_transitions
from scheduler.places.models import Place
from scheduler.transitions import beginnings_trigger, transitions_trigger


class Sex(models.TextChoices):
    """As registered."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


@audited(exclude=["name", "phone", "id_number_hash"])
class Worker(models.Model):
    """A person whom a bureau looks after; exists before and after any request.

    Names and phone numbers are sealed, the ID number is a keyed hash. ``needs`` says what the person needs on
    the way: ``{"wheelchair": true, "companion": true, ...}``; ``wishes`` what work it wants
    (:class:`scheduler.people.wishes.Wishes`). Whoever is in training can leave when that ends. Consents are null
    until the person was asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bureau = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="workers")
    name = SealedText()
    phone = SealedText(blank=True, default="")
    id_number_hash = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001 - unique where known
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=10, choices=Sex.choices, blank=True, default="")
    town = models.CharField(max_length=100, blank=True, default="")
    registered_poor = models.BooleanField(default=False)
    needs = models.JSONField(default=dict, blank=True)
    skills = models.JSONField(default=list, blank=True)
    wishes = models.JSONField(default=dict, blank=True)
    training_until = models.DateTimeField(null=True, blank=True)
    consent_employer = models.BooleanField(null=True, help_text="data may be given to an employer")
    consent_messages = models.BooleanField(null=True, help_text="messages and calls are welcome")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["bureau", "id_number_hash"],
                name="worker_once",
                violation_error_message=_("someone with this ID number is registered"),
            ),
            models.CheckConstraint(
                condition=Q(sex__in=["", *Sex.values]),
                name="worker_sex",
                violation_error_message=_("sex is female, male or empty"),
            ),
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__gte=1900, birth_year__lte=2200),
                name="worker_birth_year",
                violation_error_message=_("a year of birth lies between 1900 and 2200"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


@audited()
class DepartureRequest(CampaignRow):
    """A party that wants to travel: people who go together and are never split.

    ``size`` counts all of them, whether or not each is known as a member. They can leave home at ``ready_at``
    and must be at the gate by ``due_at``. Staying home costs ``unserved_cost``, once. Parties with the same
    ``together`` go to the same slot ("": the party stands alone). One that travels as part of another is
    ``joined_to`` that; one that was made of others, and ``split_at`` a moment, is over
    (:mod:`scheduler.people.unions`).
    """

    size = models.PositiveBigIntegerField()
    wheelchairs = models.PositiveBigIntegerField(default=0)
    ready_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    home = gis.PointField(
        geography=True, null=True, blank=True, spatial_index=False
    )  # places are looked for, not homes
    town = models.CharField(max_length=100, blank=True, default="")
    priority = models.PositiveSmallIntegerField(default=0)
    unserved_cost = models.FloatField()
    wishes = models.JSONField(default=dict, blank=True)
    together = models.CharField(max_length=100, blank=True, default="")
    joined_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    split_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=RequestState.choices, default=RequestState.SUBMITTED)

    class Meta(CampaignRow.Meta):
        abstract = False
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *CampaignRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(size__gte=1, wheelchairs__lte=F("size")),
                name="departurerequest_size",
                violation_error_message=_("a party has at least one person, and not more wheelchairs than people"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=RequestState.values),
                name="departurerequest_state",
                violation_error_message=_("this is no state of a departure request"),
            ),
            models.CheckConstraint(
                condition=Q(joined_to__isnull=True) | Q(state=RequestState.JOINED),
                name="departurerequest_joined",
                violation_error_message=_("only a joined request is part of another one"),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["campaign", "state", "position"], name="departurerequest_by_state"),
            models.Index(fields=["campaign", "together"], name="departurerequest_together", condition=~Q(together="")),
        ]
        triggers = (
            transitions_trigger("request_transitions", all_transitions()),
            beginnings_trigger("request_begins", "a departure request", BEGINNINGS),
        )


class RequestMove(models.Model):
    """A step of a departure request from one state to another: when, by whom (null: the system or a link) and why.

    ``at`` is when it happened, ``noted_at`` when it came to be known here: a driver ticks where there is no network.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey(DepartureRequest, on_delete=models.CASCADE, related_name="moves")
    from_state = models.CharField(max_length=20, choices=RequestState.choices)
    to_state = models.CharField(max_length=20, choices=RequestState.choices)
    at = models.DateTimeField()
    noted_at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["request", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(from_state__in=RequestState.values, to_state__in=RequestState.values)
                & ~Q(from_state=F("to_state")),
                name="requestmove_states",
            ),
        ]
        triggers = (pgtrigger.Protect(name="request_move_stays", operation=pgtrigger.Update),)

    def __str__(self) -> str:
        return f"{self.request_id}: {self.from_state} to {self.to_state}"


@audited()
class Member(models.Model):
    """A worker of a party; ``joined_from`` is the request with which they came to it (null: this one)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey(DepartureRequest, on_delete=models.CASCADE, related_name="members")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="memberships")
    joined_from = models.ForeignKey(
        DepartureRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="lent_members"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["request", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request", "worker"], name="member_once"),
            models.UniqueConstraint(
                fields=["campaign", "worker"],
                name="member_of_one_party",
                violation_error_message=_("a worker travels with one party of a campaign"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} of {self.request_id}"


class BoardingOption(models.Model):
    """A place where a party can be picked up, ``access_s`` from its home; ``found``: by the search, not by hand."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey(DepartureRequest, on_delete=models.CASCADE, related_name="boarding_options")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    access_s = models.PositiveBigIntegerField()
    position = models.PositiveIntegerField()
    found = models.BooleanField(default=False)
    meta = models.JSONField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["request", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request", "place"], name="boardingoption_once")
        ]

    def __str__(self) -> str:
        return f"{self.place_id} in {self.access_s} s"


class Choice(models.Model):
    """A slot that a party may be placed in; ``cost`` is its dissatisfaction a person (0: as wished).

    One that the matching proposed says so, and why, in ``meta`` (:mod:`scheduler.matching.wording`).
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey(DepartureRequest, on_delete=models.CASCADE, related_name="choices")
    slot = models.ForeignKey(IntakeSlot, on_delete=models.PROTECT, related_name="choices")
    cost = models.FloatField()
    position = models.PositiveIntegerField()
    meta = models.JSONField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["request", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request", "slot"], name="choice_once")
        ]

    def __str__(self) -> str:
        return f"{self.slot_id} at {self.cost}"
