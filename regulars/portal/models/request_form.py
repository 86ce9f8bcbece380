from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Inbox, Topic
from regulars.customers.models import CustomField


class RequestForm(models.Model):
    """What a customer fills in to begin a conversation: where it arrives, what it may be about, and what we ask them."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=60, unique=True, blank=True)
    intro = models.CharField(_("introduction"), max_length=500, blank=True)
    inbox = models.ForeignKey(Inbox, verbose_name=_("inbox"), on_delete=models.PROTECT, related_name="+")
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="+")
    is_open = models.BooleanField(_("open"), default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """A field of conversations that a form asks for: always, or only when earlier answers fit a condition."""

    form = models.ForeignKey(RequestForm, on_delete=models.CASCADE, related_name="questions", db_index=False)
    field = models.ForeignKey(CustomField, on_delete=models.CASCADE, related_name="+")
    is_needed = models.BooleanField(default=False)
    only_if = models.JSONField(default=dict, blank=True)  # a condition over the topic and earlier answers; none: always
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["form", "field"], name="question_once")]

    def __str__(self) -> str:
        return str(self.field)
