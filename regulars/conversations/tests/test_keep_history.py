"""Filing messages of former times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from regulars.conversations.actions.keep_history import keep_history
from regulars.customers.models import Customer, Reaction, TimelineEvent
from regulars.team.models import Agent
from tests.cast import a_letter, letter_from, the_inbox

LONG_AGO = datetime(2019, 5, 4, 9, 0, tzinfo=UTC)


def test_an_old_letter_opens_a_resolved_conversation_under_its_date(ada: Customer) -> None:
    message = keep_history(a_letter(ada, "Is the Ethiopia back?"), at=LONG_AGO, inbox=the_inbox())
    conversation = message.conversation
    assert (conversation.status, conversation.waiting_since, conversation.last_activity_at) == (
        "resolved",
        None,
        LONG_AGO,
    )
    assert (message.at, message.created_at, message.state) == (LONG_AGO, LONG_AGO, "received")
    assert conversation.snippet == "Is the Ethiopia back?"


def test_what_we_wrote_then_is_ours(ada: Customer, grace: Agent) -> None:
    first = keep_history(a_letter(ada), at=LONG_AGO, inbox=the_inbox())
    answered = LONG_AGO + timedelta(hours=2)
    letter = a_letter(ada, "Since this morning.", author_address="hello@coffee.example")
    answer = keep_history(
        letter, at=answered, inbox=the_inbox(), conversation=first.conversation, is_ours=True, agent=grace
    )
    conversation = answer.conversation
    assert (answer.kind, answer.state, answer.agent) == ("out", "sent", grace)
    assert (conversation.replied_at, conversation.is_ours_last, conversation.resolved_at) == (answered, True, answered)


def test_nothing_follows_and_the_timeline_tells_it_under_its_date(ada: Customer) -> None:
    keep_history(a_letter(ada), at=LONG_AGO, inbox=the_inbox())
    events = TimelineEvent.objects.filter(customer=ada)
    assert {(event.kind, event.by, event.at) for event in events} == {
        ("conversation.opened", "import", LONG_AGO),
        ("message.received", "import", LONG_AGO),
    }
    assert not Reaction.objects.exists()


def test_an_old_letter_into_a_conversation_of_today_changes_nothing_about_now(ada: Customer) -> None:
    today = letter_from(ada, "And now?").conversation
    keep_history(a_letter(ada, "Long ago"), at=LONG_AGO, inbox=today.inbox, conversation=today)
    before = (today.status, today.waiting_since, today.last_activity_at, today.snippet)
    today.refresh_from_db()
    assert (today.status, today.waiting_since, today.last_activity_at, today.snippet) == before
    assert today.last_position == 2
