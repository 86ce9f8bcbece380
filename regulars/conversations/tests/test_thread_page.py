import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regulars.conversations.actions.note import note
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.save_draft import save_draft
from regulars.conversations.actions.tag import tag
from regulars.conversations.models import Delivery, Message, Read
from regulars.team.models import Agent
from tests.cast import a_conversation, letter_from


@pytest.fixture
def desk(client: Client, noor: Agent) -> Client:
    client.force_login(noor)
    return client


def read(desk: Client, address: str, **headers: str) -> str:
    response = desk.get(address, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_a_conversation_opens_as_a_whole_page_and_asks_for_the_list_after(desk, ada):
    conversation = a_conversation(ada)
    page = read(desk, f"/inbox/{conversation.pk}")
    assert "<html" in page and 'hx-get="/inbox/list' in page and "Hi, my grinder has not come yet." in page
    assert 'id="rows"' in desk.get("/inbox/list").content.decode()


def test_a_page_that_is_open_swaps_only_the_conversation_and_the_customer(desk, ada):
    conversation = a_conversation(ada)
    page = read(desk, f"/inbox/{conversation.pk}", **{"HX-Request": "true"})
    assert "<html" not in page and 'id="rows"' not in page
    assert 'class="thread"' in page and 'id="person"' in page and "<title>" in page


def test_nobody_is_told_of_a_conversation_that_does_not_exist(desk):
    assert desk.get("/inbox/4242").status_code == 404


def test_opening_a_conversation_reads_it(desk, ada, noor):
    conversation = a_conversation(ada, "One", "Two")
    read(desk, f"/inbox/{conversation.pk}")
    assert Read.objects.get(agent=noor).position == 2


def test_what_people_write_is_never_markup(desk, ada):
    conversation = a_conversation(ada, "<script>alert(1)</script>", subject="<img src=x>", author_name="<i>Ada</i>")
    page = read(desk, f"/inbox/{conversation.pk}")
    assert "<script>alert" not in page and "<img src=x>" not in page and "<i>Ada" not in page


def test_quoted_text_is_folded_and_never_cut(desk, ada):
    quote = "\n\nOn Monday Noor wrote:\n> We look into it."
    conversation = a_conversation(ada, "Thanks!" + quote, visible_text="Thanks!")
    page = read(desk, f"/inbox/{conversation.pk}")
    assert "<p>Thanks!</p>" in page
    assert "<details>" in page and "&gt; We look into it." in page


def test_our_answers_show_how_far_they_are(desk, ada, noor):
    conversation = a_conversation(ada)
    message = reply(conversation, by=noor, text="It comes on Friday.")
    assert "Sending…" in read(desk, f"/inbox/{conversation.pk}")
    Message.objects.filter(pk=message.pk).update(state="failed")
    Delivery.objects.filter(message=message).update(state="failed", error="550 The mailbox is full")
    page = read(desk, f"/inbox/{conversation.pk}")
    assert "550 The mailbox is full" in page and f"/messages/{message.pk}/retry" in page


def test_a_note_says_that_only_the_team_sees_it(desk, ada, noor):
    conversation = a_conversation(ada)
    note(conversation, by=noor, text="She is a regular.")
    assert "note, only the team sees it" in read(desk, f"/inbox/{conversation.pk}")


def test_what_happened_stands_between_the_messages(desk, ada, noor):
    conversation = a_conversation(ada)
    tag(conversation, tag="late parcel", by=noor)
    letter_from(ada, "Any news?", conversation=conversation)
    page = read(desk, f"/inbox/{conversation.pk}")
    assert page.index("grinder has not come yet.</p>") < page.index("tagged") < page.index("Any news?</p>")


def test_days_are_told_apart(desk, ada):
    conversation = a_conversation(ada, "Yesterday's", "Today's")
    first = conversation.messages.get(position=1)
    Message.objects.filter(pk=first.pk).update(
        created_at=timezone.now() - timedelta(days=1), at=timezone.now() - timedelta(days=1)
    )
    page = read(desk, f"/inbox/{conversation.pk}")
    assert page.count('class="day"') == 2 and "Today" in page


def test_recipients_are_named_and_their_addresses_are_there_to_see(desk, ada):
    us = {"name": "Kettle & Crumb", "address": "hello@coffee.example", "is_ours": True}
    people = {"to": [us], "cc": [{"name": "Ben", "address": "ben@post.example"}]}
    page = read(desk, f"/inbox/{a_conversation(ada, recipients=people).pk}")
    assert '<span>cc <span title="ben@post.example">Ben</span></span>' in page


def test_only_the_newest_fifty_messages_come_at_once(desk, ada):
    conversation = a_conversation(ada, *(f"Letter number {number}." for number in range(1, 56)))
    page = read(desk, f"/inbox/{conversation.pk}")
    assert "Letter number 6." in page and "Letter number 5." not in page
    assert f"/conversations/{conversation.pk}/earlier?before=6" in page
    earlier = read(desk, f"/conversations/{conversation.pk}/earlier?before=6")
    assert "Letter number 5." in earlier and "Letter number 6." not in earlier


def test_news_bring_only_what_is_new_and_what_changed(desk, ada, noor):
    conversation = a_conversation(ada, "First.")
    message = reply(conversation, by=noor, text="Second.")
    letter_from(ada, "Third.", conversation=conversation)
    news = read(desk, f"/conversations/{conversation.pk}/news?after=2&event=0&watch={message.pk}")
    assert "First." not in news and "Second." in news and "Third." in news
    assert 'id="head"' in news


def test_the_composer_answers_everybody_and_keeps_the_draft(desk, ada, noor):
    conversation = a_conversation(ada)
    save_draft(conversation, by=noor, kind="out", html="<p>Dear Ada,</p>")
    page = read(desk, f"/inbox/{conversation.pk}")
    assert 'value="Ada Moreau &lt;ada@moreau.example&gt;"' in page
    assert "&lt;p&gt;Dear Ada,&lt;/p&gt;" in page and "Draft kept" in page


def test_news_say_whom_an_answer_goes_to_now(desk, ada, ben):
    conversation = a_conversation(ada)
    letter_from(ben, "May I join?", conversation=conversation)
    news = read(desk, f"/conversations/{conversation.pk}/news?after=1")
    assert (
        "ben.okafor@post.example"
        in json.loads(news.split('data-usual="')[1].split('"')[0].replace("&quot;", '"'))["to"][0]["address"]
    )


def test_a_conversation_asks_at_most_fourteen_questions(desk, ada, noor):
    conversation = a_conversation(ada, *("More." for _ in range(8)))
    tag(conversation, tag="vip", by=noor)
    reply(conversation, by=noor, text="Yes.")
    with CaptureQueriesContext(connection) as asked:
        desk.get(f"/inbox/{conversation.pk}", headers={"HX-Request": "true"})
    assert 0 < len(asked) <= 14
