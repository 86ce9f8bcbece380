"""Who is on the pages where our widgets stand, and what we say to them by ourselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

HERE = timedelta(seconds=50)  # a page says every twenty seconds that it is there
ANEW = timedelta(minutes=30)  # whoever comes after so long begins another visit
FEWEST_DAYS = 30


class Following(models.Model):
    """Whether a widget tells the team who is there, whom it asks before, and how long that is kept."""

    widget = models.OneToOneField("chat.Widget", primary_key=True, on_delete=models.CASCADE, related_name="following")
    is_on = models.BooleanField(_("show the team who is there"), default=False)
    needs_consent = models.BooleanField(_("strangers only with their consent"), default=True)
    days = models.PositiveIntegerField(_("days that visits are kept"), default=90)


class Visit(models.Model):
    """One stay on our pages: from the first page until nobody has been there for half an hour."""

    class Device(models.TextChoices):
        PHONE = "phone", pgettext_lazy("device", "phone")
        TABLET = "tablet", _("tablet")
        COMPUTER = "computer", _("computer")

    visitor = models.ForeignKey("chat.Visitor", on_delete=models.CASCADE, related_name="visits", db_index=False)
    number = models.PositiveIntegerField(default=1)  # which one of theirs it is
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    page = models.CharField(max_length=500, blank=True)  # the one they look at, or looked at last
    title = models.CharField(max_length=200, blank=True)
    page_at = models.DateTimeField(default=timezone.now)
    pages = models.JSONField(default=list)  # the last ones, oldest first: [{"page": …, "title": …, "at": …}]
    page_count = models.PositiveIntegerField(default=1)
    referrer = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=35, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    device = models.CharField(max_length=8, choices=Device, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visitor", "number"], name="visit_in_turn")]
        indexes = [models.Index(fields=["seen_at"], name="visit_seen")]

    @property
    def is_here(self) -> bool:
        return timezone.now() - self.seen_at < HERE


class Greeting(models.Model):
    """A few words that a page shows by itself, beside the button of the chat, to whom its conditions hold for."""

    class Kind(models.TextChoices):
        GREETING = "greeting", _("greeting: opens the chat")
        NEWS = "news", _("announcement: leads to a page")

    widget = models.ForeignKey(
        "chat.Widget", verbose_name=_("widget"), on_delete=models.CASCADE, related_name="greetings"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.GREETING)
    name = models.CharField(_("name"), max_length=80)
    text = models.CharField(_("text"), max_length=300)
    link = models.CharField(_("address"), max_length=500, blank=True)
    link_words = models.CharField(_("words of the button"), max_length=60, blank=True)
    conditions = models.JSONField(default=dict, blank=True)
    after = models.PositiveSmallIntegerField(_("seconds on the page"), default=10)
    again_after = models.PositiveSmallIntegerField(_("days until it may be shown again"), null=True, blank=True)
    begins_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    is_on = models.BooleanField(_("on"), default=True)
    seen = models.PositiveIntegerField(default=0)
    clicked = models.PositiveIntegerField(default=0)
    dismissed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Told(models.Model):
    """What became of a greeting with one visitor, on whichever of their devices. Others keep that in their browser alone."""

    greeting = models.ForeignKey(Greeting, on_delete=models.CASCADE, related_name="told", db_index=False)
    visitor = models.ForeignKey("chat.Visitor", on_delete=models.CASCADE, related_name="told")
    seen_at = models.DateTimeField(default=timezone.now)
    clicked_at = models.DateTimeField(null=True)
    dismissed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["greeting", "visitor"], name="told_once")]
        indexes = [models.Index(fields=["visitor"], name="told_answered", condition=Q(clicked_at__isnull=False))]

    def is_over(self, greeting: Greeting, *, now: datetime) -> bool:
        """Whether so many days are over that it may be shown again; what was dismissed stays away."""
        return (
            greeting.again_after is not None
            and not self.dismissed_at
            and (now - self.seen_at).days >= greeting.again_after
        )
