from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Change(models.Model):
    """Something we know of a customer is other than it was: whoever keeps what follows from it looks at them anew.

    Written by the database itself (migration 0003) and by `changes.changed`; taken by whoever heeds it. Several of one customer are one.
    """

    customer_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())
