from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.knowledge.models.category import Category
from regulars.knowledge.models.help_centre import HelpCentre
from regulars.knowledge.models.readable import Readable, Reader, Visibility
from regulars.team.models import Agent

if TYPE_CHECKING:
    from regulars.knowledge.models.translation import Translation

__all__ = ["Article", "Articles", "Reader", "Redirect", "Visibility"]


class Articles(Readable):
    for_some = Q(visibility=Visibility.SEGMENT, retired_at=None)

    def visible_to(self, reader: Reader) -> Articles:
        """Permission is the query: what this reader may read, in whatever language it is published.

        Who works here reads all of it, also in a centre that is not open yet.
        """
        from regulars.knowledge.models.translation import Translation

        published = Translation.objects.filter(article=OuterRef("pk"), state=Translation.State.PUBLISHED)
        return self.permitted_to(reader).filter(Exists(published), retired_at=None)


class Article(models.Model):
    """Something that we know, in as many languages as it has been written in. It is shown where one of them is published."""

    Visibility = Visibility

    centre = models.ForeignKey(HelpCentre, on_delete=models.CASCADE, related_name="articles", db_index=False)
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="articles", db_index=False
    )
    position = models.PositiveIntegerField(default=0)  # in its category
    visibility = models.CharField(_("who reads it"), max_length=16, choices=Visibility, default=Visibility.PUBLIC)
    segment = models.JSONField(default=dict, blank=True)  # which customers, as conditions: see customers.fields
    owner = models.ForeignKey(
        Agent, verbose_name=_("looked after by"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)
    labels = ArrayField(models.CharField(max_length=64), default=list, blank=True)  # other words that people look for
    is_promoted = models.BooleanField(_("shown on the front page"), default=False)
    retired_at = models.DateTimeField(null=True, blank=True)  # nobody reads it any more; it may come back
    external_id = models.CharField(max_length=200, null=True, blank=True)  # where it was imported from
    made_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = Articles.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["centre", "external_id"], name="article_imported_once")]
        indexes = [
            models.Index(fields=["centre", "category", "position"], name="article_on_shelf"),
            models.Index(fields=["category"], name="article_of_category"),
            models.Index(F("review_on"), condition=Q(review_on__isnull=False, retired_at=None), name="article_review"),
            models.Index(fields=["id"], condition=Q(visibility="segment", retired_at=None), name="article_for_segment"),
        ]

    def __str__(self) -> str:
        original = self.original
        return original.shown_title if original else f"#{self.pk}"

    @property
    def original(self) -> Translation | None:
        """Its words in the centre's first language, or else those that were written first."""
        several = sorted(self.translations.all(), key=lambda each: (each.language != self.centre.language, each.pk))
        return several[0] if several else None

    def in_language(self, language: str) -> Translation | None:
        """Its words in this language, if it was written in it."""
        return next((each for each in self.translations.all() if each.language == language), None)


class Redirect(models.Model):
    """An address that an article once had, which leads on to it."""

    centre = models.ForeignKey(HelpCentre, on_delete=models.CASCADE, related_name="redirects", db_index=False)
    language = models.CharField(max_length=16)
    slug = models.CharField(max_length=120)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="redirects")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["centre", "language", "slug"], name="redirect_once")]
