"""What conditions may ask of a customer about the conversations with them: segments, views and rules have it by the table of customers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Conversation
from regulars.lib.conditions import Field, table


def _theirs(prefix: str) -> QuerySet[Conversation]:
    """Merged ones go on as others, and asides are with somebody else."""
    return Conversation.objects.filter(customer=OuterRef(f"{prefix}pk"), merged_into=None, side_of=None).order_by()


def _of_all(said: Any) -> Callable[[str], Subquery]:
    return lambda prefix: Subquery(_theirs(prefix).values("customer").annotate(said=said).values("said"))


def _count(prefix: str) -> Any:
    return Coalesce(_of_all(Count("pk"))(prefix), Value(0))


CONVERSED_FIELDS = table(
    Field("conversations", _("number of conversations"), "number", _count),
    Field("last conversation", _("last word in a conversation"), "moment", _of_all(Max("last_activity_at"))),
    Field("has open conversation", _("has an open conversation"), "boolean", lambda prefix: Exists(_theirs(prefix).open())),
    Field("waits for answer", _("waits for our answer"), "boolean", lambda prefix: Exists(_theirs(prefix).filter(waiting_since__isnull=False))),
)  # fmt: skip
