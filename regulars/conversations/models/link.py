from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models.conversation import Conversation
from regulars.team.models import Agent


class Link(models.Model):
    """That two conversations have to do with each other. Read from the first: it is a duplicate of, or caused by, the second."""

    class Kind(models.TextChoices):
        RELATED = "related", _("related to")
        DUPLICATE = "duplicate", _("a duplicate of")
        CAUSE = "cause", _("caused by")

    first = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind)
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="link_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="link_of_two"),
        ]
        indexes = [models.Index(fields=["second"], name="link_of_second")]

    def __str__(self) -> str:
        return f"#{self.first_id} {self.get_kind_display()} #{self.second_id}"
