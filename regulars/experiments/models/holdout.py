from __future__ import annotations

import secrets

from django.db import models
from django.utils import timezone


def new_salt() -> str:
    return secrets.token_hex(8)


class Holdout(models.Model):
    """From when until when how many customers were left out of whatever we do of our own accord. The house has one at a time, or none.

    Whose lot it is, the salt and a customer's number say: a larger share keeps all who are held, a smaller one lets some of them go.
    """

    salt = models.CharField(max_length=32, default=new_salt)
    share = models.PositiveSmallIntegerField()  # of 10 000 customers
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["ended_at"], nulls_distinct=False, name="holdout_one_at_a_time")]

    def __str__(self) -> str:
        return f"{self.per_cent:g} %"

    @property
    def per_cent(self) -> float:
        return self.share / 100
