import json
from dataclasses import dataclass, fields
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import transaction

from regulars.conversations.events import ConversationTagged
from regulars.customers import timeline
from regulars.customers.actor import SYSTEM, Actor
from regulars.customers.events import CATALOGUE, CustomerMet, Event
from regulars.customers.models import Reaction, TimelineEvent
from regulars.customers.telling import told
from regulars.lib.gathering import gathered
from regulars.lib.postgres import connection_facts
from tests.waiting import PATIENCE


def tagged(word="vip"):
    return ConversationTagged(conversation=42, inbox=1, tag=word)


def test_record_writes_one_row_with_its_facts(ada, noor):
    row = timeline.record(tagged(), customer=ada, by=Actor.of(noor))
    row.refresh_from_db()
    assert (row.kind, row.about, row.by) == ("conversation.tagged", "conversation:42", f"agent:{noor.pk}")
    assert row.facts == {"conversation": 42, "inbox": 1, "tag": "vip"} and row.because is None


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused(ada):
    with pytest.raises(RuntimeError, match="transaction"):
        timeline.record(tagged(), customer=ada, by=SYSTEM)
    assert not TimelineEvent.objects.filter(kind="conversation.tagged").exists()


@pytest.mark.django_db(transaction=True)
def test_open_pages_are_told_at_commit_and_not_before(ada):
    with psycopg.connect(**connection_facts(), autocommit=True) as ear:
        ear.execute("LISTEN live")
        with transaction.atomic():
            row = timeline.record(tagged(), customer=ada, by=SYSTEM)
            assert not list(ear.notifies(timeout=0.2, stop_after=1))
        heard = [json.loads(notice.payload) for notice in ear.notifies(timeout=PATIENCE, stop_after=1)]
    assert heard == [timeline.told_of(row)]
    assert heard[0]["topics"] == ["conversation:42", f"customer:{ada.pk}", "inbox:1", "inbox"]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_never_happened(ada):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        timeline.record(CustomerMet(channel="email"), customer=ada, by=SYSTEM)
        raise ZeroDivisionError
    assert not TimelineEvent.objects.exists() and not Reaction.objects.exists()


def test_the_cause_is_stored(ada):
    with timeline.because_of(7):
        assert timeline.record(tagged(), customer=ada, by=SYSTEM).because == 7
    assert timeline.record(tagged("b"), customer=ada, by=SYSTEM).because is None


def test_backfill_writes_history_without_reactions(ada, settings):
    from regulars.conversations.events import MessageReceived

    long_ago = datetime(2011, 5, 14, 9, tzinfo=UTC)
    event = MessageReceived(conversation=1, inbox=1, message=1, channel="email")
    timeline.backfill([(event, ada, long_ago)], by=SYSTEM)
    assert TimelineEvent.objects.get(kind="message.received").at == long_ago
    assert not Reaction.objects.exists()


def test_two_events_of_one_name_are_refused():
    with pytest.raises(TypeError, match=r"customer\.met"):

        @dataclass(frozen=True, kw_only=True)
        class Twin(Event):
            kind = "customer.met"
            says = ""


def test_replay_tells_in_the_words_of_the_first_time(ada):
    rows = timeline.record_all([tagged("a"), tagged("b")], customer=ada, by=SYSTEM)
    assert timeline.since(rows[0].pk - 1, limit=10) == [timeline.told_of(row) for row in rows]
    assert timeline.position() == rows[1].pk


def test_every_kind_can_be_told(ada, noor):
    for kind in CATALOGUE.values():
        facts = {field.name: _example(field.name) for field in fields(kind)}
        timeline.record(kind(**facts), customer=ada, by=Actor.of(noor))
    lines = told(TimelineEvent.objects.all(), customer=ada, with_quiet=True)
    assert len(lines) == len(CATALOGUE)
    assert not [line.sentence for line in lines if "{" in line.sentence]
    assert "Noor Haddad tagged this vip" in [line.sentence for line in lines]


def _example(name):
    return {
        "tag": "vip",
        "to": "Noor",
        "channel": "email",
        "language": "fr",
        "priority": "high",
        "is_automatic": False,
        "agents": [1],
    }.get(name, 1)


def test_gathered_events_are_written_in_their_order_each_with_its_cause(ada, ben):
    with transaction.atomic(), gathered():
        with timeline.because_of(7):
            first = timeline.record(tagged("a"), customer=ada, by=SYSTEM)
        second = timeline.record(tagged("b"), customer=ben, by=SYSTEM)
        assert first.pk is None
    assert first.pk < second.pk
    assert list(TimelineEvent.objects.order_by("pk").values_list("customer", "facts__tag", "because")) == [
        (ada.pk, "a", 7),
        (ben.pk, "b", None),
    ]
