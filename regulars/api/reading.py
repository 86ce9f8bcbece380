"""What an answer needs, read from the database in as few questions as there are kinds of things in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection
from django.http import Http404

from regulars.api import told
from regulars.conversations.models import Attachment, Conversation, Delivery, Message, Outcome
from regulars.conversations.queries import shown
from regulars.conversations.questions import drafts_of
from regulars.conversations.standing import standings, with_clocks
from regulars.lib.question import Among, Question
from regulars.team.models import Agent

MOST_MESSAGES = 200  # of one conversation in one answer
# By hand, as every list asks it: building this query costs more than answering it.
_EMAILS = """
    SELECT DISTINCT ON (customer_id) customer_id, value FROM customers_identity
    WHERE kind = 'email' AND customer_id = ANY(%s) ORDER BY customer_id, is_primary DESC, id
"""

AFTER_ALL = 2**31 - 1  # a position
_conversation = Question(
    lambda number, agent: with_clocks(shown(Conversation.objects.visible_to(agent), agent=agent)).filter(pk=number),
    number=int,
    agent=int,
)
_newest = Question(
    lambda conversation, before: Message.objects.filter(conversation=conversation, position__lt=before).order_by("-position")[: MOST_MESSAGES + 1],
    conversation=int, before=int,
)  # fmt: skip
_files = Question(
    lambda messages: Attachment.objects.filter(Among("message_id", messages)).order_by("pk"), messages=list
)
_deliveries = Question(lambda messages: Delivery.objects.filter(Among("message_id", messages)), messages=list)
_outcomes = Question(
    lambda messages: (
        Outcome.objects.filter(Among("delivery__message_id", messages)).select_related("delivery").order_by("address")
    ),
    messages=list,
)


def conversations(rows: Sequence[Conversation]) -> list[told.Facts]:
    addresses = emails_of({row.customer_id for row in rows})
    return [told.conversation(row, addresses) for row in rows]


def conversation(number: int, *, agent: Agent) -> Conversation:
    """Raises Http404 for one that is not there, or not for this agent."""
    row = _conversation.first(number=number, agent=agent.pk)
    if row is None:
        raise Http404(f"There is no conversation {number}")
    return row


def whole_conversation(number: int, *, agent: Agent, before: int | None) -> told.Facts:
    row = conversation(number, agent=agent)
    several = _newest(conversation=number, before=before or AFTER_ALL)
    has_earlier = len(several) > MOST_MESSAGES
    several = several[:MOST_MESSAGES][::-1]
    drafts = [] if before else sorted(drafts_of(row, agent=agent), key=lambda draft: draft.saved_at)
    return {
        **conversations([row])[0],
        "promises": [told.promise(each) for each in standings(row.promised)],  # type: ignore[attr-defined]
        "messages": [*messages(several), *map(told.draft, drafts)],
        "earlier": several[0].position if has_earlier else None,
    }


def messages(rows: Sequence[Message]) -> list[told.Facts]:
    files: defaultdict[int | None, list[Attachment]] = defaultdict(list)
    for file in _files(messages=[row.pk for row in rows]):
        files[file.message_id].append(file)
    unsettled = [row.pk for row in rows if row.state in (Message.State.FAILED, Message.State.SENDING)]
    deliveries = {each.message_id: each for each in _deliveries(messages=unsettled)} if unsettled else {}
    outcomes = _outcomes_of([row.pk for row in rows if row.kind == Message.Kind.OUT])
    return [told.message(row, files[row.pk], deliveries.get(row.pk), outcomes[row.pk]) for row in rows]


def _outcomes_of(messages: list[int]) -> defaultdict[int, list[Outcome]]:
    found: defaultdict[int, list[Outcome]] = defaultdict(list)
    for outcome in _outcomes(messages=messages) if messages else []:
        found[outcome.delivery.message_id].append(outcome)
    return found


def message(number: int, *, agent: Agent) -> Message:
    """Raises Http404 for one that is not there, or not for this agent."""
    visible = Conversation.objects.visible_to(agent)
    for row in Message.objects.filter(pk=number, conversation__in=visible)[:1]:
        return row
    raise Http404(f"There is no message {number}")


def emails_of(customers: Iterable[int]) -> dict[int, str]:
    """The address of each customer: the primary one, or else the first."""
    with connection.cursor() as cursor:
        cursor.execute(_EMAILS, [list(customers)])
        return dict(cursor.fetchall())
