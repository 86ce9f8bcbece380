"""A customer reads what is theirs, and answers there."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from regulars.channels.email.models import Mailbox
from regulars.channels.email.outgoing import letter_of
from regulars.conversations.actions.answer_elsewhere import answer_elsewhere
from regulars.conversations.actions.mark_sent import mark_sent
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.set_field import set_field
from regulars.conversations.incoming import File
from regulars.conversations.models import Conversation, Delivery, Message, SearchEntry
from regulars.customers.actions.save_field import save_field
from regulars.customers.models import CustomField, TimelineEvent
from regulars.portal.actions.answer import answer
from regulars.portal.models import Session
from regulars.portal.queries import Reader
from regulars.portal.tests.conftest import signed_in_as
from tests.cast import a_conversation, a_letter, letter_from


def sent(conversation: Conversation, **facts: object) -> Message:
    """An answer that has left."""
    message = reply(conversation, **facts)
    mark_sent(Delivery.objects.get(message=message))
    return message


def test_a_customer_finds_their_conversations_and_reads_one(enter, ada, ben, noor):
    asked = a_conversation(ada, "Where is my grinder?", subject="Grinder")
    a_conversation(ben, "Something else", subject="Not hers")
    sent(asked, by=noor, html="<p>On its <strong>way</strong>.</p>")
    client = enter(ada)
    page = client.get("/my").content.decode()
    assert "Grinder" in page and "On its way." in page and "Answered" in page and "Not hers" not in page
    page = client.get(f"/my/conversations/{asked.pk}").content.decode()
    assert "Where is my grinder?" in page and "<strong>way</strong>" in page and "Noor at Kettle &amp; Crumb" in page
    assert "noor@" not in page and "Haddad" not in page


def test_an_answer_comes_in_like_a_letter_and_is_answered_by_mail_in_the_same_thread(enter, inbox, ada, noor):
    mailbox = Mailbox.objects.create(inbox=inbox, address="hello@coffee.example")
    asked = a_conversation(ada, "Where is my grinder?", subject="Grinder", resolved_by=noor)
    first = sent(asked, by=noor, text="On its way.")
    Delivery.objects.filter(message=first).update(external_id="<first@coffee.example>")
    client = enter(ada)
    said = client.post(f"/my/conversations/{asked.pk}/answer", {"text": "It has not come.\r\nAda", "client_key": "k1"})
    assert said.status_code == 302
    asked.refresh_from_db()
    message = asked.messages.get(channel="portal")
    assert asked.is_open and asked.waiting_since and asked.snippet == "It has not come. Ada"
    assert message.customer == ada and message.author_address == "ada@moreau.example" and message.trust == "pass"
    assert not message.is_stranger and SearchEntry.objects.filter(message_id=message.pk).exists()
    kinds = list(
        TimelineEvent.objects.filter(about=f"conversation:{asked.pk}").order_by("pk").values_list("kind", flat=True)
    )
    assert kinds[-2:] == ["conversation.reopened", "message.received"]
    second = reply(asked, by=noor, text="Here it is.")
    letter = letter_of(second, mailbox, message_id="<second@coffee.example>")
    assert letter.to == ["Ada Moreau <ada@moreau.example>"] and "<first@coffee.example>" in str(
        letter.message()["In-Reply-To"]
    )
    assert "> It has not come." in letter.body


def test_the_same_words_under_one_key_are_one_message_and_other_words_are_another(enter, ada):
    asked = a_conversation(ada)
    client = enter(ada)
    for text in ("Any news?", "Any news?", "Any news, please?"):
        client.post(f"/my/conversations/{asked.pk}/answer", {"text": text, "client_key": "k1"})
    said = asked.messages.filter(channel="portal").order_by("pk").values_list("text", flat=True)
    assert list(said) == ["Any news?", "Any news, please?"]


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_is_sent_twice_at_once_is_stored_once(inbox, ada):
    asked = a_conversation(ada)
    signed_in_as("ada@moreau.example")
    reader = Reader(Session.objects.get().proof)

    def send() -> None:
        answer(asked, by=reader, text="Twice?", client_key="k1")
        connections.close_all()

    both = [threading.Thread(target=send) for _ in range(3)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert asked.messages.filter(channel="portal").count() == 1


def test_files_go_up_and_come_down(enter, ada, ben):
    asked = a_conversation(ada, files=(File(name="kettle.png", content=b"\x89PNG", content_type="image/png"),))
    client = enter(ada)
    bad = SimpleUploadedFile("x.html", b"<script>alert(1)</script>", "text/html")
    client.post(f"/my/conversations/{asked.pk}/answer", {"text": "", "files": [bad], "client_key": "k"})
    sent_up = asked.messages.get(channel="portal").attachments.get()
    down = client.get(f"/my/files/{sent_up.pk}")
    assert down["Content-Type"] == "application/octet-stream" and down["Content-Disposition"].startswith("attachment")
    assert "sandbox" in down["Content-Security-Policy"] and b"".join(down) == b"<script>alert(1)</script>"
    picture = asked.messages.get(position=1).attachments.get()
    assert client.get(f"/my/files/{picture.pk}/picture")["Content-Type"] == "image/png"
    assert client.get(f"/my/files/{sent_up.pk}/picture").status_code == 404
    stranger = enter(ben)
    assert {stranger.get(f"/my/files/{each}").status_code for each in (picture.pk, sent_up.pk, 0)} == {404}


@pytest.mark.parametrize(
    ("given", "says"),
    [({"text": "  "}, "Write a few words"), ({"text": "a" * 50_001}, "longer than"), ({"text": "x", "files": [SimpleUploadedFile("e.txt", b"")]}, "is empty")],
)  # fmt: skip
def test_what_cannot_be_sent_stays_in_the_form_and_changes_nothing(enter, ada, given, says):
    asked = a_conversation(ada)
    refused = enter(ada).post(f"/my/conversations/{asked.pk}/answer", given)
    assert (
        refused.status_code == 422
        and says in refused.content.decode()
        and given["text"].strip() in refused.content.decode()
    )
    assert asked.messages.count() == 1


def test_a_customer_closes_and_reopens_their_own_and_nobody_elses(enter, ada, ben):
    asked = a_conversation(ada)
    client, stranger = enter(ada), enter(ben)
    for verb in ("close", "reopen", "answer"):
        assert stranger.post(f"/my/conversations/{asked.pk}/{verb}", {"text": "x"}).status_code == 404
    missing = stranger.get(f"/my/conversations/{asked.pk}")
    assert missing.status_code == 404 and "To your conversations" in missing.content.decode()
    client.post(f"/my/conversations/{asked.pk}/close")
    asked.refresh_from_db()
    assert asked.is_resolved and "Closed" in client.get(f"/my/conversations/{asked.pk}").content.decode()
    client.post(f"/my/conversations/{asked.pk}/reopen")
    asked.refresh_from_db()
    assert asked.is_open and asked.waiting_since
    by = TimelineEvent.objects.filter(kind__in=["conversation.resolved", "conversation.reopened"]).values_list(
        "by", flat=True
    )
    assert set(by) == {f"customer:{ada.pk}"}


def test_a_customer_who_writes_without_end_is_asked_to_wait(enter, ada):
    asked = a_conversation(ada)
    client = enter(ada)
    answers = [
        client.post(f"/my/conversations/{asked.pk}/answer", {"text": f"{each}"}).status_code for each in range(22)
    ]
    assert (
        answers[0] == 302
        and answers[-1] == 429
        and asked.messages.filter(channel="portal").count() == answers.count(302)
    )


def test_pages_ask_few_questions_however_many_there_are(enter, ada, django_assert_max_num_queries):
    for number in range(12):
        asked = a_conversation(ada, f"Number {number}", subject=f"S{number}")
    for number in range(12):
        letter_from(ada, f"More {number}", conversation=asked)
    client = enter(ada)
    with django_assert_max_num_queries(13):
        assert client.get("/my").status_code == 200
    with django_assert_max_num_queries(13):
        assert client.get(f"/my/conversations/{asked.pk}").status_code == 200
    with django_assert_max_num_queries(1):
        assert client.get("/widget.js").status_code == 200


def test_pages_are_kept_by_nobody_and_run_nothing_from_elsewhere(enter, ada):
    page = enter(ada).get("/my")
    assert page["Cache-Control"] == "private, no-store" and "default-src 'self'" in page["Content-Security-Policy"]
    assert Client().get("/my/sign-in")["Cache-Control"] == "private, no-store"


def test_what_came_meanwhile_appears_by_itself(enter, ada, ben, noor):
    asked = a_conversation(ada, "Where is it?")
    client = enter(ada)
    assert "after=1" in client.get(f"/my/conversations/{asked.pk}").content.decode()
    assert client.get(f"/my/conversations/{asked.pk}/said?after=1").status_code == 204
    reply(asked, by=noor, text="Not sent yet.")
    assert client.get(f"/my/conversations/{asked.pk}/said?after=1").status_code == 204
    sent(asked, by=noor, text="On its way.")
    news = client.get(f"/my/conversations/{asked.pk}/said?after=1").content.decode()
    assert "On its way." in news and "Not sent yet" not in news and "after=3" in news
    assert 'id="state" hx-swap-oob="true">Answered' in news, "and how it stands"
    assert enter(ben).get(f"/my/conversations/{asked.pk}/said?after=1").status_code == 404
    left = Client().get(f"/my/conversations/{asked.pk}/said?after=1", headers={"HX-Request": "true"})
    assert left["HX-Refresh"] == "true" and not left.content, "signed out elsewhere: the page asks for itself anew"


def test_what_was_settled_long_ago_goes_on_in_a_new_one(enter, ada, noor):
    asked = a_conversation(ada, "Once upon a time", resolved_by=noor)
    Conversation.objects.filter(pk=asked.pk).update(resolved_at=asked.resolved_at - timedelta(days=90))
    client = enter(ada)
    assert "Open it again" not in client.get(f"/my/conversations/{asked.pk}").content.decode()
    client.post(f"/my/conversations/{asked.pk}/reopen")
    asked.refresh_from_db()
    assert asked.is_resolved
    written = client.post(f"/my/conversations/{asked.pk}/answer", {"text": "Again"})
    later = Conversation.objects.get(follows=asked)
    assert written.url == f"/my/conversations/{later.pk}" and later.messages.get().text == "Again"


def test_fields_that_the_house_shows_stand_above_and_the_others_nowhere(enter, ada, grace, noor):
    asked = a_conversation(ada)
    for key, is_public in (("parcel", True), ("risk", False)):
        save_field(
            CustomField(about="conversation", label=key.title(), key=key, kind="text", is_public=is_public), by=grace
        )
        set_field(asked, field=key, value=f"a {key}", by=noor)
    page = enter(ada).get(f"/my/conversations/{asked.pk}").content.decode()
    assert "a parcel" in page and "risk" not in page


def test_what_was_answered_from_a_mail_program_stands_there_without_what_it_quotes(enter, ada, noor):
    asked = a_conversation(ada, "Where is it?")
    whole = "<p>Tomorrow.</p><blockquote>On Monday noor@coffee.example wrote</blockquote>"
    letter = a_letter(ada, "Tomorrow.\n> On Monday noor@coffee.example wrote", visible_text="Tomorrow.", html=whole)
    to_her = {"to": [{"name": "Ada", "address": "ada@moreau.example"}]}
    letter = replace(letter, author_name="noor@coffee.example", author_address="noor@coffee.example", recipients=to_her)
    answer_elsewhere(letter, conversation=asked, agent=noor)
    page = enter(ada).get(f"/my/conversations/{asked.pk}").content.decode()
    assert "Tomorrow." in page and "Noor at" in page and "noor@" not in page
