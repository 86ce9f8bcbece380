"""What conditions may ask about a conversation: views, rules, promises and reports choose from this table."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from regulars.conversations.events import ConversationReopened
from regulars.conversations.models import Clock, Conversation, Inbox, NamedStatus, Topic
from regulars.customers.custom_fields import agents, custom
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.models import TimelineEvent
from regulars.lib.conditions import Choice, Field, choices_of, is_said, mounted, table
from regulars.team.models import Agent, Team


def _inboxes(asker: Agent | None) -> Iterable[tuple[int, str]]:
    inboxes = Inbox.objects.all() if asker is None else Inbox.objects.visible_to(asker)
    return inboxes.order_by("name").values_list("pk", "name")


def _teams(_asker: Agent | None) -> Iterable[tuple[int, str]]:
    return Team.objects.order_by("name").values_list("pk", "name")


def _topics(_asker: Agent | None) -> Iterable[tuple[int, str]]:
    return Topic.objects.values_list("pk", "name")


def _statuses(_asker: Agent | None) -> Iterable[tuple[int, str]]:
    return NamedStatus.objects.filter(retired_at=None).values_list("pk", "name")


def _reopened(prefix: str) -> Exists:
    about = Concat(Value("conversation:"), Cast(OuterRef(f"{prefix}pk"), CharField()), output_field=CharField())
    return Exists(TimelineEvent.objects.filter(about=about, kind=ConversationReopened.kind))


def _broken(prefix: str) -> Exists:
    return Exists(Clock.objects.filter(conversation=OuterRef(f"{prefix}pk"), ended_at=None, broken_at__isnull=False))


SPEAKERS = (Choice("customer", _("the customer"), False), Choice("us", _("us"), True))
SOLVERS = (
    Choice("agent", _("an agent"), "agent"),
    Choice("assistant", _("the assistant"), "assistant"),
    Choice("customer", _("the customer"), "customer"),
    Choice("rule", _("a rule"), "rule"),
)
LEVELS = tuple(Choice(level.label, level.label, level.value) for level in Team.Level)

CONVERSATION_FIELDS = table(
    Field("number", _("number"), "number", "id"),
    Field("subject", _("subject"), "text", "subject"),
    Field("status", _("status"), "choice", "status", choices=choices_of(Conversation.Status)),
    Field(
        "status name",
        _("status of our own"),
        "reference",
        "named_status_id",
        offers=_statuses,
        shown="named_status__name",
    ),
    Field("snoozed until", _("put away until"), "moment", "snoozed_until"),
    Field("checklist open", _("things left on the checklist"), "number", "checklist_open"),
    Field("asked elsewhere", _("times that somebody else was asked"), "number", "side_count"),
    Field("links", _("links with other conversations"), "number", "link_count"),
    Field("priority", _("priority"), "level", "priority", choices=choices_of(Conversation.Priority)),
    Field("inbox", _("inbox"), "reference", "inbox_id", offers=_inboxes, shown="inbox__name"),
    Field("assignee", _("assignee"), "reference", "assignee_id", offers=agents, shown="assignee__name", may_be_me=True),
    Field("has assignee", _("has an assignee"), "boolean", is_said("assignee_id")),
    Field("team", _("team"), "reference", "team_id", offers=_teams, shown="team__name"),
    Field("team level", _("level of support"), "level", "team__level", choices=LEVELS),
    Field("topic", _("topic"), "reference", "topic_id", offers=_topics, shown="topic__name"),
    Field("tags", _("tags"), "text", "tags", is_array=True, written=str.lower),
    Field("channel", _("channel"), "text", "channel", written=str.lower),
    Field("created", _("created"), "moment", "created_at"),
    Field("last activity", _("last activity"), "moment", "last_activity_at"),
    Field("is waiting", _("somebody waits"), "boolean", is_said("waiting_since")),
    Field("waiting since", _("waiting since"), "moment", "waiting_since", lasting=_("waiting for")),
    Field("first reply", _("first reply"), "moment", "replied_at"),
    Field("resolved", _("resolved"), "moment", "resolved_at"),
    Field("last message by", _("last message by"), "choice", "is_ours_last", choices=SPEAKERS),
    Field("messages", _("number of messages"), "number", "last_position"),
    Field("was reopened", _("was reopened"), "boolean", _reopened),
    Field("due", _("promised by"), "moment", "due_at", lasting=_("late for")),
    Field("promise broken", _("a promise is broken"), "boolean", _broken),
    Field("solved by", _("solved by"), "choice", "solved_by", choices=SOLVERS),
    Field("with assistant", _("the assistant has it"), "boolean", is_said("assistant_until")),
    Field("not delivered", _("an answer did not arrive"), "boolean", is_said("undelivered_at")),
    custom("conversation", column="values"),
) | mounted(CUSTOMER_FIELDS, "customer", path="customer", label=_("customer's {field}"))
for place in settings.CONVERSATION_FACTS:
    CONVERSATION_FIELDS |= import_string(place)
