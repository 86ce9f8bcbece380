from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.knowledge.models.article import Article
from regulars.knowledge.models.help_centre import HelpCentre


class Asked(models.Model):
    """What somebody searched for, how much was found, and what they opened."""

    class Reader(models.TextChoices):
        VISITOR = "visitor", _("a visitor")
        CUSTOMER = "customer", _("a customer")
        AGENT = "agent", _("an agent")

    centre = models.ForeignKey(HelpCentre, on_delete=models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=16)
    words = models.CharField(max_length=300)
    found = models.PositiveIntegerField()
    opened = models.ForeignKey(Article, null=True, on_delete=models.SET_NULL, related_name="+")
    reader = models.CharField(max_length=8, choices=Reader, default=Reader.VISITOR)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["centre", "-at"], name="asked_newest")]


class Synonyms(models.Model):
    """Words that mean the same to whoever searches."""

    centre = models.ForeignKey(HelpCentre, on_delete=models.CASCADE, related_name="synonyms")
    language = models.CharField(max_length=16)
    words = ArrayField(models.CharField(max_length=64))

    class Meta:
        ordering = ["language", "pk"]
        verbose_name_plural = "synonyms"
