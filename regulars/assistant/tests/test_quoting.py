"""Without a model: a chat is answered with the words of an article, or handed over; and nobody is ever left standing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from regulars.assistant.actions.save_provider import save_provider
from regulars.assistant.models import Answer, Provider
from regulars.assistant.tests.chatting import Talk, answering, everything
from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation, Inbox, Message
from regulars.customers.models import TimelineEvent
from regulars.knowledge.actions.publish import publish
from regulars.knowledge.actions.save_article import save_article
from regulars.knowledge.actions.save_centre import save_centre
from regulars.knowledge.actions.write import write
from regulars.knowledge.models import HelpCentre
from regulars.routing.waiting import waiting
from regulars.team.models import Agent, Team

DESCALE = (
    "<h2>How often</h2><p>Descale the espresso machine every three months with citric acid, and rinse it twice.</p>"
)
ASKED = "How often must I descale the espresso machine?"
UNKNOWN = "Do you sell boats?"


@pytest.fixture
def shop(inbox: Inbox, beans: Team, grace: Agent) -> Inbox:
    """Articles are published, and the assistant answers chats."""
    inbox.team = beans
    inbox.save()
    centre = save_centre(HelpCentre(brand=inbox.brand), title="Help", languages=["en", "de"], is_open=True, by=grace)
    article = save_article(None, centre=centre, facts={}, by=grace)
    publish(write(article, language="en", title="Descale the espresso machine", html=DESCALE, by=grace), by=grace)
    answering(inbox)
    return inbox


def test_a_chat_is_answered_with_the_words_of_an_article_and_settled_by_a_press(shop: Inbox, beans: Team) -> None:
    talk = Talk(shop)
    (line,) = talk.write(ASKED)
    assert "every three months with citric acid" in line["text"] and line["is_automatic"]
    assert line["sources"][0]["title"] == "Descale the espresso machine"
    assert "/en/articles/descale-the-espresso-machine#how-often" in line["sources"][0]["address"]
    assert [choice["key"] for choice in line["choices"]] == ["solved", "person"]
    conversation, answer = talk.conversation, Answer.objects.get()
    assert conversation.is_with_assistant and not waiting(beans).exists(), "it waits apart"
    assert conversation.replied_at is None and conversation.waiting_since, "that was no answer of ours"
    assert (answer.made_by, answer.outcome) == ("quote", "open") and answer.confidence >= 0.6
    assert answer.evidence[0]["quoted"] in answer.text and answer.said.text.endswith(line["sources"][0]["address"])
    talk.write("That solved it", choice="solved")
    conversation, answer = talk.conversation, Answer.objects.get()
    assert (conversation.status, conversation.solved_by, answer.outcome) == ("resolved", "assistant", "solved")
    assert TimelineEvent.objects.filter(kind="assistant.solved", facts__is_confirmed=True).exists()
    talk.write("It drips now, though.")
    assert Answer.objects.order_by("pk").first().outcome == "reopened" and talk.conversation.solved_by is None


def test_whoever_asks_for_a_person_gets_one_who_knows_what_was_asked_and_shown(shop: Inbox, beans: Team) -> None:
    talk = Talk(shop)
    talk.write(ASKED)
    (line,) = talk.write("Talk to a person", choice="person")
    assert "person" in line["text"] and not line["choices"]
    note = talk.conversation.messages.get(kind=Message.Kind.NOTE)
    assert all(words in note.text for words in (ASKED, "Descale the espresso machine", "asked for a person"))
    assert not talk.conversation.is_with_assistant and waiting(beans).get() == talk.conversation
    assert (Answer.objects.get().outcome, Answer.objects.get().because) == ("handed_over", "asked")
    assert talk.write("Hello?") == [], "people have it now"
    assert talk.write("x", choice="solved") == [] and talk.conversation.is_open, "nothing is offered any more"


def test_what_no_article_answers_is_handed_over_at_once(shop: Inbox, beans: Team) -> None:
    talk = Talk(shop)
    (line,) = talk.write(UNKNOWN)
    assert "A person" in line["text"] and not line["choices"] and not line["sources"]
    assert waiting(beans).exists() and Answer.objects.get().because == "unsure" and Answer.objects.get().text == ""


@pytest.mark.parametrize("silence", ["hand_over", "resolve"])
def test_nobody_waits_for_the_assistant_longer_than_was_said(shop: Inbox, beans: Team, silence: str) -> None:
    answering(shop, silence=silence)
    talk = Talk(shop)
    talk.write(ASKED)
    Conversation.objects.update(assistant_until=timezone.now() - timedelta(seconds=1))
    assert waiting(beans).exists(), "also while the worker is away"
    everything()
    conversation, answer = talk.conversation, Answer.objects.get()
    if silence == "resolve":
        assert (conversation.solved_by, answer.outcome) == ("assistant", "assumed")
    else:
        assert conversation.is_open and (answer.outcome, answer.because) == ("handed_over", "silent")
    everything()
    assert conversation.messages.count() == talk.conversation.messages.count()


def test_an_agent_takes_it_by_answering_or_by_having_it(shop: Inbox, grace: Agent, noor: Agent) -> None:
    one, other = Talk(shop), Talk(shop)
    one.write(ASKED)
    other.write(ASKED)
    reply(one.conversation, by=grace, text="Every two, with your water.")
    assign(other.conversation, agent=noor, by=noor)
    everything()
    for talk in (one, other):
        assert not talk.conversation.is_with_assistant
        assert set(talk.conversation.answers.values_list("outcome", "because")) == {("handed_over", "taken")}
        assert talk.write(ASKED) == []


def test_switched_off_it_says_nothing_and_leaves_everything_to_people(shop: Inbox, beans: Team, grace: Agent) -> None:
    save_provider(Provider(is_stopped=True), by=grace)
    assert Talk(shop).write(ASKED) == [] and waiting(beans).exists() and not Answer.objects.exists()
    save_provider(Provider(is_stopped=False), by=grace)
    talk = Talk(shop)
    (line,) = talk.write("Wie oft muss ich die Espressomaschine mit Zitronensäure entkalken, bitte?")
    assert line["text"] and talk.conversation.answers.get().language == "de"
