from __future__ import annotations

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.knowledge.models.article import Article, Reader
from regulars.knowledge.models.help_centre import HelpCentre
from regulars.team.models import Agent


class Translations(models.QuerySet["Translation"]):
    def visible_to(self, reader: Reader) -> Translations:
        """Permission is the query: what this reader may read, as it was published."""
        articles = Article.objects.permitted_to(reader).filter(retired_at=None)
        return self.filter(state=Translation.State.PUBLISHED, article__in=articles)

    def with_original(self) -> Translations:
        """Each with `original_version`, the newest one of the centre's first language: more than it follows is stale."""
        first = Translation.objects.filter(article=OuterRef("article"), language=OuterRef("centre__languages__0"))
        return self.annotate(original_version=Subquery(first.values("version")))

    def stale(self) -> Translations:
        """Published, and not written after the newest version of the centre's first language."""
        found = self.with_original().filter(state=Translation.State.PUBLISHED, original_version__gt=F("follows"))
        return found.exclude(language=F("centre__languages__0"))


class Translation(models.Model):
    """The words of an article in one language: as readers see them, and the draft of what they will see next."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="translations", db_index=False)
    centre = models.ForeignKey(
        HelpCentre, on_delete=models.CASCADE, related_name="translations", db_index=False
    )  # its article's, so that no two have one address
    language = models.CharField(max_length=16)
    slug = models.CharField(max_length=120)  # its address, draft or not
    has_own_slug = models.BooleanField(default=False)  # somebody chose it: it does not follow the title of a draft
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)

    title = models.CharField(max_length=200, blank=True)  # these three are what readers see, or saw last
    html = models.TextField(blank=True)  # sanitised, with ids at its headings
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)  # how often it was published
    follows = models.PositiveIntegerField(default=0)  # which version of the centre's first language it was made from
    published_at = models.DateTimeField(null=True, blank=True)  # as it is now: “updated on”
    first_published_at = models.DateTimeField(null=True, blank=True)

    draft_title = models.CharField(max_length=200, blank=True)  # what the editor shows; the same when nothing is new
    draft_html = models.TextField(blank=True)
    draft_follows = models.PositiveIntegerField(default=0)
    is_changed = models.BooleanField(default=True)  # the draft is not what readers see
    edited_at = models.DateTimeField(default=timezone.now)
    edited_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    publish_at = models.DateTimeField(null=True, blank=True)  # when the draft is published by itself
    publish_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    objects = Translations.as_manager()

    class Meta:
        ordering = ["article", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "language"], name="translated_once"),
            models.UniqueConstraint(fields=["centre", "language", "slug"], name="article_slug_once"),
        ]
        indexes = [
            models.Index(fields=["publish_at"], condition=Q(publish_at__isnull=False), name="article_publish_at"),
            models.Index("centre", F("published_at").desc(), condition=Q(state="published"), name="article_newest"),
        ]

    def __str__(self) -> str:
        return self.shown_title

    @property
    def shown_title(self) -> str:
        """Its title as whoever writes sees it."""
        return self.draft_title or self.title

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def draft_version(self) -> str:
        """Another word each time that the draft is kept."""
        return self.edited_at.isoformat()


class Version(models.Model):
    """What readers saw of a translation from a moment on."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    html = models.TextField(blank=True)
    restored = models.PositiveIntegerField(null=True)  # the version that came back with it
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["translation", "number"], name="version_once")]
