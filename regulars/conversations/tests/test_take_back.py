"""An answer can be taken back until it may have left, once, and nothing of it is lost."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.conversations.actions.attach import attach
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.save_draft import save_draft
from regulars.conversations.actions.take_back import take_back
from regulars.conversations.incoming import File
from regulars.conversations.models import Delivery, Draft, Message, Participant
from regulars.conversations.search.hits import hits
from regulars.conversations.search.lexemes import words
from regulars.customers.models import TimelineEvent
from tests.cast import a_conversation


def an_answer(conversation, noor, **facts):
    return reply(conversation, by=noor, **({"text": "It left, I hope."} | facts), undo_seconds=10)


def test_it_waits_for_so_many_seconds(ada, noor):
    message = an_answer(a_conversation(ada), noor)
    assert message.delivery.due_at == message.created_at + timedelta(seconds=10)


def test_words_recipients_and_files_are_a_draft_again(ada, noor):
    conversation = a_conversation(ada)
    file = attach(File(name="menu.pdf", content=b"%PDF"), by=noor)
    message = an_answer(
        conversation, noor, html="<p>It <b>left</b>.</p>", attachments=[file], recipients={"to": ["ben@post.example"]}
    )
    draft = take_back(message, by=noor)
    assert (draft.html, draft.attachment_ids) == ("<p>It <b>left</b>.</p>", [file.pk])
    assert [person["address"] for person in draft.recipients["to"]] == ["ben@post.example"]
    assert not Message.objects.filter(kind="out").exists() and not Delivery.objects.exists()
    file.refresh_from_db()
    assert reply(conversation, by=noor, html=draft.html, attachments=[file]).attachments.get() == file
    assert not list(hits(words("hope")))[0]


def test_whoever_it_alone_named_takes_no_part(ada, noor):
    message = an_answer(a_conversation(ada), noor, recipients={"to": ["ben@post.example"]})
    take_back(message, by=noor)
    assert [each.address for each in Participant.objects.all()] == ["ada@moreau.example"]


def test_the_customer_waits_as_before(ada, noor):
    conversation = a_conversation(ada)
    message = an_answer(conversation, noor)
    resolve(conversation, by=noor)
    since = conversation.waiting_since
    take_back(message, by=noor)
    conversation.refresh_from_db()
    assert (conversation.waiting_since, conversation.replied_at, conversation.is_ours_last) == (since, None, False)
    assert conversation.is_open and "grinder" in conversation.snippet


def test_what_was_begun_meanwhile_stays(ada, noor):
    conversation = a_conversation(ada)
    message = an_answer(conversation, noor)
    save_draft(conversation, by=noor, kind="out", html="<p>And one more thing</p>")
    assert take_back(message, by=noor).html == "<p>It left, I hope.</p><p>And one more thing</p>"


def test_once_only_and_never_after_it_may_have_left(ada, noor):
    conversation = a_conversation(ada)
    message = an_answer(conversation, noor)
    Delivery.objects.update(external_id="<named@coffee.example>")
    with pytest.raises(ValidationError, match="left already"):
        take_back(message, by=noor)
    assert message.conversation.messages.filter(kind="out").exists()
    Delivery.objects.update(external_id="")
    take_back(message, by=noor)
    assert TimelineEvent.objects.filter(kind="message.taken_back", by=f"agent:{noor.pk}").count() == 1
    assert Draft.objects.count() == 1


def test_the_page_offers_it_and_the_composer_has_the_words_again(client, ada, noor):
    client.force_login(noor)
    conversation = a_conversation(ada)
    asks = {"Accept": "application/json"}
    answer = client.post(
        f"/conversations/{conversation.pk}/write", {"kind": "reply", "text": "Too early"}, headers=asks
    )
    message = Message.objects.get(kind="out")
    assert f"/messages/{message.pk}/take-back" in answer["HX-Trigger"]
    assert "Sending in 5 s" in client.get(f"/inbox/{conversation.pk}").text
    answer = client.post(f"/messages/{message.pk}/take-back", headers=asks)
    assert "message:taken-back" in answer["HX-Trigger"]
    assert "Too early" in client.get(f"/conversations/{conversation.pk}/composer").text
    news = client.get(f"/conversations/{conversation.pk}/news", {"after": 2, "watch": message.pk}).text
    assert f'id="message-{message.pk}" data-gone' in news
    assert client.post(f"/messages/{message.pk}/take-back", headers=asks).status_code == 404


def test_an_agent_who_wants_no_delay_has_none(client, ada, noor):
    noor.undo_seconds = 0
    noor.save()
    client.force_login(noor)
    client.post(f"/conversations/{a_conversation(ada).pk}/write", {"kind": "reply", "text": "At once"})
    assert Delivery.objects.get().due_at <= timezone.now()
