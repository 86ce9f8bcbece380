from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.lib.question import Given
from regulars.team.models import Agent, Team


class Views(models.QuerySet["View"]):
    def visible_to(self, agent: Agent | Given) -> Views:
        """Everybody's, those of the teams of the agent, or the one whose id is given later, and their own."""
        everybodys, own = Q(agent=None, team=None), Q(agent=agent)
        return self.filter(everybodys | own | Q(team__in=Team.objects.filter(members=agent)))


class View(models.Model):
    """A list with a name: the conversations that its conditions hold for, in an order, with what a row shows."""

    class Sort(models.TextChoices):
        NEWEST = "newest", _("Newest activity first")
        WAITING = "waiting", _("Who waits longest first")
        DUE = "due", _("What is due first")
        PRIORITY = "priority", _("Highest priority first")
        CREATED = "created", _("Newest conversation first")

    class Look(models.TextChoices):
        LIST = "list", _("List")
        TABLE = "table", _("Table")

    class Column(models.TextChoices):
        SUBJECT = "subject", _("Subject")
        ASSIGNEE = "assignee", _("Assignee")
        TEAM = "team", _("Team")
        TOPIC = "topic", _("Topic")
        TAGS = "tags", _("Tags")
        INBOX = "inbox", _("Inbox")
        CHANNEL = "channel", _("Channel")
        CREATED = "created", _("Created")
        WAITING = "waiting", _("Waiting")
        PROMISE = "promise", _("Promise")

    name = models.CharField(_("name"), max_length=60)
    icon = models.CharField(_("sign"), max_length=16, default="filter")  # of the sprite
    agent = models.ForeignKey(
        Agent, null=True, blank=True, on_delete=models.CASCADE, related_name="views"
    )  # theirs alone
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.CASCADE, related_name="views"
    )  # neither: everybody's
    conditions = models.JSONField(default=dict)  # see lib.conditions; “me” is whoever looks
    time_zone = models.CharField(max_length=64, default="UTC")  # that its days are meant in
    sort = models.CharField(_("order"), max_length=16, choices=Sort, default=Sort.NEWEST)
    look = models.CharField(_("look"), max_length=8, choices=Look, default=Look.LIST)
    columns = ArrayField(models.CharField(max_length=16, choices=Column), default=list, blank=True)
    edition = models.PositiveIntegerField(
        default=1
    )  # of the conditions: what was counted by another one is counted anew
    position = models.PositiveIntegerField(default=0)  # for whoever has not ordered them otherwise
    made_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = Views.as_manager()

    class Meta:
        ordering = ["position", "name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(agent=None) | Q(team=None), name="view_for_one_kind"),
            models.UniqueConstraint(fields=["name", "agent", "team"], name="view_name_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def number(self) -> int:
        """As given views have one, too: theirs is below zero."""
        return self.pk

    @property
    def tree(self) -> Any:
        return self.conditions or {"all": []}


class Habits(models.Model):
    """How an agent likes their inbox. Whoever has none likes it as it comes."""

    class Density(models.TextChoices):
        COMFORTABLE = "comfortable", _("Comfortable")
        COMPACT = "compact", _("Compact")

    class Afterwards(models.TextChoices):
        STAY = "stay", _("Stay with it")
        NEXT = "next", _("Open the next one")
        LIST = "list", _("Back to the list")

    agent = models.OneToOneField(Agent, primary_key=True, on_delete=models.CASCADE, related_name="habits")
    density = models.CharField(max_length=16, choices=Density, default=Density.COMFORTABLE)
    afterwards = models.CharField(
        max_length=8, choices=Afterwards, default=Afterwards.STAY
    )  # after a reply, or when settled
    order = ArrayField(models.IntegerField(), default=list)  # the numbers of views as they put them; others follow
