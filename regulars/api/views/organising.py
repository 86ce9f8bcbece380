"""Putting conversations away, taking them apart, tying them together, and asking somebody else. Capabilities, each by its own name."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from regulars.api import reading, shapes, told
from regulars.api.doing import done, now
from regulars.api.given.organising import (
    AsideAsking,
    ChecklistGiven,
    Linking,
    Snoozing,
    Splitting,
    StatusGiven,
    Unlinking,
)
from regulars.api.named import the_files
from regulars.api.signing_in import needing
from regulars.automation.capabilities import CAPABILITIES, visible_to
from regulars.conversations.actions.begin_aside import begin_aside
from regulars.conversations.actions.split import split as split_off
from regulars.conversations.actions.tick import tick
from regulars.conversations.actions.untick import untick
from regulars.conversations.asides import asides_of
from regulars.conversations.checklists import items_of
from regulars.conversations.models import Checklist, ChecklistItem, Conversation, NamedStatus
from regulars.customers.models import Customer
from regulars.lib.refusal import refusal
from regulars.team.permissions import Permission

router = Router(tags=["What may be done"])
PATH = "/conversations/{int:number}"
ORGANISE, MERGE, REPLY = needing(Permission.ORGANISE), needing(Permission.MERGE), needing(Permission.REPLY)


@router.post(f"{PATH}/snooze", auth=ORGANISE, response=shapes.Conversation, summary="Put away")
def snooze(request: HttpRequest, number: int, given: Snoozing) -> HttpResponse:
    """Until a time, or (null) until the next reply, which ends every snooze."""
    return done(request, "snooze", number, until=given.until)


@router.post(f"{PATH}/status", auth=ORGANISE, response=shapes.Conversation, summary="Set the status")
def status(request: HttpRequest, number: int, given: StatusGiven) -> HttpResponse:
    """One of the house's own, by its id; the conversation becomes what the status's category says."""
    CAPABILITIES["set status"].find(number, by=request.auth)
    named = NamedStatus.objects.filter(pk=given.status).first()
    if named is None:
        raise refusal("status", f"There is no status {given.status}.", "unknown")
    return done(request, "set status", number, status=named)


@router.get("/statuses", response=shapes.PageOf[shapes.Status], summary="Statuses")
def statuses(request: HttpRequest) -> HttpResponse:
    """The house's own names within open, pending and resolved."""
    return told.page_of([told.status(row) for row in NamedStatus.objects.filter(retired_at=None)], None)


@router.post(f"{PATH}/split", auth=MERGE, response={201: shapes.Conversation}, summary="Split")
def split(request: HttpRequest, number: int, given: Splitting) -> HttpResponse:
    """Let some messages go on in a new conversation, which is answered. `unsplit` undoes it."""
    conversation = CAPABILITIES["merge"].find(number, by=request.auth)
    customer = Customer.objects.filter(pk=given.customer).first() if given.customer else None
    if given.customer and customer is None:
        raise refusal("customer", f"There is no customer {given.customer}.", "unknown")
    new = split_off(conversation, messages=given.messages, subject=given.subject, customer=customer, by=request.auth)
    return now(request, new.pk, status=201)


@router.post(f"{PATH}/unsplit", auth=MERGE, response=shapes.Conversation, summary="Undo a split")
def unsplit(request: HttpRequest, number: int) -> HttpResponse:
    """Answers with the conversation that the messages are back in. Harmless for what was not split off."""
    return now(request, CAPABILITIES["unsplit"].do(number, by=request.auth).pk)


@router.post(f"{PATH}/follow-up", auth=REPLY, response={201: shapes.Conversation}, summary="Follow up")
def follow_up(request: HttpRequest, number: int) -> HttpResponse:
    """Take up a settled matter again in a new conversation, which is answered."""
    return now(request, CAPABILITIES["follow up"].do(number, by=request.auth).pk, status=201)


@router.post(f"{PATH}/link", auth=ORGANISE, response=shapes.Conversation, summary="Link with another conversation")
def link(request: HttpRequest, number: int, given: Linking) -> HttpResponse:
    """related, or read from this one: a duplicate of, or caused by, the other. Harmless twice."""
    return done(request, "link", number, other=_other(request, number, given.other), kind=given.kind)


@router.post(f"{PATH}/unlink", auth=ORGANISE, response=shapes.Conversation, summary="Take a link off")
def unlink(request: HttpRequest, number: int, given: Unlinking) -> HttpResponse:
    """Harmless when there is none."""
    return done(request, "unlink", number, other=_other(request, number, given.other))


@router.get(f"{PATH}/checklist", response=shapes.PageOf[shapes.ToDo], summary="The checklist")
def checklist(request: HttpRequest, number: int) -> HttpResponse:
    """What has to be done, and who has done it."""
    conversation = CAPABILITIES["resolve"].find(number, by=request.auth)
    return told.page_of([told.to_do(item) for item in items_of(conversation)], None)


@router.post(f"{PATH}/checklist", auth=ORGANISE, response=shapes.Conversation, summary="Add to the checklist")
def add(request: HttpRequest, number: int, given: ChecklistGiven) -> HttpResponse:
    """One of the house's lists by its id, or one thing."""
    if given.checklist is None:
        return done(request, "add to do", number, text=given.text)
    found = Checklist.objects.filter(pk=given.checklist).first()
    if found is None:
        raise refusal("checklist", f"There is no checklist {given.checklist}.", "unknown")
    return done(request, "add checklist", number, checklist=found)


@router.post("/checklist/{int:number}/tick", auth=ORGANISE, response=shapes.ToDo, summary="Tick off")
def tick_off(request: HttpRequest, number: int) -> HttpResponse:
    """Harmless twice."""
    item = _item(request, number)
    tick(item, by=request.auth)
    return told.told(told.to_do(_item(request, number)))


@router.post("/checklist/{int:number}/untick", auth=ORGANISE, response=shapes.ToDo, summary="Take a tick off")
def tick_on(request: HttpRequest, number: int) -> HttpResponse:
    """Harmless when it was not ticked."""
    item = _item(request, number)
    untick(item, by=request.auth)
    return told.told(told.to_do(_item(request, number)))


@router.post(f"{PATH}/ask", auth=REPLY, response={201: shapes.Conversation}, summary="Ask somebody else")
def ask(request: HttpRequest, number: int, given: AsideAsking) -> HttpResponse:
    """By mail, about this conversation: answers with the one in which they are asked. The customer sees none of it."""
    conversation = CAPABILITIES["ask"].find(number, by=request.auth)
    words = {"to": ", ".join(given.to), "subject": given.subject, "text": given.text}
    files = the_files(given.attachments, agent=request.auth)
    side = begin_aside(
        conversation, **words, quotes=given.quotes, files=given.files, attachments=files, by=request.auth
    )
    return now(request, side.pk, status=201)


@router.get(
    f"{PATH}/asides", response=shapes.PageOf[shapes.Conversation], summary="Where somebody else is asked about it"
)
def asides(request: HttpRequest, number: int) -> HttpResponse:
    """Conversations with `side_of`; they stand in no other list."""
    conversation = CAPABILITIES["resolve"].find(number, by=request.auth)
    visible = asides_of(conversation).filter(pk__in=visible_to(request.auth))
    rows = [reading.conversation(each.pk, agent=request.auth) for each in visible]
    return told.page_of(reading.conversations(rows), None)


def _other(request: HttpRequest, number: int, named: int) -> Conversation:
    CAPABILITIES["link"].find(number, by=request.auth)
    other = visible_to(request.auth).filter(pk=named).first()
    if other is None:
        raise refusal("other", f"There is no conversation {named}.", "unknown")
    return other


def _item(request: HttpRequest, number: int) -> ChecklistItem:
    item = ChecklistItem.objects.filter(pk=number, conversation__in=visible_to(request.auth)).first()
    if item is None:
        raise refusal("item", f"There is nothing to do with the number {number}.", "unknown")
    return item
