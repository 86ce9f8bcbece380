from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models.conversation import Conversation
from regulars.customers.models import Customer
from regulars.team.models import Agent


class Message(models.Model):
    """Something said in a conversation: by the customer, by us, or among us (a note)."""

    class Kind(models.TextChoices):
        IN = "in", _("from the customer")
        OUT = "out", _("from us")
        NOTE = "note", _("note, only the team sees it")

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    class Trust(models.TextChoices):
        """Whether it comes from whom it says. Empty: nobody who could know has told us."""

        PASS = "pass", _("proven")
        NONE = "none", _("not proven")
        FAIL = "fail", _("disproved")

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages", db_index=False)
    origin = models.ForeignKey(
        Conversation, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )  # the conversation it was said in, when that was merged into this one
    position = (
        models.IntegerField()
    )  # in the conversation, from 1: given under its lock, so order never depends on clocks
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=8, choices=State)
    channel = models.CharField(max_length=16)
    customer = models.ForeignKey(
        Customer, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )  # nobody behind what a mail server reported
    agent = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    author_name = models.CharField(max_length=200, blank=True)  # as written in the letter
    author_address = models.CharField(max_length=320, blank=True)

    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)  # everything, as plain text
    visible_text = models.TextField(blank=True)  # without quoted history, signature, footer
    html = models.TextField(blank=True)  # sanitised; empty when the text says it all
    recipients = models.JSONField(default=dict)  # {"to": [{"name", "address"}], "cc": […], "bcc": […]}
    is_automatic = models.BooleanField(default=False)  # an absence notice, a bounce, a list: not somebody waiting
    away_until = models.DateField(null=True)  # as an absence notice says
    is_stranger = models.BooleanField(default=False)  # first message here of someone who was not in the conversation

    at = models.DateTimeField(default=timezone.now)  # as the sender dated it
    created_at = models.DateTimeField(default=timezone.now)  # when it reached us
    trust = models.CharField(max_length=8, choices=Trust, blank=True)
    trust_detail = models.CharField(max_length=300, blank=True)  # what that rests on, in words
    offers = models.JSONField(
        default=dict, blank=True, db_default={}
    )  # beside our words: "sources" ({"title", "address"} each), and "choices" to press ({"key", "label"} each)
    chosen = models.CharField(
        max_length=32, blank=True, default="", db_default=""
    )  # the key of the choice they pressed
    client_key = models.CharField(
        max_length=64, null=True
    )  # given by the page or API client: the same key is the same message

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "position"], name="message_in_turn"),
            models.UniqueConstraint(fields=["conversation", "client_key"], name="message_once"),
        ]
        indexes = [models.Index(fields=["customer"], name="message_of_customer", condition=Q(customer__isnull=False))]

    @classmethod
    def came_by(cls, addresses: list[str], since: datetime) -> Q:
        return Q(author_address__in=addresses, created_at__gt=since)

    @property
    def home_id(self) -> int:
        """The conversation it was said in, wherever that goes on now."""
        return self.origin_id or self.conversation_id

    @property
    def is_public(self) -> bool:
        return self.kind != self.Kind.NOTE
