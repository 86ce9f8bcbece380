from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.team.models.agent import Agent


class TableRun(models.Model):
    """A table that somebody brings in, and that is taken bit by bit (`regulars.team.table_runs`). Its bytes are gone when it is done."""

    name = models.CharField(max_length=200)  # of the file
    sha256 = models.CharField(max_length=64, blank=True)
    agent = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    columns = models.JSONField(default=list)  # the first line as it stood there
    total = models.PositiveIntegerField(default=0)  # lines
    place = models.PositiveIntegerField(default=0)  # lines seen to
    taken = models.PositiveIntegerField(default=0)  # of what the lines tell
    refused = models.PositiveIntegerField(default=0)  # lines
    is_stopped = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    worked_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]


class RefusedCells(models.Model):
    """A line that was not taken, and why: to be mended and taken in again. `source` is its run."""

    number = models.PositiveIntegerField()  # in the file, the first being 1
    field = models.CharField(max_length=64)
    reason = models.CharField(max_length=500)
    cells = models.JSONField(default=list)

    class Meta:
        abstract = True
        ordering = ["number"]
