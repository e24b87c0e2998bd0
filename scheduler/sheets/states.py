"""The states of uploads and their rows, and the only ways from one to another."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class UploadKind(models.TextChoices):
    """What the rows of a sheet are."""

    DEPARTURES = "departures"
    NAME_LIST = "name_list"
    SLOTS = "slots"
    FLEETS = "fleets"
    SERVICES = "services"


class UploadState(models.TextChoices):
    """Where an upload stands; it is queued for its reading, and again each time that rows are taken in."""

    QUEUED = "queued", _("Queued")
    WORKING = "working", _("Working")
    READY = "ready", _("Ready")
    TAKEN = "taken", _("Taken")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Dropped")


class Task(models.TextChoices):
    """What a queued upload waits for."""

    READ = "read"
    TAKE_IN = "take_in"


class RowState(models.TextChoices):
    """What can become of a row."""

    VALID = "valid"
    FAULTY = "faulty"
    TAKEN = "taken"


TRANSITIONS = (
    (UploadState.QUEUED, UploadState.WORKING),
    (UploadState.QUEUED, UploadState.DROPPED),
    (UploadState.WORKING, UploadState.QUEUED),
    (UploadState.WORKING, UploadState.READY),
    (UploadState.WORKING, UploadState.TAKEN),
    (UploadState.WORKING, UploadState.FAILED),
    (UploadState.READY, UploadState.QUEUED),
    (UploadState.READY, UploadState.DROPPED),
    (UploadState.FAILED, UploadState.DROPPED),
)
