from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from regulars.team.models import Agent, Brand, Team


class Inboxes(models.QuerySet["Inbox"]):
    def visible_to(self, agent: Agent) -> Inboxes:
        """The inboxes this agent works in."""
        if not agent.is_active:
            return self.none()
        return self if agent.works_in is None else self.filter(pk__in=agent.works_in)


class Inbox(models.Model):
    """A place where conversations arrive. Channels lead into it."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="inboxes")

    reopen_days = models.PositiveSmallIntegerField(
        _("days for which a settled matter opens again"),
        default=30,
        help_text=_("A letter that comes later begins a new conversation, which follows the old one."),
    )

    team = models.ForeignKey(
        Team,
        verbose_name=_("team"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="inboxes",
        help_text=_("New conversations join its queue."),
    )

    assisted = ArrayField(
        models.CharField(max_length=16), default=list, blank=True
    )  # channels by which the assistant tries first; the assistant's settings say so

    objects = Inboxes.as_manager()

    class Meta:
        verbose_name_plural = "inboxes"

    def __str__(self) -> str:
        return self.name
