from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Conversation
from regulars.customers.models import Customer
from regulars.surveys.models.survey import Survey
from regulars.team.models import Agent, Team


class Invitation(models.Model):
    """That a customer is asked, or why they were not. Its signed link takes one answer."""

    class State(models.TextChoices):
        WAITING = "waiting", _("leaves soon")
        SENT = "sent", _("asked")
        NOT_ASKED = "not asked", _("not asked")

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invitations", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="invitations")
    conversation = models.ForeignKey(
        Conversation, null=True, on_delete=models.CASCADE, related_name="invitations", db_index=False
    )
    agent = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    key = models.CharField(max_length=128)  # what they are asked about: each matter once
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=16, blank=True)  # why not, in a word: see `gates.REASONS`
    by = models.CharField(max_length=200)  # see Actor
    language = models.CharField(max_length=16, blank=True)
    address = models.CharField(max_length=320, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True)  # when a letter leaves: the first, or the reminder
    sent_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "key"], name="asked_once")]
        indexes = [
            models.Index(fields=["due_at"], name="invitation_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["survey", "-made_at"], name="invitation_of_survey"),
            models.Index(
                fields=["conversation"], name="invitation_about", condition=Q(conversation__isnull=False)
            ),
        ]  # fmt: skip

    @property
    def ends_at(self) -> datetime:
        return (self.sent_at or self.made_at) + timedelta(days=self.survey.lasts_days)


class Opinions(models.QuerySet["Opinion"]):
    def counted(self) -> Opinions:
        """Those that figures are made of: without tests, and what was told of somebody who works here."""
        return self.filter(is_left_out=False)

    def visible_to(self, agent: Agent) -> Opinions:
        """What was said about a conversation is for whoever may see that."""
        return self.filter(Q(conversation=None) | Q(conversation__in=Conversation.objects.visible_to(agent)))


class Opinion(models.Model):
    """What somebody answered."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="opinions", db_index=False)
    invitation = models.OneToOneField(Invitation, null=True, on_delete=models.CASCADE, related_name="opinion")
    customer = models.ForeignKey(Customer, null=True, on_delete=models.CASCADE, related_name="opinions", db_index=False)
    conversation = models.ForeignKey(
        Conversation, null=True, on_delete=models.CASCADE, related_name="opinions", db_index=False
    )
    agent = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    channel = models.CharField(max_length=16)  # the way it came: mail, link, chat, portal, page, import, api
    place = models.CharField(max_length=60, blank=True)  # of a code in a shop: "canal-street"
    key = models.CharField(max_length=128, null=True)  # of what came from elsewhere: each once
    author = models.CharField(max_length=200, blank=True)  # of a review, as it is signed
    score = models.SmallIntegerField(null=True)
    answers = models.JSONField(default=dict)
    comment = models.TextField(blank=True)
    language = models.CharField(max_length=16, blank=True)
    may_quote = models.BooleanField(default=False)
    is_low = models.BooleanField(default=False)
    is_left_out = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True)

    objects = Opinions.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "key"], name="opinion_once")]
        indexes = [
            models.Index(fields=["survey", "-at"], name="opinion_of_survey"),
            models.Index(F("at").desc(), F("id").desc(), name="opinion_newest"),
            models.Index(fields=["customer", "-at"], name="opinion_of_customer", condition=Q(customer__isnull=False)),
            models.Index(fields=["conversation"], name="opinion_about", condition=Q(conversation__isnull=False)),
        ]

    @property
    def may_change_until(self) -> datetime:
        return self.at + timedelta(days=self.survey.editable_days)


class Case(models.Model):
    """A low score that somebody sees to: who, until when, what was done, and whether it helped."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CONTACTED = "contacted", _("written to")
        CLOSED = "closed", _("closed")

    class Outcome(models.TextChoices):
        SOLVED = "solved", _("put right")
        EXPLAINED = "explained", _("explained")
        SILENT = "silent", _("no answer from the customer")
        NOTHING = "nothing", _("nothing to be done")

    opinion = models.OneToOneField(Opinion, on_delete=models.CASCADE, related_name="case")
    owner = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="cases", db_index=False)
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    note = models.TextField(blank=True)
    outreach = models.ForeignKey(Conversation, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    asked_again = models.OneToOneField(Invitation, null=True, on_delete=models.SET_NULL, related_name="case")
    opened_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    contacted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="case_due", condition=~Q(state="closed"))]

    def __str__(self) -> str:
        return str(_("Case %d") % self.pk)

    @property
    def is_late(self) -> bool:
        return self.state != self.State.CLOSED and self.due_at < timezone.now()
