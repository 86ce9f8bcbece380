from __future__ import annotations

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from regulars.team.models.agent import Agent


class Session(AbstractBaseSession):
    """A browser in which somebody is signed in, or signs in. It ends everywhere at once when the row is deleted."""

    agent = models.ForeignKey(Agent, null=True, on_delete=models.CASCADE, related_name="sessions")
    device = models.CharField(max_length=300, blank=True)  # what the browser says it is
    address = models.CharField(max_length=45, blank=True)  # where it signed in from
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)  # to the nearest ten minutes
