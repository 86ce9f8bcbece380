"""What programs name in a request, found and made ready for the actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from regulars.api.given.conversations import NewConversation
from regulars.api.given.messages import Person
from regulars.conversations.actions.begin import begin
from regulars.conversations.actions.receive import ready, receive
from regulars.conversations.incoming import File, Incoming
from regulars.conversations.models import Attachment, Conversation, Inbox, Topic
from regulars.conversations.writing import claimed, written
from regulars.customers import identities
from regulars.customers.actions.identify import identify
from regulars.lib import blobs
from regulars.lib.gathering import gathered
from regulars.lib.question import Question
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line
from regulars.team.models import Agent, Team


def opened_by_us(given: NewConversation, *, agent: Agent) -> Conversation:
    return begin(
        the_inbox(given.inbox, agent=agent),
        by=agent,
        recipients=recipients(given.to, given.cc, given.bcc),
        subject=given.subject,
        text=given.text,
        html=given.html,
        attachments=the_files(given.attachments, agent=agent),
    )


@transaction.atomic
@gathered()
def opened_by_customer(given: NewConversation, *, agent: Agent) -> tuple[Conversation, str]:
    """As if the customer had written: nobody has answered, and they wait. Returns their address too."""
    person = given.from_ or Person(email="")
    try:
        address = identities.email(person.email)
    except ValidationError:
        raise refusal("from.email", f"“{person.email}” is no e-mail address.") from None
    uploads = claimed(the_files(given.attachments, agent=agent), by=agent)
    text, html = written(given.text, given.html, needs_words=not uploads)
    incoming = Incoming(
        channel="api",
        customer=identify("email", address, name=person.name, channel="api"),
        author_name=person.name,
        author_address=address,
        subject=one_line(given.subject, limit=500),
        text=text,
        visible_text=text,
        html=html,
        files=tuple(File(name=each.name, content=_content(each), content_type=each.content_type) for each in uploads),
    )
    conversation = receive(incoming, inbox=the_inbox(given.inbox, agent=agent)).conversation
    if uploads:  # their bytes are on the message now
        Attachment.objects.filter(pk__in=[each.pk for each in uploads]).delete()
    conversation.read_position = 0  # type: ignore[attr-defined]
    return conversation, address


_oldest = Question(lambda: ready(Inbox.objects.order_by("pk"))[:1])


def the_inbox(number: int | None, *, agent: Agent) -> Inbox:
    if not number and agent.is_active and agent.works_in is None and (oldest := _oldest.first()):
        return oldest
    visible = Inbox.objects.visible_to(agent).order_by("pk")
    for found in (visible.filter(pk=number) if number else visible)[:1]:
        return found
    raise refusal("inbox", f"There is no inbox {number or ''}".strip() + ".")


def the_agent(number: int | None) -> Agent | None:
    found = Agent.objects.filter(pk=number).first() if number else None
    if number and found is None:
        raise refusal("agent", f"There is no agent {number}.")
    return found


def the_team(number: int | None) -> Team | None:
    found = Team.objects.filter(pk=number).first() if number else None
    if number and found is None:
        raise refusal("team", f"There is no team {number}.")
    return found


def the_topic(number: int | None) -> Topic | None:
    found = Topic.objects.filter(pk=number).first() if number else None
    if number and found is None:
        raise refusal("topic", f"There is no topic {number}.")
    return found


def the_files(numbers: Sequence[int], *, agent: Agent) -> list[Attachment]:
    """What this agent has uploaded, in the order named."""
    known = Attachment.objects.filter(uploaded_by=agent).in_bulk(numbers) if numbers else {}
    for number in numbers:
        if number not in known:
            raise refusal("attachments", f"There is no file {number} of yours: POST it to /api/attachments first.")
    return [known[number] for number in dict.fromkeys(numbers)]


def recipients(*ways: Sequence[str | Person] | None) -> dict[str, list[Any]]:
    """`to`, `cc` and `bcc` in the words of `reply`; a way that was not named is left out."""
    return {
        way: [{"name": each.name, "address": each.email} if isinstance(each, Person) else each for each in people]
        for way, people in zip(("to", "cc", "bcc"), ways, strict=True)
        if people is not None
    }


def _content(file: Attachment) -> bytes:
    with blobs.fetch(file.sha256) as content:
        return content.read()
