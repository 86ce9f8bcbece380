from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models.inbox import Inbox
from regulars.conversations.models.named_status import Category, NamedStatus
from regulars.conversations.models.topic import Topic
from regulars.customers.models import Customer
from regulars.lib.question import Among, Given
from regulars.team.models import Agent, Team


class Conversations(models.QuerySet["Conversation"]):
    def visible_to(self, agent: Agent | Given) -> Conversations:
        """Permission is the query: what this agent, or the one whose id is given later, may see.

        Whether all inboxes are theirs is found out once a query, not once a row; which they are, only when not all.
        """
        them = Agent.objects.filter(pk=agent if isinstance(agent, Given) else agent.pk, is_active=True)
        theirs = Cast(Subquery(them.values("works_in")), ArrayField(models.BigIntegerField()))
        return self.filter(Exists(them.filter(works_in=None)) | Among("inbox_id", theirs))

    def open(self) -> Conversations:
        return self.filter(status=Category.OPEN)


class Conversation(models.Model):
    """Messages about one thing between a customer and us, on any channel. Its id is the number people quote: #1042.

    Carries everything that a row of the inbox shows, so that the list reads one table.
    """

    Status = Category

    class Priority(models.IntegerChoices):
        LOW = -1, _("Low")
        NORMAL = 0, _("Normal")
        HIGH = 1, _("High")
        URGENT = 2, _("Urgent")

    inbox = models.ForeignKey(Inbox, on_delete=models.PROTECT, related_name="conversations", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="conversations", db_index=False)
    channel = models.CharField(max_length=16)  # the way it came in last
    subject = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=16, choices=Category, default=Category.OPEN)
    named_status = models.ForeignKey(
        NamedStatus, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )  # what the house calls it, within its category
    pending_since = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)  # while pending; null: until the next reply
    woken_at = models.DateTimeField(null=True, blank=True)  # it was pending, and nothing was done about it since
    priority = models.SmallIntegerField(choices=Priority, default=Priority.NORMAL)
    assignee = models.ForeignKey(
        Agent, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    tags = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    values = models.JSONField(default=dict, blank=True, db_default={})  # of custom fields, by their keys

    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followers", db_index=False
    )  # the same matter, taken up again long after it was settled
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="merged", db_index=False
    )  # it goes on there
    side_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="sides", db_index=False
    )  # we ask somebody else about that one: its customer is whom we ask, and it stands in no list
    side_count = models.PositiveSmallIntegerField(default=0)  # how often we have asked somebody else about this one
    link_count = models.PositiveIntegerField(default=0)  # other conversations it was linked to, or split from
    checklist_total = models.PositiveSmallIntegerField(default=0)
    checklist_open = models.PositiveSmallIntegerField(default=0)  # items that nobody has ticked

    snippet = models.CharField(max_length=200, blank=True)  # of the newest public message
    last_position = models.IntegerField(default=0)  # of the newest message: positions count from 1, without gaps
    inbound_position = models.IntegerField(
        default=0
    )  # of the newest message from the customer: unread is measured by it
    is_ours_last = models.BooleanField(default=False)  # who spoke last in public
    waiting_since = models.DateTimeField(
        null=True, blank=True
    )  # the customer's first message that we have not answered
    undelivered_at = models.DateTimeField(
        null=True, blank=True
    )  # since when an answer of ours is known not to have arrived, and nobody has seen to it
    due_at = models.DateTimeField(null=True, blank=True)  # the first of its promises that runs out
    assistant_until = models.DateTimeField(
        null=True, blank=True
    )  # till then the assistant tries first: it is in no queue, and any agent may take it
    solved_by = models.CharField(
        max_length=16, null=True, blank=True
    )  # while resolved, who settled it: agent, customer, rule, assistant, system …
    last_activity_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    replied_at = models.DateTimeField(null=True, blank=True)  # our first reply
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = Conversations.as_manager()

    class Meta:
        # One index for each list an agent opens; each is read backwards from its newest row.
        indexes = [
            models.Index(F("last_activity_at").desc(), F("id").desc(), name="conv_newest"),
            models.Index("status", F("last_activity_at").desc(), F("id").desc(), name="conv_by_status"),
            models.Index("assignee", "status", F("last_activity_at").desc(), F("id").desc(), name="conv_by_agent"),
            models.Index(
                F("last_activity_at").desc(),
                F("id").desc(),
                condition=Q(status="open", assignee=None),
                name="conv_unassigned",
            ),
            models.Index(
                "team", F("last_activity_at").desc(), F("id").desc(), condition=Q(status="open"), name="conv_of_team"
            ),
            models.Index("inbox", F("last_activity_at").desc(), F("id").desc(), name="conv_of_inbox"),
            models.Index("customer", F("last_activity_at").desc(), F("id").desc(), name="conv_of_customer"),
            models.Index(
                F("last_activity_at").desc(),
                F("id").desc(),
                condition=Q(undelivered_at__isnull=False),
                name="conv_undelivered",
            ),
            models.Index(fields=["follows"], name="conv_followers", condition=Q(follows__isnull=False)),
            models.Index(fields=["merged_into"], name="conv_merged", condition=Q(merged_into__isnull=False)),
            models.Index(fields=["side_of"], name="conv_sides", condition=Q(side_of__isnull=False)),
            models.Index(fields=["snoozed_until"], name="conv_snoozed", condition=Q(snoozed_until__isnull=False)),
            models.Index(fields=["assistant_until"], name="conv_assistant", condition=Q(assistant_until__isnull=False)),
            models.Index(fields=["named_status"], name="conv_named_status", condition=Q(named_status__isnull=False)),
            models.Index(
                "team",
                "waiting_since",
                condition=Q(status="open", assignee=None, waiting_since__isnull=False, merged_into=None),
                name="conv_queue",
            ),
            # The other orders of views: those with a time in them first, the rest by newest activity.
            models.Index(
                fields=["waiting_since", "id"], condition=Q(waiting_since__isnull=False), name="conv_by_waiting"
            ),
            models.Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="conv_by_due"),
            models.Index("priority", F("last_activity_at").desc(), F("id").desc(), name="conv_by_priority"),
            models.Index(F("created_at").desc(), F("id").desc(), name="conv_by_created"),
            GinIndex(fields=["tags"], condition=~Q(tags=[]), name="conv_tags"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.subject}"

    @classmethod
    def came_by(cls, addresses: list[str], since: datetime) -> Q:
        """Those begun since then by a letter from one of these addresses, or by ours to one."""
        first = apps.get_model("conversations", "Message").objects.filter(conversation=OuterRef("pk"), position=1)
        theirs = Q(kind="in", author_address__in=addresses) | Q(kind="out", recipients__to__0__address__in=addresses)
        return Q(Exists(first.filter(theirs)), created_at__gt=since)

    @property
    def is_with_assistant(self) -> bool:
        return self.assistant_until is not None and self.assistant_until > timezone.now()

    @property
    def is_open(self) -> bool:
        return self.status == Category.OPEN

    @property
    def is_pending(self) -> bool:
        return self.status == Category.PENDING

    @property
    def is_resolved(self) -> bool:
        return self.status == Category.RESOLVED


class Participant(models.Model):
    """An address that took part in a conversation. Strangers join visibly; nobody speaks for somebody else."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="participants", db_index=False
    )
    address = models.CharField(max_length=320)
    name = models.CharField(max_length=200, blank=True)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "address"], name="participant_once")]
        indexes = [models.Index(fields=["customer"], name="participant_as_customer")]

    @classmethod
    def came_by(cls, addresses: list[str], since: datetime) -> Q:
        return Q(address__in=addresses, joined_at__gt=since)


class Read(models.Model):
    """How far an agent has read a conversation."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="reads", db_index=False)
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "conversation"], name="read_once")]
