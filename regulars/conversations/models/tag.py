from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Tag(models.Model):
    """A word that conversations may be tagged with. The conversations carry the word itself; this says what becomes of it."""

    class Colour(models.TextChoices):
        PLAIN = "", _("plain")
        RED = "red", _("red")
        AMBER = "amber", _("amber")
        GREEN = "green", _("green")
        BLUE = "blue", _("blue")
        BROWN = "brown", _("brown")

    name = models.CharField(_("name"), max_length=64, unique=True)
    colour = models.CharField(_("colour"), max_length=8, choices=Colour, default=Colour.PLAIN, blank=True)
    becomes = models.ForeignKey(
        "self", null=True, on_delete=models.CASCADE, related_name="former"
    )  # it was renamed, or merged into this one: whoever still says the old word gets the new one
    retired_at = models.DateTimeField(null=True)  # offered to nobody; where it is, it stays
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TagChange(models.Model):
    """That conversations with one word shall get another, or none. Done a few at a time; gone when no conversation is left."""

    old = models.CharField(max_length=64)
    new = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class TagRules(models.Model):
    """Who may make new tags. There is one row at most."""

    class Makers(models.TextChoices):
        EVERYBODY = "everybody", _("everybody")
        ADMINS = "admins", _("only those who may manage tags")

    makers = models.CharField(_("new tags are made by"), max_length=16, choices=Makers, default=Makers.EVERYBODY)

    class Meta:
        verbose_name_plural = "tag rules"
