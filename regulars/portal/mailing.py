"""Letters of the portal itself, in a brand's name: a code, or word that a file is ready."""

from __future__ import annotations

from email.utils import formataddr

from django.core.mail import EmailMessage

from regulars.channels.email.speaking import mailbox_of_brand
from regulars.team.models import Brand

# Told by a machine: no vacation answers it, and our own mailboxes know what it is if it comes back.
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def letter_to(address: str, *, brand: Brand, subject: str, text: str) -> EmailMessage:
    """A letter from the brand to one address, not sent yet."""
    mailbox = mailbox_of_brand(brand)
    sender = formataddr((brand.name, mailbox.address)) if mailbox else None
    return EmailMessage(" ".join(subject.split()), text, sender, [address], headers=HEADERS)
