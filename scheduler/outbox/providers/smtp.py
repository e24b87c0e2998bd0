"""E-mail by SMTP, with Django's own mailer. The message's key makes its Message-ID."""

from __future__ import annotations

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from scheduler.outbox.models import Trouble
from scheduler.outbox.providers import NotSent, Parcel, Provider


def _send(parcel: Parcel) -> None:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    name = parcel.key.replace("/", ".")
    mail = EmailMessage(
        subject=parcel.subject,
        body=parcel.text,
        to=[parcel.address],
        headers={"Message-ID": f"<{name}@{domain}>", "Content-Language": parcel.language},
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused:
        raise NotSent(Trouble.REFUSED, final=True) from None
    except (smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected, TimeoutError, ConnectionError):
        raise NotSent(Trouble.AWAY) from None
    except (smtplib.SMTPException, OSError):
        raise NotSent(Trouble.FAILED) from None


PROVIDER = Provider(name="smtp", send=_send, deduplicates=False)
