from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from regulars.conversations.models import Conversation, Message
from regulars.portal.models import Code, Proof
from regulars.rewards.models import Reward


class Showing(models.Model):
    """That somebody in a chat shows who they are, by a code that is mailed: for what, by which address, and until when it holds.

    It holds in this conversation alone, and for the visitor who asked (conversations are merged). A `reward` waits for a code of its own, with the price in `points` that they were told.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    visitor = models.CharField(max_length=320, blank=True)  # the address of ours that they write from
    wish = models.CharField(max_length=16, blank=True)  # what waits for the code, of Wish
    reward = models.ForeignKey(Reward, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    points = models.BigIntegerField(null=True)
    address = models.CharField(max_length=320, blank=True)
    codes = models.PositiveSmallIntegerField(default=0)  # that were asked for here
    code = models.ForeignKey(Code, null=True, on_delete=models.SET_NULL, related_name="+")
    proof = models.ForeignKey(Proof, null=True, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "visitor"], name="showing_once")]

    def holds(self, now: datetime | None = None) -> bool:
        """Whether they have shown it, and not long ago."""
        return self.proof_id is not None and self.until is not None and self.until > (now or timezone.now())

    @classmethod
    def to(cls, asked: Message) -> QuerySet[Showing]:
        """That of whoever has asked this, and of nobody else whose chat has come to stand in the same conversation."""
        return cls.objects.filter(conversation=asked.conversation_id, visitor=asked.author_address)

    @classmethod
    def of(cls, asked: Message) -> Showing:
        """A new one, which `to` finds again."""
        return cls(conversation_id=asked.conversation_id, visitor=asked.author_address)
