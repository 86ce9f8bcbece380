"""What agents are told while they look at something else, and the ways by which each wants to hear it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Conversation
from regulars.lib.sealed import SealedField
from regulars.notifications.reasons import Reason, usual_ways
from regulars.team.models import Agent


class Notification(models.Model):
    """One matter of which an agent should know. What follows for the same reason, before they look, is counted in it."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="notifications", db_index=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=16, choices=Reason)
    by = models.CharField(max_length=200, blank=True)  # who did it last: see Actor
    count = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(default=timezone.now)  # of the newest
    is_in_desk = models.BooleanField(default=True)  # else it only rings, or is mailed
    seen_at = models.DateTimeField(null=True)
    push_at = models.DateTimeField(null=True)  # when it goes to their devices, unless they look before
    mail_at = models.DateTimeField(null=True)  # when it goes into a mail, unless they look before

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agent", "conversation", "reason"], condition=models.Q(seen_at=None), name="notification_once"
            )
        ]
        indexes = [
            models.Index(fields=["agent", "-at", "-id"], name="notification_newest"),
            models.Index(fields=["at"], name="notification_oldest"),
            models.Index(fields=["push_at"], condition=models.Q(push_at__isnull=False), name="notification_push"),
            models.Index(fields=["mail_at"], condition=models.Q(mail_at__isnull=False), name="notification_mail"),
        ]

    @property
    def is_seen(self) -> bool:
        return self.seen_at is not None


class Wishes(models.Model):
    """How an agent wants to be told. Without a row, and for a reason that it does not name, the usual ways."""

    class Digest(models.IntegerChoices):
        SOON = 5, _("5 minutes")
        USUAL = 15, _("15 minutes")
        HOURLY = 60, _("an hour")
        SELDOM = 240, _("four hours")

    agent = models.OneToOneField(Agent, primary_key=True, on_delete=models.CASCADE, related_name="wishes")
    ways = models.JSONField(default=dict)  # reason: list of ways
    quiet_from = models.TimeField(
        _("quiet from"), null=True, blank=True
    )  # in the agent's own zone; mail waits, devices are silent
    quiet_until = models.TimeField(_("until"), null=True, blank=True)
    mail_after = models.PositiveSmallIntegerField(
        _("what I have not seen comes by mail after"), choices=Digest, default=Digest.USUAL
    )  # minutes
    mailed_at = models.DateTimeField(null=True)
    pushed_at = models.DateTimeField(null=True)  # the last hour's pushes are counted from here
    pushes = models.PositiveSmallIntegerField(default=0)  # in that hour

    def ways_for(self, reason: str) -> frozenset[str]:
        return frozenset(self.ways.get(reason, usual_ways(reason)))

    def waits_until(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours that it falls into."""
        if self.quiet_from is None or self.quiet_until is None or self.quiet_from == self.quiet_until:
            return moment
        local = moment.astimezone(ZoneInfo(self.agent.time_zone or "UTC"))
        if not _is_between(local.time(), self.quiet_from, self.quiet_until):
            return moment
        end = local.replace(hour=self.quiet_until.hour, minute=self.quiet_until.minute, second=0, microsecond=0)
        return end if end > local else (end + timedelta(days=1))


class Device(models.Model):
    """A browser that takes pushes for an agent: where its maker's push service listens, and the keys to write to it."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="devices")
    endpoint = models.URLField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=60)
    name = models.CharField(max_length=200, blank=True)  # as its browser calls itself
    created_at = models.DateTimeField(default=timezone.now)


class PushKey(models.Model):
    """The key by which push services know this house. Made once: another one would end every device's subscription."""

    private = SealedField()  # PEM
    is_the_one = models.BooleanField(default=True, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(is_the_one=True), name="push_key_once")]


def _is_between(now: time, start: time, end: time) -> bool:
    return start <= now < end if start < end else now >= start or now < end
