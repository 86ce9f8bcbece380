from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.lib.languages import base_of
from regulars.team.models import Agent, Team


class Snippets(models.QuerySet["Snippet"]):
    def visible_to(self, agent: Agent) -> Snippets:
        """Their own, those of their teams, and everybody's."""
        theirs = Q(agent=agent) | Q(team__in=Team.objects.filter(members=agent)) | Q(agent=None, team=None)
        return self.filter(theirs)


class Snippet(models.Model):
    """A short text that agents put into what they write, by its name. For one agent, for a team, or for everybody."""

    name = models.CharField(_("name"), max_length=64)
    folder = models.CharField(_("folder"), max_length=120, blank=True)  # "Shipping/Norway"
    agent = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    texts = models.JSONField(
        default=dict
    )  # HTML with its places, by language: {"": "<p>Hello</p>", "de": "<p>Hallo</p>"}
    used_count = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = Snippets.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(agent=None) | Q(team=None), name="snippet_for_one_circle")]

    def __str__(self) -> str:
        return self.name

    def text_in(self, language: str) -> str:
        """In this language ("pt-BR", else "pt"), or else the one for all."""
        return self.texts.get(language) or self.texts.get(base_of(language)) or self.texts.get("", "")
