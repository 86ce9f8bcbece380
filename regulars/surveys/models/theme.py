from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.lib.texts import one_line
from regulars.surveys.models.opinion import Opinion
from regulars.team.models import Agent


def called_by(comment: str) -> str:
    """What a theme is called by one of its comments, until somebody finds a better name."""
    return one_line(comment, limit=60)


class Theme(models.Model):
    """What several comments are about, and what we do about it."""

    class State(models.TextChoices):
        HEARD = "heard", _("heard")
        PLANNED = "planned", _("planned")
        DONE = "done", _("done")
        DECLINED = "declined", _("left as it is")

    name = models.CharField(_("name"), max_length=80)
    named_by = models.CharField(max_length=120, blank=True)  # "somebody", or a model; else it is called by one comment
    model = models.CharField(max_length=100)  # that its direction was made by
    direction = models.BinaryField()  # the middle of its comments, as float32; of several that became one, each one's
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.HEARD)
    task = models.TextField(_("what is to be done"), blank=True)
    owner = models.ForeignKey(
        Agent, verbose_name=_("who sees to it"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(_("until"), null=True, blank=True)
    news = models.TextField(blank=True)  # what we told those who had spoken of it
    told_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class Comment(models.Model):
    """Where what somebody wrote points to, and which theme that is nearest to."""

    opinion = models.OneToOneField(Opinion, primary_key=True, on_delete=models.CASCADE, related_name="meaning")
    theme = models.ForeignKey(Theme, null=True, on_delete=models.SET_NULL, related_name="comments")
    by_hand = models.BooleanField(default=False)  # somebody put it there
    nearness = models.FloatField(default=0)
    model = models.CharField(max_length=100)
    direction = models.BinaryField()
