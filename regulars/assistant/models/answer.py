from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Conversation, Inbox, Message
from regulars.customers.models import Customer
from regulars.knowledge.models import HelpCentre

QUOTE = "quote"  # made by no model: the words of an article
RECORDS = "records"  # nor this: what is the customer's own


class Answer(models.Model):
    """What the assistant made of a question: its answer with what that rests on, or why it has none; and what came of it.

    `evidence` lists what was shown: {"translation", "version", "anchor", "title", "address", "quoted", "score"} each. The quoted
    words stand in that translation, checked before anybody saw them. What is a customer's own stands in no translation.
    """

    class Outcome(models.TextChoices):
        MAKING = "making", _("being made")
        OPEN = "open", _("nobody has said yet")
        SOLVED = "solved", _("the customer says that it helped")
        ASSUMED = "assumed", _("settled, unconfirmed")
        HANDED_OVER = "handed_over", _("handed over to a person")
        REOPENED = "reopened", _("solved, and then asked again")

    class Because(models.TextChoices):
        """Why a person was needed."""

        UNSURE = "unsure", _("no article was likely enough to answer")
        ASKED = "asked", _("the customer asked for a person")
        SILENT = "silent", _("nobody said whether it helped")
        TAKEN = "taken", _("somebody of the team took it")
        AGAIN = "again", _("the customer went on after the answer")
        LATE = "late", _("no answer was ready in time")
        NO_WORDS = "no_words", _("there were no words to answer")
        STOPPED = "stopped", _("the assistant was switched off")
        BY_HAND = "by_hand", _("a machine may not answer it")

    conversation = models.ForeignKey(
        Conversation, null=True, on_delete=models.CASCADE, related_name="answers", db_index=False
    )
    customer = models.ForeignKey(Customer, null=True, on_delete=models.SET_NULL, related_name="+")
    inbox = models.ForeignKey(Inbox, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    centre = models.ForeignKey(HelpCentre, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    asked = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")  # none: in a help centre
    said = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")  # to the customer
    channel = models.CharField(max_length=16)  # "centre" in a help centre
    question = models.TextField()
    language = models.CharField(max_length=16, blank=True)
    text = models.TextField(blank=True)  # empty: it had none
    evidence = models.JSONField(default=list)
    confidence = models.FloatField(default=0.0)
    made_by = models.CharField(max_length=120, default=QUOTE)  # the model's name
    tokens_in = models.PositiveIntegerField(default=0)
    tokens_out = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(max_digits=12, decimal_places=6, default=0)
    took_ms = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.OPEN)
    because = models.CharField(max_length=12, choices=Because, blank=True)
    due_at = models.DateTimeField(null=True)  # while it is to be made: when it is tried (again)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asked"], condition=Q(asked__isnull=False), name="answered_once"),
        ]
        indexes = [
            models.Index(fields=["conversation", "id"], name="answer_of_conversation"),
            models.Index(F("made_at").desc(), name="answer_newest"),
            models.Index(fields=["conversation"], name="answer_open", condition=Q(outcome="open")),
            models.Index(fields=["due_at"], name="answer_due", condition=Q(due_at__isnull=False)),
        ]

    @property
    def is_quote(self) -> bool:
        return self.made_by == QUOTE
