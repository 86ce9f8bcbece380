from __future__ import annotations

from datetime import time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.customers.models import Customer
from regulars.loyalty.models import Programme
from regulars.team.models import Brand


class Topic(models.Model):
    """What letters of our own accord may be about: customers want each, or not. Those of every house stand in `topics.py`."""

    word = models.CharField(max_length=32, primary_key=True)  # the purpose of a consent
    name = models.CharField(_("name"), max_length=80)
    about = models.CharField(_("what one gets"), max_length=200, blank=True)
    is_opt_in = models.BooleanField(
        _("only whoever asked for it"), default=True, help_text=_("Otherwise everybody, until they say no.")
    )
    is_withheld = models.BooleanField(
        _("withheld from the control group"),
        default=True,
        help_text=_("Those who are held out get none, so that the effect on the others can be told."),
    )
    is_essential = models.BooleanField(default=False)  # part of what somebody asked for: no consent, no quiet, no cap

    def __str__(self) -> str:
        return str(self.name)


class Manners(models.Model):
    """How often and when we write to customers of our own accord. One row."""

    quiet_from = models.TimeField(_("quiet from"), default=time(21))
    quiet_until = models.TimeField(
        _("quiet until"),
        default=time(8),
        help_text=_("By the clock of whoever gets the letter. The same twice: never quiet."),
    )
    most = models.PositiveSmallIntegerField(
        _("letters at most"), default=3, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    days = models.PositiveSmallIntegerField(
        _("within days"), default=7, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )
    imprint = models.TextField(
        _("imprint"),
        max_length=1000,
        blank=True,
        help_text=_("Who you are and where: many countries want it under each such letter."),
    )

    def __str__(self) -> str:
        return "manners"


class Sending(models.Model):
    """A letter of our own accord to one customer: waiting, sent, or not, and why not. Once for each key."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        LEAVING = "leaving", _("is leaving")
        SENT = "sent", _("sent")
        STOPPED = "stopped", _("not sent")
        FAILED = "failed", _("failed")

    class Why(models.TextChoices):
        NOTHING = "", ""
        NO_CONSENT = "no_consent", _("they have not agreed to it")
        WITHDRAWN = "withdrawn", _("they want none of these")
        NO_ADDRESS = "no_address", _("there is no address")
        SUPPRESSED = "suppressed", _("letters to this address are stopped")
        HELD_OUT = "held_out", _("they are in the control group")
        QUIET = "quiet", _("it is their quiet time")
        OFTEN = "often", _("they have got enough letters for now")
        LATE = "late", _("it would have come too late")
        NO_MAILBOX = "no_mailbox", _("no mailbox can send")
        REFUSED = "refused", _("the mail server refused it")
        UNKNOWN = "unknown", _("nobody knows whether it has left")
        BOUNCED = "bounced", _("it came back")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="sendings", db_index=False)
    brand = models.ForeignKey(Brand, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    topic = models.CharField(max_length=32)
    key = models.CharField(max_length=200, unique=True)
    is_essential = models.BooleanField(default=False)
    language = models.CharField(max_length=16, blank=True)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(blank=True)
    address = models.CharField(max_length=320, blank=True)  # to which it went

    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    why = models.CharField(max_length=10, choices=Why, blank=True)  # of what waits, too
    error = models.CharField(max_length=1000, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True)
    until = models.DateTimeField()  # after that it means nothing any more
    left_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sending_waits_for_a_time", condition=~Q(state="waiting") | Q(due_at__isnull=False)
            )
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="sending_due", condition=Q(state__in=["waiting", "leaving"])),
            models.Index(fields=["customer", "-left_at"], name="sending_to"),
            models.Index(fields=["-asked_at", "-id"], name="sending_newest"),
        ]

    def __str__(self) -> str:
        return self.subject


class Notice(models.Model):
    """One kind of word about points, as a programme wants it: whether it is sent, and in which words, by language."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="notices", db_index=False)
    word = models.CharField(max_length=16)  # one of `notices.KINDS`
    is_on = models.BooleanField(default=True)
    texts = models.JSONField(
        default=dict
    )  # {"de": {"subject": …, "text": …}}; a language that is missing has the usual words

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "word"], name="notice_once")]

    def __str__(self) -> str:
        return self.word


class Lookout(models.Model):
    """How far we have looked, on one day of a programme, at what is about to end for its members."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, primary_key=True, related_name="lookout")
    day = models.DateField()
    after = models.BigIntegerField(default=0)  # the last member who was looked at
    is_done = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.day)
