"""Without a model: a chat is answered with the words of an article, or handed over; and nobody is ever left standing.

What a visitor writes goes the whole way: consider_question has an answer made, tend makes it and lets say tell it; settle, hand_over,
note_taken and note_reopened end it, and leave_to_assistant holds the conversation meanwhile. A search asks answer_search.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from regulars.assistant.actions.forget_answers import forget_answers
from regulars.assistant.actions.save_duty import save_duty
from regulars.assistant.actions.save_provider import save_provider
from regulars.assistant.actions.tend import tend
from regulars.assistant.models import Answer, Duty, Provider, Task
from regulars.assistant.saying import readable
from regulars.assistant.tests.chatting import Talk, answering, everything
from regulars.channels.chat.state import state_of
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import Mailbox
from regulars.channels.email.tests.conftest import keep
from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation, Inbox, Message
from regulars.customers.actions.react import react
from regulars.customers.events import CustomerErased
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
    assert state_of(talk.visitor.pk, language="en")["queue"] == "", "and nobody is before it"
    assert conversation.replied_at is None and conversation.waiting_since, "that was no answer of ours"
    assert (answer.made_by, answer.outcome) == ("quote", "open") and answer.confidence >= 0.6
    assert answer.evidence[0]["quoted"] in answer.text and answer.said.text.endswith(line["sources"][0]["address"])
    talk.write("That solved it", choice="solved")
    conversation, answer = talk.conversation, Answer.objects.get()
    assert (conversation.status, conversation.solved_by, answer.outcome) == ("resolved", "assistant", "solved")
    assert TimelineEvent.objects.filter(kind="assistant.solved", facts__is_confirmed=True).exists()
    forgotten = Answer.objects.get()
    talk.write("It drips now, though.")
    assert Answer.objects.order_by("pk").first().outcome == "reopened" and talk.conversation.solved_by is None
    forget_answers(CustomerErased(), customer=talk.conversation.customer)
    forgotten.refresh_from_db()
    assert (forgotten.question, forgotten.text, forgotten.outcome) == ("", "", "reopened")


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


def test_a_letter_gets_an_acknowledgement_that_carries_the_answer_and_a_machine_none(shop: Inbox, beans: Team) -> None:
    answering(shop, channels=["email"])
    mailbox = Mailbox.objects.create(inbox=shop, address="hello@coffee.example")
    person = f"From: Ada <ada@moreau.example>\r\nTo: hello@coffee.example\r\nSubject: Descaling\r\nMessage-ID: <1@moreau.example>\r\n\r\n{ASKED}\r\n"
    machine = person.replace("<1@", "<2@").replace("Subject:", "Auto-Submitted: auto-generated\r\nSubject:")
    for letter in (
        person,
        machine,
        person.replace("<1@", "<3@").replace("Subject:", "List-Id: <all.example>\r\nSubject:"),
    ):
        keep(letter.encode(), mailbox, envelope_from="ada@moreau.example")
    while take_letters() or react() or tend():
        pass
    answer = Answer.objects.get(said__isnull=False)
    assert answer.said.subject == "Re: Descaling" and "every three months" in answer.said.text
    assert answer.said.recipients["to"][0]["address"] == "ada@moreau.example" and answer.said.is_automatic
    assert answer.conversation.waiting_since and answer.conversation in waiting(beans), "people answer as ever"
    assert Message.objects.filter(kind=Message.Kind.OUT).count() == 1


def test_a_help_centre_answers_above_what_it_finds(shop: Inbox, client: Client, grace: Agent) -> None:
    centre = HelpCentre.objects.get()
    place = f"/help/{centre.slug}/en/search"
    own = {"HTTP_SEC_FETCH_SITE": "same-origin"}
    assert client.post(f"{place}/answer", {"q": ASKED}, **own).status_code == 204, "it is not switched on"
    save_duty(Duty(centre=centre, task=Task.ANSWER, way=Duty.Way.ITSELF), by=grace)
    assert f'address="{place}/answer"' in client.get(place, {"q": ASKED}).content.decode()
    page = client.post(f"{place}/answer", {"q": ASKED}, **own).content.decode()
    assert "every three months with citric acid" in page and "#how-often" in page
    token = page.partition('name="solved" value="')[2].partition('"')[0]
    assert client.post(f"{place}/answer", {"solved": token + "x"}, **own).status_code == 204
    assert client.post(f"{place}/answer", {"solved": token}, **own).status_code == 200
    assert Answer.objects.get().outcome == "solved"
    assert client.post(f"{place}/answer", {"q": UNKNOWN}, **own).status_code == 204
    assert client.post(f"{place}/answer", {"q": ASKED}, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert list(Answer.objects.order_by("pk").values_list("channel", "because")) == [
        ("centre", ""),
        ("centre", "unsure"),
    ]


def test_settings_are_kept_by_their_pages_and_what_is_wrong_is_named(shop: Inbox, client: Client, grace: Agent) -> None:
    client.force_login(grace)
    duties = f"/settings/assistant/inboxes/{shop.pk}"
    kept = {"way": "on", "channels": ["chat", "email"], "sure": 80, "patience": 5, "silence": "resolve", "draft": "on"}
    assert (
        client.post(duties, kept | {"sure": 101}).status_code == 422
        and client.post(duties, kept | {"channels": []}).status_code == 422
    )
    assert client.post(duties, kept).status_code == 302
    shop.refresh_from_db()
    duty = Duty.objects.get(inbox=shop, task=Task.ANSWER)
    assert (duty.least, duty.patience, duty.silence, shop.assisted) == (0.8, 5, "resolve", ["chat"])
    assert Duty.objects.get(inbox=shop, task=Task.DRAFT).way == "suggest" and client.get(duties).status_code == 200
    facts = {"is_on": "on", "model": "x", "timeout": 15, "price_in": 1, "price_out": 2, "currency": "EUR"}
    assert client.post("/settings/assistant", facts).status_code == 422, "nobody knows where x answers"
    assert (
        client.post("/settings/assistant", facts | {"address": "http://127.0.0.1:1/v1", "key": "sesame"}).status_code
        == 302
    )
    page = client.post("/settings/assistant/try", follow=True).content.decode()
    assert "did not answer" in page and "sesame" not in page
    assert client.post("/settings/assistant/stop", {"stop": "1"}).status_code == 302
    shop.refresh_from_db()
    assert Provider.current().is_stopped and Provider.current().key == "sesame" and shop.assisted == []
    assert client.get("/settings/assistant/usage").status_code == 200


def test_rows_of_a_table_are_told_as_words() -> None:
    assert (
        readable("Begin here.\n\nFor\tAs coarse as\nV60\ttable salt\t")
        == "Begin here.\n\nFor · As coarse as\nV60 · table salt"
    )
