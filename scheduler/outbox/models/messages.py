"""Messages to people and to programs, and every try to deliver them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.crypto import SealedText
from scheduler.outbox.models.endpoints import WebhookEndpoint


class Channel(models.TextChoices):
    """By what a message goes."""

    SMS = "sms", _("Text message")
    EMAIL = "email", _("E-mail")
    WEBHOOK = "webhook", _("Webhook")


class RecipientKind(models.TextChoices):
    """Whom a message is for; ``recipient_id`` is a worker, a driver, or an organisation."""

    WORKER = "worker", _("Worker")
    STAFF = "staff", _("The bureau's staff")
    EMPLOYER = "employer", _("Employer")
    OPERATOR = "operator", _("Transport operator")
    DRIVER = "driver", _("Driver")


class MessageState(models.TextChoices):
    """Where a message stands. ``dead`` waits for somebody to mend the cause and send it again."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DEAD = "dead", _("Could not be sent")


class Trouble(models.TextChoices):
    """Why a try failed; the closed list behind what people are advised to do."""

    NONE = "", "none"
    NO_ADDRESS = "no_address", _("There is no number or address: enter it, then send again.")
    REFUSED = "refused", _("The provider refuses the number or address: correct it, then send again.")
    AWAY = "away", _("The provider or endpoint did not answer: see that it runs, then send again.")
    FAILED = "failed", _("The provider or endpoint answered with an error: see its log, then send again.")
    FORBIDDEN_ADDRESS = "forbidden_address", _("The endpoint lies in a private network: register a public address.")
    DISABLED = "disabled", _("The endpoint is disabled: enable it, then send again.")
    UNKNOWN = "unknown", _("It is not known whether it arrived: ask the recipient, then send again if need be.")


class Outcome(models.TextChoices):
    """What came of one try."""

    SENT = "sent", _("Sent")
    PUT_OFF = "put_off", _("To be tried again")
    GIVEN_UP = "given_up", _("Given up")


class Message(models.Model):
    """Something to tell one recipient by one channel, once: ``key`` says what, so that nobody is told it twice.

    Text and address are sealed. ``receiver`` is the organisation that it is for, which may look at it too; ``about``
    is the row that it speaks of. ``utc_offset_s`` is the recipient's clock, for quiet hours, which an ``urgent`` one
    does not keep. A try holds the message until ``lease_until``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    receiver = models.ForeignKey("organisations.Organisation", null=True, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey("campaigns.Campaign", null=True, on_delete=models.CASCADE, related_name="+")
    endpoint = models.ForeignKey(WebhookEndpoint, null=True, on_delete=models.CASCADE, related_name="messages")
    key = models.CharField(max_length=200, unique=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    recipient_kind = models.CharField(max_length=10, choices=RecipientKind.choices)
    recipient_id = models.UUIDField()
    template = models.CharField(max_length=40)
    about = models.UUIDField()
    language = models.CharField(max_length=10)
    address = SealedText(blank=True, default="")
    subject = SealedText(blank=True, default="")
    text = SealedText()
    urgent = models.BooleanField(default=False)
    utc_offset_s = models.IntegerField()
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    trouble = models.CharField(max_length=20, blank=True, default=Trouble.NONE)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    due_at = models.DateTimeField(default=clock.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_at"],
                name="message_due",
                condition=Q(state__in=[MessageState.WAITING, MessageState.SENDING]),
            ),
            models.Index(fields=["campaign", "state", "created_at"], name="message_by_state"),
            models.Index(fields=["endpoint", "created_at"], name="message_of_endpoint"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state"),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENT) ^ Q(sent_at__isnull=True), name="message_sent_has_time"
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENDING) ^ Q(lease_until__isnull=True), name="message_sending_has_lease"
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.WEBHOOK) ^ Q(endpoint__isnull=True), name="message_endpoint_of_webhooks"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} to {self.recipient_kind} {self.recipient_id}"


class Delivery(models.Model):
    """One try to deliver a message: by which provider, to the address that ends in what, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    at = models.DateTimeField(default=clock.now)
    attempt = models.PositiveIntegerField()
    provider = models.CharField(max_length=40)
    address_end = models.CharField(max_length=40, blank=True, default="")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    trouble = models.CharField(max_length=20, blank=True, default=Trouble.NONE)
    status = models.PositiveIntegerField(null=True, blank=True, help_text="the HTTP status of the answer")
    took_ms = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        verbose_name_plural = "deliveries"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="delivery_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id}, try {self.attempt}: {self.outcome}"
