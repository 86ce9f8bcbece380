"""Widgets on pages of others, who writes there, and every line of theirs and ours."""

from __future__ import annotations

import secrets
from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Conversation, Inbox, Message
from regulars.customers.models import Customer
from regulars.lib.sealed import SealedField

DOMAIN = "chat.invalid"  # where answers to visitors go: RFC 2606 promises that no letter ever gets there


def new_key() -> str:
    return secrets.token_hex(8)


def new_secret() -> str:
    return secrets.token_hex(32)


class Widget(models.Model):
    """A chat on the pages of a brand, by one script tag."""

    key = models.CharField(max_length=32, unique=True, default=new_key)  # public: it stands in the script tag
    name = models.CharField(_("name"), max_length=80)
    inbox = models.ForeignKey(Inbox, verbose_name=_("inbox"), on_delete=models.PROTECT, related_name="widgets")
    accent = models.CharField(_("colour"), max_length=7, default="#a1501f")
    greeting = models.CharField(_("greeting"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=16, blank=True)  # empty: as the browser asks
    origins = ArrayField(models.CharField(max_length=255), default=list, blank=True)  # "https://shop.example"
    asks_address = models.BooleanField(_("asks for an e-mail address"), default=True)
    texts = models.JSONField(default=dict, blank=True)  # {"de": {"greeting": "…"}}, see texts.py
    questions = models.JSONField(default=list, blank=True)  # [{"ask": "name", "is_needed": true}], see questions.py
    is_on = models.BooleanField(_("on"), default=True)
    secret = SealedField(default=new_secret)  # with which the shop signs who its customers are
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Visitor(models.Model):
    """Somebody in front of a widget: a browser that holds our token, or whoever the shop has signed to be theirs."""

    widget = models.ForeignKey(Widget, on_delete=models.CASCADE, related_name="visitors")
    key = models.UUIDField(unique=True, default=uuid4)
    subject = models.CharField(max_length=200, null=True)  # as the shop names them; nobody else is believed to be them
    customer = models.ForeignKey(Customer, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=320, blank=True)  # as they say, unless the shop has signed it
    is_proven = models.BooleanField(default=False)  # the shop signed who it is, and the address if there is one
    position = models.PositiveIntegerField(default=0)  # of the newest line
    coming = models.TextField(blank=True, default="")  # what is being written to them, until it comes as a line
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["widget", "subject"], name="visitor_once")]

    @property
    def reply_address(self) -> str:
        return f"{self.key.hex}@{DOMAIN}"

    @staticmethod
    def key_in(address: str) -> UUID | None:
        """Whose address it is; None when it is no visitor's."""
        local, _at, domain = address.partition("@")
        try:
            return UUID(local) if domain == DOMAIN else None
        except ValueError:
            return None


class Frame(models.Model):
    """The bytes that a visitor sent, kept before anything reads them. The same id of theirs is the same frame."""

    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="frames", db_index=False)
    client_id = models.CharField(max_length=64)
    body = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True, default=timezone.now)  # none: it is taken
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visitor", "client_id"], name="frame_once")]
        indexes = [models.Index(fields=["due_at", "id"], name="frame_waiting", condition=Q(due_at__isnull=False))]


class Upload(models.Model):
    """A file that a visitor's page has sent, for a message to come. The same id of theirs is the same file."""

    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="uploads", db_index=False)
    client_id = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visitor", "client_id"], name="upload_once")]


class Rating(models.Model):
    """What a visitor thought of a chat when it was over."""

    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="ratings", db_index=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="chat_ratings")
    is_good = models.BooleanField()
    comment = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visitor", "conversation"], name="rated_once")]


class Line(models.Model):
    """A message that a visitor sees: what has no line is none of theirs. Positions have no gap, and one order."""

    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="lines", db_index=False)
    position = models.PositiveIntegerField()
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="chat_line")
    client_id = models.CharField(max_length=64, blank=True)  # of the frame that it came in
    is_ours = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)
    mail_at = models.DateTimeField(null=True)  # when it goes by mail, unless it is read before

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visitor", "position"], name="line_in_turn")]
        indexes = [models.Index(fields=["mail_at"], name="line_by_mail", condition=Q(mail_at__isnull=False))]
