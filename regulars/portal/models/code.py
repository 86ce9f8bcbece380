from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.portal.models.proof import Session
from regulars.team.models import Brand

CHAT = "chat "  # begins the place where somebody asks who is in a chat


class Code(models.Model):
    """A few digits that are mailed to an address, for the browser that asked for them.

    Where an address was asked for too often, one letter serves all who ask meanwhile: twice as many digits, `is_for_all`, of
    which each asker has a code that is one `of` it.

    What is kept of them is a keyed hash, written by whoever mails them: until then there are no digits at all.
    """

    address = models.CharField(max_length=320)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+", db_index=False)  # in whose name
    session = models.ForeignKey(
        Session, null=True, on_delete=models.CASCADE, related_name="+"
    )  # it adds the address to whoever is signed in there; none: it signs in
    is_for_all = models.BooleanField(default=False)
    of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=16, blank=True)
    asked_from = models.CharField(max_length=45, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    mail_at = models.DateTimeField(null=True, default=timezone.now)  # null: it has left, or never will
    attempts = models.PositiveSmallIntegerField(default=0)  # at mailing it
    digits_hash = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)  # at typing it
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["mail_at"], name="code_waiting", condition=Q(mail_at__isnull=False)),
            models.Index(fields=["address", "asked_at"], name="code_of_address"),
            models.Index(fields=["asked_at"], name="code_newest"),
        ]

    @property
    def is_for_chat(self) -> bool:
        """Typed there it shows who somebody is, and signs nobody in."""
        return self.asked_from.startswith(CHAT)
