"""How a talk stands, how it ends, and what is asked before it begins."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from regulars.channels.chat.actions.deliver import deliver
from regulars.channels.chat.actions.end import end
from regulars.channels.chat.actions.keep_frame import keep_frame
from regulars.channels.chat.actions.rate import rate
from regulars.channels.chat.actions.send_transcript import send_transcript
from regulars.channels.chat.actions.show_so_far import show_so_far
from regulars.channels.chat.actions.take_frames import take_frames
from regulars.channels.chat.actions.tell_typing import tell_typing
from regulars.channels.chat.models import Rating, Visitor
from regulars.channels.chat.pace import expected, kept
from regulars.channels.chat.standing import standing
from regulars.channels.chat.state import state_of
from regulars.channels.email.models import Mailbox
from regulars.conversations.actions.mark_read import mark_read
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.save_topic import save_topic
from regulars.conversations.models import Conversation, Delivery, Message, Topic
from regulars.customers.actions.save_field import save_field
from regulars.customers.models import CustomField, TimelineEvent
from regulars.live.onlookers import TYPING, look
from regulars.team.models import Calendar


def test_a_visitor_sees_how_their_talk_stands(visitor, widget, noor):
    assert state_of(visitor.pk, language="en") == {}
    before = _write(Visitor.objects.create(widget=widget), "I was here first")
    conversation = _write(visitor, "Is the kettle in stock?")
    assert state_of(visitor.pk, language="en") == {
        "conversation": conversation.pk,
        "is_over": False,
        "is_past": False,
        "is_rated": None,
        "seen": 0,
        "queue": "1 person is before you. We answer here, or by mail when you are gone.",
        "typing": "",
        "coming": "",
    }
    reply(before, text="Hello", by=noor)
    mark_read(conversation, by=noor)
    look(f"conversation:{conversation.pk}", owner=noor.pk, page="a page", doing=TYPING)
    now = state_of(visitor.pk, language="en")
    assert (now["seen"], now["typing"], now["queue"].split(".")[0]) == (1, "Noor", "You are next")
    urgent = {"priority": 2, "waiting_since": timezone.now(), "assignee": None}
    Conversation.objects.filter(pk=before.pk).update(**urgent)
    assert state_of(visitor.pk, language="en")["queue"][:8] == "1 person", "the urgent go first"
    reply(conversation, text="Seven are left.", by=noor)
    assert state_of(visitor.pk, language="en")["queue"] == ""


def test_agents_see_that_a_visitor_types(visitor, noor, client):
    tell_typing(visitor, is_typing=True)  # of no conversation yet
    here = f"/conversations/{_write(visitor, 'Hello').pk}/here"
    client.force_login(noor)
    for is_typing, said in ((True, ["Visitor"]), (False, [])):
        tell_typing(visitor, is_typing=is_typing)
        others = client.post(here, {"doing": "looking", "page": "p"}).json()["others"]
        assert [each["says"].split()[0] for each in others] == said


def test_a_visitor_reads_what_is_being_written_to_them_until_it_comes(visitor, widget, noor):
    other = Visitor.objects.create(widget=widget)
    conversation = _write(visitor, "How often?")
    waits = {"assistant_until": timezone.now() + timedelta(minutes=1)}
    for words, is_held, shown in (("Every 3 months.", True, "Every 3 months."), ("", True, ""), ("Every 3", False, "")):
        Conversation.objects.filter(pk=conversation.pk).update(**(waits if is_held else {"assistant_until": None}))
        for _again in range(2):
            show_so_far(visitor.reply_address, words=words)
        assert state_of(visitor.pk, language="en")["coming"] == shown, "people write theirs unseen"
    show_so_far("nobody@elsewhere.example", words="Not for you")
    show_so_far(visitor.reply_address, words="Every")  # the worker dies over it
    _write(visitor, "And how long does it take?")
    visitor.refresh_from_db()
    assert visitor.coming == "", "it does not begin the next answer"
    reply(conversation, text="Every 3 months, with acid.", by=noor)
    deliver()
    assert set(Visitor.objects.values_list("pk", "coming")) == {(visitor.pk, ""), (other.pk, "")}


def test_a_visitor_ends_a_chat_and_says_how_it_was(visitor, noor):
    end(visitor)  # of no chat at all
    conversation = _write(visitor, "Is the kettle in stock?")
    with pytest.raises(ValidationError, match="when it is over"):
        rate(visitor, is_good=True)
    end(visitor)
    end(visitor)
    assert state_of(visitor.pk, language="en")["is_over"]
    for is_good, comment in ((False, ""), (True, ""), (True, "Quick!\x00"), (True, "Quick!")):
        rate(visitor, is_good=is_good, comment=comment)
    assert Rating.objects.values_list("is_good", "comment").get() == (True, "Quick!")
    assert state_of(visitor.pk, language="en")["is_rated"] == "good"
    told = TimelineEvent.objects.filter(kind="chat.rated").order_by("pk")
    assert [each.facts["is_good"] for each in told] == [False, True]
    note = Message.objects.get(kind="note")
    assert (note.text, note.author_name[:7]) == ("About this chat: Quick!", "Visitor")
    assert _write(visitor, "One thing more") == conversation
    assert not state_of(visitor.pk, language="en")["is_over"]


def test_a_chat_is_mailed_to_whoever_was_in_it(visitor, inbox, noor):
    conversation = _write(visitor, "Is <b>it</b> in stock?")
    visitor.address = "ada@moreau.example"
    visitor.save(update_fields=["address"])
    with pytest.raises(ValidationError, match="nothing to send"):
        send_transcript(visitor)  # nobody mails their own words to others through us
    reply(conversation, text="Seven are left.", by=noor)
    deliver()
    with pytest.raises(ValidationError, match="e-mail address"):
        send_transcript(visitor)
    Mailbox.objects.create(inbox=inbox, address="hello@coffee.example")
    sent = send_transcript(visitor)
    assert send_transcript(visitor) == sent
    assert (sent.channel, sent.is_automatic, sent.recipients["to"][0]["address"]) == ("email", True, visitor.address)
    assert "Is <b>it</b> in stock?" in sent.text and "Seven are left." in sent.text
    assert Delivery.objects.filter(channel="email").count() == 1


def test_what_is_asked_first_stands_with_the_conversation(widget, grace):
    offered = [{"word": "cup", "label": "A cup"}, {"word": "kettle", "label": "A kettle"}]
    save_field(CustomField(about="conversation", label="Thing", key="thing", kind="choice", choices=offered), by=grace)
    save_field(CustomField(about="conversation", label="Litres", key="litres", kind="number"), by=grace)
    asked = ["name", "address", "topic", "field.thing", "field.litres"]
    widget.questions = [{"ask": each, "is_needed": each == "address"} for each in asked]
    widget.save()
    assert [each["ask"] for each in standing(widget)["questions"]] == ["name", "address", "field.thing", "field.litres"]
    topic = save_topic(Topic(), name="Orders", team=None, by=grace)
    shown = standing(widget)["questions"]
    assert (shown[1]["is_needed"], shown[2]["options"]) == (True, [[str(topic.pk), "Orders"]])
    answers = {"name": "Ada 🫖", "address": "Ada@moreau.example", "topic": str(topic.pk), "field.thing": "cup"}
    conversation = _write(Visitor.objects.create(widget=widget), "It is late.", answers | {"field.litres": "many"})
    assert (conversation.topic, conversation.values) == (topic, {"thing": "cup"})
    visitor = Visitor.objects.get()
    assert (visitor.name, visitor.address, visitor.customer.name) == ("Ada 🫖", "ada@moreau.example", "Ada 🫖")
    odd = {"name": 5, "address": "nonsense", "topic": "9" * 50, "field.thing": "a spoon", "never.asked": "x"}
    other = _write(Visitor.objects.create(widget=widget), "Hello", odd)
    assert (other.topic, other.values, other.customer.name[:7]) == (None, {}, "Visitor")
    assert _write(Visitor.objects.create(widget=widget), "Hello", "no answers").values == {}


def test_each_language_has_words_of_its_own(widget):
    widget.texts = {"de": {"greeting": "Moin!", "away": "Wir schlafen.", "label": "Fragen?"}}
    assert standing(widget)["greeting"] == "Hello! What can we do for you?"
    with translation.override("de"):
        said = standing(widget)
        assert (said["greeting"], said["words"]["open"], said["language"]) == ("Moin!", "Fragen?", "de")
        Calendar.objects.create(name="Never", hours={"mon": []}, holidays=[], is_default=True)
        assert standing(widget)["greeting"] == "Wir schlafen."


def test_what_is_said_of_the_wait_is_what_the_last_chats_waited(widget, visitor):
    began = timezone.now() - timedelta(hours=3)
    several = [_write(Visitor.objects.create(widget=widget), "Hello") for _ in range(3)]
    for each, minutes in zip(several[:2], (2, 600), strict=True):
        Conversation.objects.filter(pk=each.pk).update(created_at=began, replied_at=began + timedelta(minutes=minutes))
    assert expected(widget.inbox) == "We answer here, or by mail when you are gone.", "two say nothing about the next"
    Conversation.objects.filter(pk=several[2].pk).update(created_at=began, replied_at=began + timedelta(minutes=4))
    kept.clear()
    assert expected(widget.inbox) == "An answer takes about 4 minutes"
    Conversation.objects.filter(pk=several[2].pk).update(replied_at=began + timedelta(minutes=121))
    assert expected(widget.inbox) == "An answer takes about 4 minutes", "for half a minute"
    kept.clear()
    assert expected(widget.inbox) == "An answer takes about 3 hours"


def _write(visitor: Visitor, text: str, answers: object = None) -> Conversation:
    body = json.dumps({"text": text, "answers": answers}).encode()
    keep_frame(visitor, client_id=f"{visitor.pk:08}-{len(text)}", body=body)
    take_frames(visitor)
    return Message.objects.filter(chat_line__visitor=visitor).latest("pk").conversation
