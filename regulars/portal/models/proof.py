from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from regulars.customers.models import Identity

if TYPE_CHECKING:
    from regulars.customers.models import Customer


class Proof(models.Model):
    """That somebody has shown, by a code, that letters to this address reach them.

    Addresses of one circle were shown to be one person's by that person. That we take two customers for one, or write down an
    address that somebody once wrote from, joins no circles: it shows nobody what was not sent to them.
    """

    identity = models.OneToOneField(Identity, on_delete=models.CASCADE, related_name="proof")
    circle = models.BigIntegerField(db_index=True)  # the id of the identity that it began with
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.identity)


class Session(models.Model):
    """A browser in which a customer is signed in, by an address of theirs. It ends when the row goes, or the address."""

    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="sessions")
    key_hash = models.CharField(max_length=64, unique=True)  # SHA-256 of what the browser holds
    device = models.CharField(max_length=300, blank=True)  # what the browser says it is
    came_from = models.CharField(max_length=45, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)  # to the nearest ten minutes
    ends_at = models.DateTimeField()

    @property
    def customer(self) -> Customer:
        """Whose address it is now."""
        return self.proof.identity.customer

    @property
    def address(self) -> str:
        return self.proof.identity.value
