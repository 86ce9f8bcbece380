from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models.conversation import Conversation
from regulars.team.models import Calendar


class Promise(models.Model):
    """How soon we answer and settle, for the conversations that its conditions hold for. The first one that holds counts."""

    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("in force"), default=True)
    conditions = models.JSONField(default=dict)  # see lib.conditions; {} holds for all
    first_reply = models.PositiveIntegerField(_("first reply"), null=True, blank=True)  # minutes
    next_reply = models.PositiveIntegerField(_("next reply"), null=True, blank=True)  # minutes
    resolution = models.PositiveIntegerField(_("resolution"), null=True, blank=True)  # minutes, while they wait for us
    warns = models.PositiveIntegerField(_("warn before"), default=30)  # minutes of open time
    is_around_the_clock = models.BooleanField(_("around the clock"), default=False)
    calendar = models.ForeignKey(
        Calendar, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # else the team's, else the house's
    is_told = models.BooleanField(
        _("customers are told"), default=False
    )  # in the acknowledgement; then it is not made worse
    made_at = models.DateTimeField(default=timezone.now)  # what waited before is not late already
    applied_to = models.BigIntegerField(null=True)  # open conversations up to this id have it; null: all
    withdrawn_at = models.DateTimeField(null=True)  # kept, as clocks run on in its name

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="promise_name_once",
                condition=Q(withdrawn_at=None),
                violation_error_message=_("Another promise has this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Clock(models.Model):
    """That we promised something in a conversation, until when, and what came of it. One of a kind runs at a time."""

    class Kind(models.TextChoices):
        FIRST_REPLY = "first_reply", _("first reply")
        NEXT_REPLY = "next_reply", _("next reply")
        RESOLUTION = "resolution", _("resolution")

    class Outcome(models.TextChoices):
        KEPT = "kept", _("kept")
        BROKEN = "broken", _("broken")
        DROPPED = "dropped", _("dropped")  # nobody waited any more

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="clocks", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind)
    promise = models.ForeignKey(Promise, null=True, on_delete=models.SET_NULL, related_name="clocks")
    target = models.PositiveIntegerField()  # minutes of open time
    is_told = models.BooleanField(default=False)  # the customer was told: it is not made worse
    started_at = models.DateTimeField()
    spent = models.DurationField()  # open time up to `running_since`
    running_since = models.DateTimeField(null=True)  # null: it stands still, as they do not wait for us
    due_at = models.DateTimeField(null=True)  # null while it stands still
    next_at = models.DateTimeField(null=True)  # when to look again: to warn, or to say that it is broken
    warned_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "kind"], name="clock_once", condition=Q(ended_at=None))
        ]
        indexes = [
            models.Index(fields=["next_at"], name="clock_next", condition=Q(next_at__isnull=False)),
            models.Index(fields=["ended_at", "kind"], name="clock_ended", condition=Q(ended_at__isnull=False)),
            models.Index(fields=["conversation", "id"], name="clock_of"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of #{self.conversation_id}"
