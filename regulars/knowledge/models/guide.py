from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.knowledge.models.article import Article
from regulars.knowledge.models.category import Category
from regulars.knowledge.models.help_centre import HelpCentre
from regulars.knowledge.models.readable import Readable, Reader, Visibility
from regulars.team.models import Agent

if TYPE_CHECKING:
    from django.db.models import Manager


class Guides(Readable):
    def visible_to(self, reader: Reader) -> Guides:
        """Permission is the query: what this reader may follow, as it was published."""
        return self.permitted_to(reader).filter(is_published=True)


class Guide(models.Model):
    """Steps that lead somebody to what is wrong: questions and what to try, until it is solved, or we are asked.

    Its steps are the draft; readers follow `plan`, which is what they were when somebody published.
    """

    steps: Manager[GuideStep]

    centre = models.ForeignKey(HelpCentre, on_delete=models.CASCADE, related_name="guides", db_index=False)
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.SET_NULL, related_name="guides")
    language = models.CharField(_("language"), max_length=16)
    original = models.ForeignKey(
        "self",
        verbose_name=_("the same as"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="translations",
    )  # in another language; an original has none itself
    slug = models.CharField(max_length=120)  # in its address, for good
    title = models.CharField(_("title"), max_length=200)
    intro = models.CharField(_("introduction"), max_length=500, blank=True)
    visibility = models.CharField(_("who reads it"), max_length=16, choices=Visibility, default=Visibility.PUBLIC)
    segment = models.JSONField(default=dict, blank=True)  # which customers, as conditions: see customers.fields
    is_published = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)  # that was published last
    plan = models.JSONField(default=dict)  # what readers follow: see guiding.Plan
    published_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = Guides.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "language", "slug"], name="guide_slug_once"),
            models.UniqueConstraint(fields=["original", "language"], name="guide_translated_once"),
        ]

    def __str__(self) -> str:
        return self.title


class GuideVersion(models.Model):
    """A guide as readers could follow it once."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    plan = models.JSONField()
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["guide", "number"], name="guide_version_once")]


class GuideStep(models.Model):
    """What somebody is asked, is to do, or has come to. The first one is where a guide begins."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("A question")
        INSTRUCTION = "instruction", _("Something to do")
        OUTCOME = "outcome", _("An end")

    class Outcome(models.TextChoices):
        SOLVED = "solved", _("It is solved")
        ARTICLE = "article", _("An article says more")
        ASK = "ask", _("Ask us, with what was tried")

    options: Manager[GuideOption]

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="steps", db_index=False)
    key = models.CharField(max_length=120)  # in its address
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.QUESTION)
    title = models.CharField(_("what it says"), max_length=200)
    html = models.TextField(blank=True)  # safe
    outcome = models.CharField(_("what comes then"), max_length=16, choices=Outcome, blank=True)
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    subject = models.CharField(_("subject of the request"), max_length=200, blank=True)
    topic = models.CharField(_("topic of the request"), max_length=80, blank=True)  # by its name, if the form offers it

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["guide", "key"], name="guide_step_key_once")]

    def __str__(self) -> str:
        return self.title


class GuideOption(models.Model):
    """An answer to a step, and where it leads."""

    step = models.ForeignKey(GuideStep, on_delete=models.CASCADE, related_name="options", db_index=False)
    position = models.PositiveIntegerField()
    words = models.CharField(max_length=120)
    leads_to = models.ForeignKey(GuideStep, null=True, on_delete=models.SET_NULL, related_name="reached_by")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["step", "position"], name="guide_option_once")]


class GuideRun(models.Model):
    """Somebody followed a guide: by which steps, and whether they came to an end. Not who it was."""

    class Reader(models.TextChoices):
        VISITOR = "visitor", _("a visitor")
        CUSTOMER = "customer", _("a customer")
        AGENT = "agent", _("an agent")

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="runs", db_index=False)
    key = models.CharField(max_length=32, unique=True)  # in its addresses, and unguessable
    version = models.PositiveIntegerField()
    reader = models.CharField(max_length=16, choices=Reader)
    path = ArrayField(models.CharField(max_length=120), default=list)  # keys of the steps, in turn
    outcome = models.CharField(max_length=16, choices=GuideStep.Outcome, blank=True)  # none while they are under way
    begun_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-begun_at", "-pk"]
        indexes = [models.Index(fields=["guide", "begun_at"], name="guide_run_of")]
