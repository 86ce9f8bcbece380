from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.channels.email.models.mailbox import Mailbox
from regulars.channels.email.models.reason import Reason
from regulars.conversations.models import Inbox


class RawLetter(models.Model):
    """A letter byte for byte as it came, kept once however often it came. Empty when it was deleted in all its arrivals."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()
    size = models.BigIntegerField()  # bytes


class InboundLetter(models.Model):
    """The ledger: each letter that reached a mailbox, and what became of it. Outlives the conversation.

    Written before the letter is understood, and before whoever brought it is told that we have it. The same bytes for the
    same mailbox are the same letter, whichever way they come.
    """

    class Source(models.TextChoices):
        SMTP = "smtp", _("SMTP")
        IMAP = "imap", _("IMAP")
        SENT = "sent", _("folder of sent letters")
        PROVIDER = "provider", _("mail provider")
        IMPORT = "import", _("import")

    class State(models.TextChoices):
        RECEIVED = "received", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("not understood")  # and yet in a conversation, with the original attached
        QUARANTINED = "quarantined", _("held")
        DELETED = "deleted", _("deleted")  # what it said is gone; that it came stays

    source = models.CharField(max_length=8, choices=Source)
    mailbox = models.ForeignKey(Mailbox, null=True, on_delete=models.SET_NULL, related_name="letters", db_index=False)
    folder = models.CharField(max_length=255, blank=True)
    uidvalidity = models.BigIntegerField(null=True)
    uid = models.BigIntegerField(null=True)
    envelope_from = models.CharField(max_length=998, blank=True)
    envelope_to = models.CharField(max_length=998, blank=True)  # the address it was handed to
    raw = models.ForeignKey(RawLetter, on_delete=models.PROTECT, related_name="arrivals", db_index=False)
    is_rebuilt = models.BooleanField(default=False)  # not the bytes that were sent, but made from what a provider told
    # Bytes, of a letter so large that only its headers were kept; 0 of one that its server does not give out.
    original_size = models.BigIntegerField(null=True)

    inbox = models.ForeignKey(
        Inbox, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )  # it went to
    external_id = models.CharField(max_length=998, blank=True)  # its Message-ID
    fingerprint = models.UUIDField(null=True)  # the same letter by another path has the same
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    reason = models.CharField(max_length=200, choices=Reason, blank=True)
    detail = models.CharField(max_length=500, blank=True)  # what speaks for the reason, in words
    verdicts = models.JSONField(null=True)  # what our own receiving server found out about the sender
    sender = models.CharField(max_length=320, blank=True)  # who wrote it, as we understood
    sender_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    is_released = models.BooleanField(default=False)  # somebody looked at it and let it in
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    error = models.TextField(blank=True)
    conversation_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "raw"], name="letter_once"),
            models.UniqueConstraint(fields=["mailbox", "folder", "uidvalidity", "uid"], name="letter_fetched_once"),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="letter_waiting", condition=Q(state="received")),
            models.Index(
                fields=["state", "-id"],
                name="letter_troubled",
                condition=Q(state__in=["failed", "quarantined", "deleted"]),
            ),
            models.Index(fields=["mailbox", "received_at"], name="letter_by_time"),
            models.Index(fields=["fingerprint"], name="letter_fingerprint", condition=Q(fingerprint__isnull=False)),
            models.Index(fields=["message_id"], name="letter_of_message", condition=Q(message_id__isnull=False)),
            models.Index(fields=["mailbox", "external_id"], name="letter_by_external_id", condition=~Q(external_id="")),
            models.Index(fields=["raw"], name="letter_of_raw"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"

    @property
    def is_withheld(self) -> bool:
        """The server named it, and gave no more than its headers."""
        return self.original_size == 0
