from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.portal.models.proof import Proof
from regulars.team.models import Brand


class Export(models.Model):
    """Everything of a customer's, in one file that is made for them: asked for, made by the worker, gone after a week."""

    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="exports")
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=16, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    make_at = models.DateTimeField(null=True, default=timezone.now)  # null: it is made
    attempts = models.PositiveSmallIntegerField(default=0)
    packed = models.BinaryField(default=bytes)  # JSON in gzip
    size = models.BigIntegerField(default=0)  # bytes, unpacked
    ends_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["make_at"], name="export_waiting", condition=Q(make_at__isnull=False))]
