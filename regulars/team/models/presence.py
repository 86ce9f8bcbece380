from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.team.models.agent import Agent


class Presence(models.Model):
    """Whether an agent is at the desk. Whoever was never seen there has none, and is offline."""

    class State(models.TextChoices):
        ONLINE = "online", _("Online")
        AWAY = "away", _("Away")
        OFFLINE = "offline", _("Offline")

    agent = models.OneToOneField(Agent, primary_key=True, on_delete=models.CASCADE, related_name="presence")
    state = models.CharField(max_length=8, choices=State, default=State.ONLINE)
    is_chosen = models.BooleanField(default=False)  # by hand: opening the desk does not change it
    since = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)  # since when not online
    seen_at = models.DateTimeField(default=timezone.now)  # a page of theirs was open then
    given_at = models.DateTimeField(null=True)  # when a queue gave them something last: turns go by it
