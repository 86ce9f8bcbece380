from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.customers.models.customer import Customer
from regulars.team.models import Agent


class CustomerMerge(models.Model):
    """That a customer goes on as another one. Gone when it is undone."""

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="merge")
    into = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+", db_index=False)
    filled = models.JSONField(default=dict)  # {"language": {"before": "", "after": "fr"}}: what the survivor gained
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)


class Moved(models.Model):
    """That a row of any table came along with a customer who was merged: whose it is at home.

    Written at the row's first move alone, so that it finds home through any chain of merges, undone in any order.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+", db_index=False)
    noun = models.CharField(max_length=64)  # "conversations.conversation.customer": the foreign key that was moved
    row = models.BigIntegerField()
    was_primary = models.BooleanField(default=False)  # an identity that was the first of its kind at home

    class Meta:
        constraints = [models.UniqueConstraint(fields=["noun", "row"], name="moved_once")]
        indexes = [models.Index(fields=["customer", "noun"], name="moved_of_customer")]
