"""The rows that a letter of somebody new leaves behind, by nothing but SQL."""

from __future__ import annotations

from uuid import uuid4

import psycopg

from bench.create import copy_of
from regulars.channels.email.models import InboundLetter, ThreadAlias
from regulars.conversations.models import Conversation, Message, Participant
from regulars.customers.models import Customer, Identity, Reaction, TimelineEvent
from regulars.lib.postgres import connection_facts

LETTERS, TOGETHER = 400, 20  # letters in all; in one transaction
RAW = "INSERT INTO email_rawletter SELECT %s, content, size FROM email_rawletter WHERE sha256 = %s"
WORDS = """
    INSERT INTO conversations_searchentry (message_id, conversation_id, week, at, words)
    SELECT %s, conversation_id, extract(epoch FROM now())::bigint / 604800, now(), to_tsvector('regulars', text) FROM conversations_message WHERE id = %s
"""
NEW = {"conversation_id": "%s"}
LEDGER = copy_of(InboundLetter, raw_id="%s", fingerprint="gen_random_uuid()")
CUSTOMER, IDENTITY = copy_of(Customer), copy_of(Identity, customer_id="%s", value="%s")
CONVERSATION, MESSAGE = copy_of(Conversation, customer_id="%s"), copy_of(Message, **NEW)
PARTICIPANT, ALIAS = copy_of(Participant, **NEW), copy_of(ThreadAlias, key="gen_random_uuid()", **NEW)
EVENT, REACTION = copy_of(TimelineEvent, customer_id="%s"), copy_of(Reaction, event_id="%s")


def write_barely() -> None:
    """Copy the newest letter that began a conversation so many times, row by row, each statement prepared once."""
    letter = InboundLetter.objects.filter(state="done", message_id__gt=0).order_by("-pk")
    like = next(each for each in letter if Message.objects.filter(pk=each.message_id, position=1).exists())
    customer = Conversation.objects.values_list("customer_id", flat=True).get(pk=like.conversation_id)
    facts = {
        "raw": like.raw_id,
        "ledger": like.pk,
        "customer": customer,
        "identity": Identity.objects.filter(customer=customer).latest("pk").pk,
        "conversation": like.conversation_id,
        "message": like.message_id,
        "participant": Participant.objects.filter(conversation=like.conversation_id).latest("pk").pk,
        "alias": ThreadAlias.objects.filter(conversation=like.conversation_id).latest("pk").pk,
        "events": list(TimelineEvent.objects.filter(customer=customer).values_list("pk", flat=True)[:4]),
        "reaction": Reaction.objects.filter(customer_id=customer).latest("pk").pk,
    }
    with psycopg.connect(**connection_facts()) as alone:
        alone.prepare_threshold = 0
        for number in range(LETTERS):
            _write(alone, facts)
            if number % TOGETHER == TOGETHER - 1:
                alone.commit()


def _write(alone: psycopg.Connection, like: dict) -> None:
    def new(statement: str, *values: object) -> int:
        return alone.execute(statement, values).fetchone()[0]

    name = uuid4().hex
    alone.execute(RAW, [name, like["raw"]])
    new(LEDGER, name, like["ledger"])
    customer = new(CUSTOMER, like["customer"])
    new(IDENTITY, customer, f"{name}@letters.example", like["identity"])
    conversation = new(CONVERSATION, customer, like["conversation"])
    message = new(MESSAGE, conversation, like["message"])
    alone.execute(WORDS, [message, like["message"]])
    new(PARTICIPANT, conversation, like["participant"])
    new(ALIAS, conversation, like["alias"])
    events = [new(EVENT, customer, each) for each in like["events"]]
    for event in events[:2]:
        new(REACTION, event, like["reaction"])
