"""The worlds of `seeds/` are whole and true: as if the verbs had written every row."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from regulars.channels.email.models import InboundLetter, SentLetter
from regulars.conversations.models import (
    Attachment,
    Attention,
    Clock,
    Conversation,
    Delivery,
    Message,
    Promise,
    SearchEntry,
)
from regulars.conversations.search import remember_words
from regulars.customers.events import CATALOGUE
from regulars.customers.models import Customer, Reaction, TimelineEvent
from regulars.team.models import Agent
from seeds import bulk, coffee_shop, empty
from seeds.bulk.words import bodies
from seeds.coffee.house import open_house
from seeds.coffee.matters import look_back
from seeds.coffee.stories import STORIES
from seeds.telling import clock

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def silent(done: int, total: int) -> None:
    pass


@pytest.mark.long
def test_the_coffee_shop_looks_as_if_people_had_worked_there(db):
    coffee_shop.build(conversations=len(STORIES) + 40, progress=silent)
    assert Conversation.objects.count() - 40 == len(STORIES) >= 60
    assert not Reaction.objects.exclude(state=Reaction.State.DONE).exists()
    assert not Delivery.objects.filter(state=Delivery.State.WAITING).exists()
    assert not InboundLetter.objects.exclude(state=InboundLetter.State.DONE).exists()
    assert Message.objects.filter(state=Message.State.FAILED).count() == 1
    told = Message.objects.filter(conversation__gt=Conversation.objects.order_by("pk")[39].pk)  # the crowd was before
    assert SentLetter.objects.count() == told.filter(state=Message.State.SENT).count()
    assert Message.objects.filter(is_stranger=True).exists() and Message.objects.filter(is_automatic=True).exists()
    assert Message.objects.exclude(html="").filter(kind="in").count() >= 2
    assert Attachment.objects.filter(is_inline=True).count() == 1
    assert {"en", "fr", "de", "es", "it", "ja"} <= set(Customer.objects.values_list("language", flat=True))
    assert Agent.objects.get(email=coffee_shop.SIGN_INS[0][0]).check_password(coffee_shop.SIGN_INS[0][1])
    assert Message.objects.filter(text__contains="\n> ").exclude(visible_text__contains="\n> ").count() > 20
    everything_is_past_and_known()
    promises_were_kept_broken_and_run()


def promises_were_kept_broken_and_run():
    assert set(Clock.objects.filter(ended_at__isnull=False).values_list("outcome", flat=True)) >= {"kept", "broken"}
    assert (
        not Clock.objects.filter(next_at__lte=timezone.now()).exists()
        and not Promise.objects.exclude(applied_to=None).exists()
    )
    for conversation in Conversation.objects.all():
        first = conversation.clocks.filter(ended_at=None, due_at__isnull=False).order_by("due_at").first()
        assert conversation.due_at == (first and first.due_at)
        assert conversation.is_open or first is None
    assert Conversation.objects.filter(due_at__isnull=False).count() > 10


def test_a_crowd_is_written_as_the_verbs_write(db):
    inbox = open_house()
    bulk.load(250, inbox=inbox, now=timezone.now(), progress=silent)
    everything_is_past_and_known()
    brought = set(Attention.objects.values_list("conversation", "agent", "spent"))
    look_back()
    assert set(Attention.objects.values_list("conversation", "agent", "spent")) > brought > set()
    for conversation in Conversation.objects.all():
        numbers = list(conversation.messages.order_by("position").values_list("position", flat=True))
        newest = conversation.messages.exclude(kind="note").latest("position")
        assert numbers == list(range(1, conversation.last_position + 1))
        assert (conversation.is_ours_last, conversation.last_activity_at) == (newest.kind == "out", newest.at)
        assert conversation.messages.filter(kind="in").latest("position").position == conversation.inbound_position
        assert (conversation.waiting_since is None) == (not conversation.is_open or conversation.is_ours_last)
        assert conversation.snippet[:60] in newest.text.replace("\n\n", " ")
    assert Delivery.objects.count() == Message.objects.filter(kind="out").count()
    assert not Clock.objects.exists()


def test_a_crowd_is_found_by_the_words_that_the_verbs_would_remember(db):
    bulk.load(250, inbox=open_house(), now=timezone.now(), progress=silent)
    written = dict(SearchEntry.objects.values_list("message_id", "words"))
    for message in Message.objects.all():
        remember_words(message)
    assert dict(SearchEntry.objects.values_list("message_id", "words")) == written
    found = SearchEntry.objects.extra(where=[f"words @@ to_tsquery('regulars', '{bulk.IN_ONE_OF_100}')"])
    assert found.count() == 3  # 37, 137 and 237


def test_a_crowd_leaves_the_tables_as_they_were(db):
    inbox, before = open_house(), indexes_and_constraints()
    bulk.load(120, inbox=inbox, now=timezone.now(), progress=silent)
    bulk.load(30, inbox=inbox, now=timezone.now(), progress=silent)
    assert indexes_and_constraints() == before
    assert Conversation.objects.create(inbox=inbox, customer=Customer.objects.first()).pk == 151 + first_number()


def test_an_empty_house_has_an_owner_and_nothing_else(db):
    empty.build(conversations=60, progress=silent)
    assert Agent.objects.get().email == empty.SIGN_INS[0][0]
    assert not Conversation.objects.exists() and not Customer.objects.exists()


def test_the_crowd_says_the_same_each_time():
    assert list(bodies()) == list(bodies())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12d 09:41", datetime(2026, 11, 8, 8, 41, tzinfo=UTC)),  # in Lyon
        ("3h 10m", NOON - timedelta(hours=3, minutes=10)),
        ("+25m", NOON - timedelta(days=9, minutes=-25)),
        ("+1d 08:30", datetime(2026, 11, 12, 7, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_of_a_story_is_ago_or_after_the_step_before(written, meant):
    assert clock.moment(written, now=NOON, after=NOON - timedelta(days=9)) == meant


@pytest.mark.parametrize("written", ["", "+", "soon", "12d 9:41"])
def test_a_moment_that_means_nothing_is_refused(written):
    with pytest.raises(ValueError, match="is no time"):
        clock.moment(written, now=NOON, after=NOON)


def everything_is_past_and_known():
    now = timezone.now()
    assert not Message.objects.filter(created_at__gt=now).exists()
    assert not TimelineEvent.objects.filter(at__gt=now).exists()
    for event in TimelineEvent.objects.all():
        kind = CATALOGUE[event.kind]
        assert event.about == kind.subject(kind(**event.facts).facts)


def indexes_and_constraints():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")
        indexes = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint")
        return indexes, set(cursor.fetchall())


def first_number():
    return Conversation.objects.order_by("pk").first().pk - 1
