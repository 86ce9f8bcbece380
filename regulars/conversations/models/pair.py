from django.db import models
from django.db.models import F, Q

from regulars.conversations.models.conversation import Conversation


class Pair(models.Model):
    """Two conversations that one letter belongs to, because it was sent to two of our inboxes. The older one is the first."""

    first = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"#{self.first_id} and #{self.second_id}"
