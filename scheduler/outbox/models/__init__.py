"""What must happen after a commit: jobs for the queue, messages for people, and where programs want theirs."""

from scheduler.outbox.models.endpoints import WebhookEndpoint
from scheduler.outbox.models.jobs import OutboxMessage
from scheduler.outbox.models.messages import Channel, Delivery, Message, MessageState, Outcome, RecipientKind, Trouble

__all__ = [
    "Channel",
    "Delivery",
    "Message",
    "MessageState",
    "OutboxMessage",
    "Outcome",
    "RecipientKind",
    "Trouble",
    "WebhookEndpoint",
]
