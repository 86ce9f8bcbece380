"""What is kept so that a view's count is a sum of few rows. Written by `counting.py` alone; foreign keys would do more harm
than good: what is gone must be counted down before it is forgotten."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

EVERYBODY = 0  # as an agent: the view is the same for all who see it


class Changed(models.Model):
    """Something that views may ask about has changed, and the counts have not followed yet. Written by the database's triggers."""

    class Kind(models.TextChoices):
        CONVERSATION = "conversation"
        CUSTOMER = "customer"
        COMPANY = "company"
        TEAM = "team"

    kind = models.CharField(max_length=16, choices=Kind)
    number = models.BigIntegerField()


class ViewMember(models.Model):
    """That a conversation was counted in a view; for an agent, where the view asks who “me” is."""

    pk = models.CompositePrimaryKey("conversation", "view", "agent", "inbox")
    conversation = models.BigIntegerField()
    view = models.IntegerField()
    agent = models.BigIntegerField(default=EVERYBODY)
    inbox = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["view", "agent", "conversation"], name="member_of_view")]


class ViewCount(models.Model):
    """How many conversations of an inbox stand in a view: what somebody may see is the sum over their inboxes."""

    pk = models.CompositePrimaryKey("view", "agent", "inbox")
    view = models.IntegerField()
    agent = models.BigIntegerField(default=EVERYBODY)
    inbox = models.BigIntegerField()
    number = models.IntegerField()


class Tally(models.Model):
    """That a view has been counted, when, and by which edition of its conditions."""

    pk = models.CompositePrimaryKey("view", "agent")
    view = models.IntegerField()
    agent = models.BigIntegerField(default=EVERYBODY)
    edition = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(null=True)  # null: it could not be, it asks about too much
    asked_at = models.DateTimeField(default=timezone.now)  # somebody wanted to know it anew
    tried_at = models.DateTimeField(null=True)
