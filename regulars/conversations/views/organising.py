"""What becomes of a conversation: whose it is, whether it is settled, what it is about, how urgent it is."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.actions.set_topic import set_topic
from regulars.conversations.actions.tag import tag
from regulars.conversations.actions.untag import untag
from regulars.conversations.models import Conversation, Topic
from regulars.conversations.tagging import tag_now
from regulars.conversations.tags import used_tags
from regulars.conversations.views.answers import done, wrong
from regulars.conversations.views.thread import the_conversation
from regulars.conversations.views.undoing import owners_again, status_again
from regulars.team.guard import may
from regulars.team.models import Agent, Team
from regulars.team.permissions import Permission


@may(Permission.ORGANISE)
@require_POST
def settle(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Resolve."""
    conversation = the_conversation(request, conversation_id)
    undo = status_again(conversation)
    try:
        resolve(conversation, by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    says = _("Resolved. The next letter from %s opens it again.") % conversation.customer
    more: dict[str, object] = {"conversation:done": {"number": conversation.pk}}
    return done(request, conversation, says=says, more=more, **undo)


@may(Permission.ORGANISE)
@require_POST
def take_up(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Reopen."""
    conversation = the_conversation(request, conversation_id)
    undo = status_again(conversation)
    reopen(conversation, by=request.user)
    return done(request, conversation, says=_("Open again."), **undo)


@may(Permission.ORGANISE)
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Assign: `agent` and `team` by their ids; neither is nobody. Whom an agent alone is named for keeps its team. GET is the menu."""
    conversation = the_conversation(request, conversation_id)
    if request.method == "GET":
        here = [each for each in Agent.objects.active() if each.sees_inbox(conversation.inbox_id)]
        shown = {"conversation": conversation, "agents": here, "teams": Team.objects.order_by("name")}
        return render(request, "conversations/pages/_assign.html", shown)
    before = owners_again(conversation)
    agent = _chosen(Agent.objects.all(), request.POST.get("agent", ""))
    keeps_team = agent is not None and "team" not in request.POST
    team = conversation.team if keeps_team else _chosen(Team.objects.all(), request.POST.get("team", ""))
    try:
        assign(conversation, agent=agent, team=team, by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    says = _("It is yours.") if agent == request.user else _("Given to %s.") % (agent or team or _("nobody"))
    return done(request, conversation, says=says, undo=request.path, values=before)


@may(Permission.ORGANISE)
@require_http_methods(["GET", "POST"])
def put_tag(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Put a tag on. GET is the menu of tags in use."""
    conversation = the_conversation(request, conversation_id)
    if request.method == "GET":
        tags = [each for each in used_tags() if each not in conversation.tags]
        shown = {"conversation": conversation, "tags": tags, "topics": Topic.objects.all()}
        return render(request, "conversations/pages/_tag.html", shown)
    written = request.POST.get("tag", "")
    try:
        tag(conversation, tag=written, by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    undo = f"/conversations/{conversation.pk}/untag"
    return done(request, conversation, says=_("Tagged “%s”.") % tag_now(written), undo=undo, values={"tag": written})


@may(Permission.ORGANISE)
@require_POST
def take_tag(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Take a tag off."""
    conversation = the_conversation(request, conversation_id)
    written = request.POST.get("tag", "")
    try:
        untag(conversation, tag=written, by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    undo = f"/conversations/{conversation.pk}/tag"
    return done(request, conversation, says=_("The tag “%s” is off.") % written, undo=undo, values={"tag": written})


@may(Permission.ORGANISE)
@require_POST
def choose_topic(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Set the topic by its id; none takes it off. With a `team`, it belongs to that afterwards: undoing brings back the one it had."""
    conversation = the_conversation(request, conversation_id)
    topic = _chosen(Topic.objects.all(), request.POST.get("topic", ""))
    before = {"topic": conversation.topic_id or "", "team": conversation.team_id or ""}
    try:
        with transaction.atomic():
            set_topic(conversation, topic=topic, by=request.user)
            if "team" in request.POST:
                team = _chosen(Team.objects.all(), request.POST["team"])
                assign(conversation, agent=conversation.assignee, team=team, by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    says = _("The topic is %s.") % topic if topic else _("It has no topic any more.")
    return done(request, conversation, says=says, undo=request.path, values=before)


@may(Permission.ORGANISE)
@require_POST
def prioritise(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Set the priority."""
    conversation = the_conversation(request, conversation_id)
    before = Conversation.Priority(conversation.priority).name.lower()
    try:
        set_priority(conversation, priority=request.POST.get("priority", ""), by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    return done(request, conversation, says=_("The priority is set."), undo=request.path, values={"priority": before})


def _chosen(found: object, pk: str) -> object | None:
    return get_object_or_404(found, pk=int(pk)) if pk.isdecimal() else None
