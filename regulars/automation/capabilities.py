"""What a rule, macro, assistant, API or MCP client may do."""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from regulars.automation.values import Value
from regulars.conversations.actions.add_checklist import add_checklist
from regulars.conversations.actions.add_item import add_item
from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.begin_aside import begin_aside
from regulars.conversations.actions.follow_up import follow_up
from regulars.conversations.actions.link import link
from regulars.conversations.actions.merge import merge
from regulars.conversations.actions.note import note
from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.schedule import schedule
from regulars.conversations.actions.send_now import send_now
from regulars.conversations.actions.set_field import set_field
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.actions.set_status import set_status
from regulars.conversations.actions.set_topic import set_topic
from regulars.conversations.actions.snooze import snooze
from regulars.conversations.actions.tag import tag
from regulars.conversations.actions.take_back import take_back
from regulars.conversations.actions.tell import tell
from regulars.conversations.actions.unlink import unlink
from regulars.conversations.actions.unmerge import unmerge
from regulars.conversations.actions.unsplit import unsplit
from regulars.conversations.actions.untag import untag
from regulars.conversations.fields import LEVELS
from regulars.conversations.models import Checklist, Conversation, Link, Message, NamedStatus, Topic
from regulars.conversations.tagging import tag_name
from regulars.customers.actions.merge import merge as merge_customers
from regulars.customers.actions.note import note as note_about_customer
from regulars.customers.actions.set_attribute import set_attribute
from regulars.customers.actor import By, agent_of
from regulars.customers.merging import survivor_of
from regulars.customers.models import Customer, CustomField
from regulars.lib.conditions import choices_of
from regulars.loyalty.models import Programme
from regulars.rewards.actions.make_right import make_right
from regulars.rewards.actions.turn_into import turn_into
from regulars.rewards.models import Reward
from regulars.routing.actions.escalate import escalate
from regulars.routing.actions.route import route
from regulars.surprises.actions.draw import draw
from regulars.surprises.models import Surprise
from regulars.surveys.actions.ask_opinion import ask_customer, ask_opinion
from regulars.surveys.models import Survey
from regulars.team.guard import allow
from regulars.team.models import Agent, Team
from regulars.team.permissions import Permission


def visible_to(by: By | None) -> QuerySet[Conversation]:
    """The conversations that this agent may see; a rule sees all."""
    agent = agent_of(by) if by else None
    return Conversation.objects.visible_to(agent) if agent else Conversation.objects.all()


def the_conversation(number: int, *, by: By) -> Conversation:
    """Raises Http404 also when this agent may not see it."""
    return get_object_or_404(visible_to(by), pk=number)


def the_answer(number: int, *, by: By) -> Message:
    """A message of ours. Raises Http404 also when this agent may not see it."""
    visible = Message.objects.filter(conversation__in=visible_to(by), kind=Message.Kind.OUT)
    return get_object_or_404(visible.select_related("conversation"), pk=number)


def the_customer(number: int, *, by: By) -> Customer:
    """Or whom they go on as. Raises Http404 when there is none."""
    return get_object_or_404(Customer, pk=survivor_of(number))


def _owners(conversation: Conversation) -> dict[str, Any]:
    return {"agent": conversation.assignee, "team": conversation.team}


class Capability(NamedTuple):
    act: Callable[..., Any]  # an action: act(thing, by=…, …)
    find: Callable[..., Any]  # what it acts on, as whoever acts may see it: find(id, by=…)
    label: Any
    takes: dict[str, Value] = {}  # noqa: RUF012 - what the action is given, by name
    of: Literal["conversation", "message", "customer"] = "conversation"
    needs: Permission = Permission.ORGANISE  # of an agent who does it; a rule was made by somebody who may
    stays: Callable[[Any], dict[str, Any]] = lambda _thing: {}  # what is as it was when it is not named

    def do(self, number: int, *, by: By, **words: Any) -> Any:
        """Find the thing and act on it. Raises NotAllowed, Http404, and ValidationError as the action does."""
        self.allow(by)
        thing = self.find(number, by=by)
        return self.act(thing, by=by, **self.stays(thing) | words)

    def allow(self, by: By) -> None:
        """Raises NotAllowed when this agent's role does not include it."""
        if (agent := agent_of(by)) is not None:
            allow(agent, self.needs)


POINTS = Value(_("points"), "number")
REASON = Value(_("reason, which the member reads"), "text")
SURPRISE = Value(_("surprise"), "reference", rows=lambda _by: Surprise.objects.order_by("name"))
PROGRAMME = Value(_("programme"), "reference", rows=lambda _by: Programme.objects.order_by("pk"))
SURVEY = Value(_("survey"), "reference", rows=lambda _by: Survey.objects.filter(is_on=True).order_by("name", "pk"))
REWARD = Value(_("reward"), "reference", rows=lambda _by: Reward.objects.filter(is_on=True).order_by("name"))
TEXT = Value(_("text"), "long", has_places=True)
TAG = Value(_("tag"), "text", fits=tag_name)
PRIORITY = Value(_("priority"), "choice", choices=choices_of(Conversation.Priority))
AGENT = Value(_("agent"), "reference", is_optional=True, may_be_nobody=True, rows=lambda _by: Agent.objects.active())
TEAM = Value(
    _("team"), "reference", is_optional=True, may_be_nobody=True, rows=lambda _by: Team.objects.order_by("name")
)
TOPIC = Value(_("topic"), "reference", may_be_nobody=True, rows=lambda _by: Topic.objects.all())
QUEUE = Value(_("team"), "reference", is_optional=True, rows=lambda _by: Team.objects.order_by("name"))
LEVEL = Value(_("level of support"), "choice", is_optional=True, choices=LEVELS)
WHEN = Value(_("when"), "moment")
UNTIL = Value(_("until (else the next reply)"), "moment", is_optional=True)
STATUS = Value(_("status"), "reference", rows=lambda _by: NamedStatus.objects.filter(retired_at=None))
CHECKLIST = Value(_("checklist"), "reference", rows=lambda _by: Checklist.objects.all())
ITEM = Value(_("what is to be done"), "text")
ADDRESS = Value(_("address"), "text")
SUBJECT = Value(_("subject"), "text")
LINK_KIND = Value(_("as"), "choice", is_optional=True, choices=choices_of(Link.Kind))
YIELDS = Value(_("unless the customer or a colleague writes first"), "boolean", is_optional=True)
ANOTHER = Value(_("number of the other conversation"), "number", rows=visible_to)
ATTRIBUTE = {"name": Value(_("name"), "text"), "value": Value(_("value"), "text")}
FIELD = Value(_("field"), "reference", rows=lambda _by: CustomField.objects.asked("conversation"))
FIELD_VALUE = Value(_("value"), "text", is_optional=True, may_be_nobody=True)
PERSON = Value(_("number of the other customer"), "number", rows=lambda _by: Customer.objects.met())
WHOM = {"agent": AGENT, "team": TEAM}

CAPABILITIES = {
    "reply": Capability(reply, the_conversation, _("Answer the customer"), {"text": TEXT}, needs=Permission.REPLY),
    "schedule": Capability(
        schedule,
        the_answer,
        _("Let the answer leave later"),
        {"at": WHEN, "yields": YIELDS},
        of="message",
        needs=Permission.REPLY,
    ),
    "send now": Capability(
        send_now, the_answer, _("Let the answer leave at once"), of="message", needs=Permission.REPLY
    ),
    "take back": Capability(take_back, the_answer, _("Take the answer back"), of="message", needs=Permission.REPLY),
    "note": Capability(note, the_conversation, _("Leave a note"), {"text": TEXT}, needs=Permission.NOTE),
    "tell": Capability(tell, the_conversation, _("Tell the team"), {"text": TEXT, **WHOM}, needs=Permission.NOTE),
    "assign": Capability(assign, the_conversation, _("Give to"), WHOM, stays=_owners),
    "route": Capability(route, the_conversation, _("Put into the queue of"), {"team": QUEUE}),
    "escalate": Capability(escalate, the_conversation, _("Escalate"), {"note": TEXT, "level": LEVEL, "team": QUEUE}),
    "set topic": Capability(set_topic, the_conversation, _("Set the topic"), {"topic": TOPIC}),
    "set field": Capability(set_field, the_conversation, _("Fill in a field"), {"field": FIELD, "value": FIELD_VALUE}),
    "snooze": Capability(snooze, the_conversation, _("Put away"), {"until": UNTIL}),
    "set status": Capability(set_status, the_conversation, _("Set the status"), {"status": STATUS}),
    "add checklist": Capability(add_checklist, the_conversation, _("Add the checklist"), {"checklist": CHECKLIST}),
    "add to do": Capability(add_item, the_conversation, _("Add to the checklist"), {"text": ITEM}),
    "ask": Capability(
        begin_aside,
        the_conversation,
        _("Ask somebody else"),
        {"to": ADDRESS, "subject": SUBJECT, "text": TEXT},
        needs=Permission.REPLY,
    ),
    "link": Capability(
        link, the_conversation, _("Link with another conversation"), {"other": ANOTHER, "kind": LINK_KIND}
    ),
    "unlink": Capability(unlink, the_conversation, _("Take the link off with"), {"other": ANOTHER}),
    "follow up": Capability(follow_up, the_conversation, _("Follow up in a new conversation"), needs=Permission.REPLY),
    "unsplit": Capability(unsplit, the_conversation, _("Put back what was taken out"), needs=Permission.MERGE),
    "resolve": Capability(resolve, the_conversation, _("Resolve")),
    "reopen": Capability(reopen, the_conversation, _("Reopen")),
    "merge": Capability(
        merge, the_conversation, _("Merge into another conversation"), {"into": ANOTHER}, needs=Permission.MERGE
    ),
    "unmerge": Capability(unmerge, the_conversation, _("Take out of another conversation"), needs=Permission.MERGE),
    "tag": Capability(tag, the_conversation, _("Put a tag on"), {"tag": TAG}),
    "untag": Capability(untag, the_conversation, _("Take a tag off"), {"tag": TAG}),
    "set priority": Capability(set_priority, the_conversation, _("Set the priority"), {"priority": PRIORITY}),
    "note customer": Capability(
        note_about_customer,
        the_customer,
        _("Note about the customer"),
        {"text": TEXT},
        of="customer",
        needs=Permission.NOTE,
    ),
    "merge customer": Capability(
        merge_customers,
        the_customer,
        _("Merge into another customer"),
        {"into": PERSON},
        of="customer",
        needs=Permission.CUSTOMERS,
    ),
    "give reward": Capability(
        make_right,
        the_customer,
        _("Give a reward"),
        {"reward": REWARD, "reason": REASON},
        of="customer",
        needs=Permission.POINTS,
    ),
    "turn points into": Capability(
        turn_into,
        the_customer,
        _("Turn points into a reward"),
        {"reward": REWARD},
        of="customer",
        needs=Permission.POINTS,
    ),
    "draw": Capability(
        draw, the_customer, _("Draw a surprise"), {"surprise": SURPRISE}, of="customer", needs=Permission.POINTS
    ),
    "give points": Capability(
        make_right,
        the_customer,
        _("Give points"),
        {"programme": PROGRAMME, "points": POINTS, "reason": REASON},
        of="customer",
        needs=Permission.POINTS,
    ),
    "ask for an opinion": Capability(
        ask_opinion, the_conversation, _("Ask for an opinion"), {"survey": SURVEY}, needs=Permission.REPLY
    ),
    "ask customer for an opinion": Capability(
        ask_customer,
        the_customer,
        _("Ask the customer for an opinion"),
        {"survey": SURVEY},
        of="customer",
        needs=Permission.REPLY,
    ),
    "set attribute": Capability(
        set_attribute,
        the_customer,
        _("Remember about the customer"),
        ATTRIBUTE,
        of="customer",
        needs=Permission.CUSTOMERS,
    ),
}
