"""What may be done in a conversation, each by its own name. The table is `automation/capabilities.py`."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router

from regulars.api import reading, shapes, told
from regulars.api.doing import done, now
from regulars.api.given.conversations import Assignment, Escalation, Merging, Priority, Routing, Tag, TopicGiven
from regulars.api.given.messages import Reply, Schedule, Telling, Text
from regulars.api.named import recipients, the_agent, the_files, the_team, the_topic
from regulars.api.signing_in import needing
from regulars.automation.capabilities import CAPABILITIES
from regulars.conversations.models import Conversation
from regulars.conversations.recipients import answered_by
from regulars.lib.refusal import refusal
from regulars.team.permissions import Permission

router = Router(tags=["What may be done"])
PATH = "/conversations/{int:number}"
MESSAGE = "/messages/{int:number}"


@router.post(
    f"{PATH}/reply", auth=needing(Permission.REPLY), response={201: shapes.Message}, summary="Answer the customer"
)
@transaction.atomic
def reply(request: HttpRequest, number: int, given: Reply) -> HttpResponse:
    """The message exists, as `sending`, before anybody outside is called. Send an Idempotency-Key to send it once."""
    conversation = CAPABILITIES["reply"].find(number, by=request.auth)
    asked = recipients(given.to, given.cc, given.bcc)
    people = answered_by(conversation) | asked if asked else None
    files = the_files(given.attachments, agent=request.auth)
    words = {"text": given.text, "html": given.html, "recipients": people, "undo_seconds": given.undo_seconds}
    words["if_last_position"] = given.if_last_position
    message = CAPABILITIES["reply"].act(conversation, by=request.auth, attachments=files, **words)
    if given.send_at:
        CAPABILITIES["schedule"].act(message, by=request.auth, at=given.send_at, yields=given.yields)
    return told.told(reading.messages([reading.message(message.pk, agent=request.auth)])[0], status=201)


@router.post(
    f"{MESSAGE}/schedule",
    auth=needing(Permission.REPLY),
    response=shapes.Message,
    summary="Choose when an answer leaves",
)
def schedule(request: HttpRequest, number: int, given: Schedule) -> HttpResponse:
    """As long as it has not left."""
    return _of_a_message(request, "schedule", number, at=given.send_at, yields=given.yields)


@router.post(
    f"{MESSAGE}/send-now",
    auth=needing(Permission.REPLY),
    response=shapes.Message,
    summary="Let an answer leave at once",
)
def send_now(request: HttpRequest, number: int) -> HttpResponse:
    """One that waits for its time, or is held back."""
    return _of_a_message(request, "send now", number)


@router.post(
    f"{MESSAGE}/take-back", auth=needing(Permission.REPLY), response=shapes.Message, summary="Take an answer back"
)
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Turn it into a draft of yours, as long as it has not left. Answers with the draft."""
    return told.told(told.draft(CAPABILITIES["take back"].do(number, by=request.auth)))


@router.post(
    f"{PATH}/note",
    auth=needing(Permission.NOTE),
    response={201: shapes.Message},
    summary="Leave a note",
)
def note(request: HttpRequest, number: int, given: Text) -> HttpResponse:
    """Only the team sees it."""
    files = the_files(given.attachments, agent=request.auth)
    words = {"text": given.text, "html": given.html}
    message = CAPABILITIES["note"].do(number, by=request.auth, attachments=files, **words)
    return told.told(told.message(message, files), status=201)


@router.post(
    f"{PATH}/tell", auth=needing(Permission.NOTE), response={201: shapes.Message}, summary="Tell an agent or a team"
)
def tell(request: HttpRequest, number: int, given: Telling) -> HttpResponse:
    """A note, and a word on their screens. With nobody named, whoever it belongs to; when it is nobody's, everybody."""
    whom = {"agent": the_agent(given.agent), "team": the_team(given.team)}
    message = CAPABILITIES["tell"].do(number, by=request.auth, text=given.text, **whom)
    return told.told(told.message(message, []), status=201)


@router.post(
    f"{PATH}/assign",
    auth=needing(Permission.ORGANISE),
    response=shapes.Conversation,
    summary="Give to an agent, a team, or nobody",
)
def assign(request: HttpRequest, number: int, given: Assignment) -> HttpResponse:
    """What is not named stays as it is; null takes it away."""
    finders = {"agent": the_agent, "team": the_team}
    named = {name: find(getattr(given, name)) for name, find in finders.items() if name in given.model_fields_set}
    return done(request, "assign", number, **named)


@router.post(
    f"{PATH}/route", auth=needing(Permission.ORGANISE), response=shapes.Conversation, summary="Put into a team's queue"
)
def route(request: HttpRequest, number: int, given: Routing) -> HttpResponse:
    """As nobody's: the team named, else its topic's, else its own. A queue that gives out by itself finds somebody."""
    return done(request, "route", number, team=the_team(given.team))


@router.post(
    f"{PATH}/escalate",
    auth=needing(Permission.ORGANISE),
    response=shapes.Conversation,
    summary="Escalate",
)
def escalate(request: HttpRequest, number: int, given: Escalation) -> HttpResponse:
    """Hand over to a higher level of support, with a note that says what was done so far. Harmless twice."""
    words = {"note": given.note, "level": given.level, "team": the_team(given.team)}
    return done(request, "escalate", number, **words)


@router.post(
    f"{PATH}/topic",
    auth=needing(Permission.ORGANISE),
    response=shapes.Conversation,
    summary="Set the topic",
)
def topic(request: HttpRequest, number: int, given: TopicGiven) -> HttpResponse:
    """null takes it off. What is nobody's joins the queue of the topic's team."""
    return done(request, "set topic", number, topic=the_topic(given.topic))


@router.post(
    f"{PATH}/resolve",
    auth=needing(Permission.ORGANISE),
    response=shapes.Conversation,
    summary="Resolve",
)
def resolve(request: HttpRequest, number: int) -> HttpResponse:
    """Hold the matter to be settled. The customer's next letter opens it again."""
    return done(request, "resolve", number)


@router.post(
    f"{PATH}/reopen",
    auth=needing(Permission.ORGANISE),
    response=shapes.Conversation,
    summary="Reopen",
)
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Take up a settled matter again."""
    return done(request, "reopen", number)


@router.post(
    f"{PATH}/merge",
    auth=needing(Permission.MERGE),
    response=shapes.Conversation,
    summary="Merge into another conversation",
)
def merge(request: HttpRequest, number: int, given: Merging) -> HttpResponse:
    """Answers with the one that goes on. Harmless twice; `unmerge` undoes it."""
    conversation = CAPABILITIES["merge"].find(number, by=request.auth)
    into = Conversation.objects.visible_to(request.auth).filter(pk=given.into).first()
    if into is None:
        raise refusal("into", f"There is no conversation {given.into}.", "unknown")
    goes_on = CAPABILITIES["merge"].act(conversation, into=into, by=request.auth)
    return now(request, goes_on.pk)


@router.post(
    f"{PATH}/unmerge",
    auth=needing(Permission.MERGE),
    response=shapes.Conversation,
    summary="Take out of another conversation",
)
def unmerge(request: HttpRequest, number: int) -> HttpResponse:
    """With all that was said in it. Harmless for one that was not merged."""
    return done(request, "unmerge", number)


@router.post(
    f"{PATH}/tag",
    auth=needing(Permission.ORGANISE),
    response=shapes.Conversation,
    summary="Put a tag on",
)
def tag(request: HttpRequest, number: int, given: Tag) -> HttpResponse:
    """Harmless twice."""
    return done(request, "tag", number, tag=given.tag)


@router.post(
    f"{PATH}/untag",
    auth=needing(Permission.ORGANISE),
    response=shapes.Conversation,
    summary="Take a tag off",
)
def untag(request: HttpRequest, number: int, given: Tag) -> HttpResponse:
    """Harmless when it is not there."""
    return done(request, "untag", number, tag=given.tag)


@router.post(
    f"{PATH}/priority", auth=needing(Permission.ORGANISE), response=shapes.Conversation, summary="Set the priority"
)
def priority(request: HttpRequest, number: int, given: Priority) -> HttpResponse:
    """low, normal, high or urgent."""
    return done(request, "set priority", number, priority=given.priority)


def _of_a_message(request: HttpRequest, name: str, number: int, **words: Any) -> HttpResponse:
    CAPABILITIES[name].do(number, by=request.auth, **words)
    return told.told(reading.messages([reading.message(number, agent=request.auth)])[0])
