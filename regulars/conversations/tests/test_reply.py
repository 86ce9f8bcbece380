import pytest
from django.core.exceptions import ValidationError

from regulars.conversations.actions.attach import attach
from regulars.conversations.actions.note import note
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.save_draft import save_draft
from regulars.conversations.incoming import File
from regulars.conversations.models import Delivery, Draft, Message
from regulars.conversations.recipients import answered_by
from regulars.customers.models import TimelineEvent
from tests.cast import a_conversation, letter_from


def test_a_reply_is_sending_before_anybody_outside_is_called(ada, noor):
    conversation = a_conversation(ada)
    message = reply(conversation, by=noor, text="It left this morning.")
    conversation.refresh_from_db()
    assert (message.state, message.kind, message.text) == ("sending", "out", "It left this morning.")
    assert Delivery.objects.get(message=message).state == "waiting"
    assert conversation.waiting_since is None and conversation.replied_at == message.at and conversation.is_ours_last


def test_it_is_on_the_timeline_and_the_answerer_has_it_now(ada, noor):
    conversation = a_conversation(ada)
    reply(conversation, by=noor, text="Hello")
    conversation.refresh_from_db()
    assert conversation.assignee == noor
    kinds = list(TimelineEvent.objects.filter(by=f"agent:{noor.pk}").values_list("kind", flat=True))
    assert kinds == ["message.written", "conversation.assigned"]


def test_it_goes_to_all_who_were_on_the_letter_and_to_none_of_our_own_addresses(ada):
    recipients = {
        "to": [
            {"name": "", "address": "hello@coffee.example", "is_ours": True},
            {"name": "Dan", "address": "dan@moreau.example"},
        ],
        "cc": [{"name": "", "address": "ada@moreau.example"}, {"name": "", "address": "eve@other.example"}],
    }
    conversation = letter_from(ada, recipients=recipients).conversation
    people = answered_by(conversation)
    assert [person["address"] for person in people["to"]] == ["ada@moreau.example"]
    assert [person["address"] for person in people["cc"]] == ["dan@moreau.example", "eve@other.example"]


def test_it_goes_where_the_letter_asks_answers_to_go(ada):
    asked = {"to": [], "cc": [], "reply_to": [{"name": "", "address": "orders@moreau.example"}]}
    assert answered_by(letter_from(ada, recipients=asked).conversation)["to"][0]["address"] == "orders@moreau.example"


def test_named_recipients_replace_the_derived_ones(ada, noor):
    message = reply(
        a_conversation(ada),
        by=noor,
        text="Hi",
        recipients={"to": ["Ben@Post.example"], "bcc": ["grace@coffee.example"]},
    )
    assert message.recipients["to"] == [{"name": "", "address": "ben@post.example"}]
    assert message.recipients["cc"] == []
    assert message.recipients["bcc"][0]["address"] == "grace@coffee.example"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"text": "   "}, "text"),
        ({"html": "<p> </p><script>x</script>"}, "text"),
        ({"text": "Hi", "recipients": {"cc": ["not an address"]}}, "cc"),
        ({"text": "Hi", "recipients": {"to": []}}, "to"),
        ({"text": "x" * 500_001}, "text"),
    ],
)
def test_bad_input_names_the_field_and_changes_nothing(ada, noor, asked, field):
    conversation = a_conversation(ada)
    with pytest.raises(ValidationError) as refused:
        reply(conversation, by=noor, **asked)
    assert list(refused.value.message_dict) == [field]
    assert Message.objects.count() == 1 and not Delivery.objects.exists()
    conversation.refresh_from_db()
    assert conversation.waiting_since and conversation.last_position == 1


def test_the_same_key_twice_is_one_message(ada, noor):
    conversation = a_conversation(ada)
    first = reply(conversation, by=noor, text="Hello", client_key="k1")
    assert reply(conversation, by=noor, text="Hello", client_key="k1") == first
    assert Delivery.objects.count() == 1


def test_html_is_made_safe_and_has_a_text_beside_it(ada, noor):
    message = reply(
        a_conversation(ada), by=noor, html='<p>It is <b onclick="x()">here</b></p><script>alert(1)</script>'
    )
    assert "onclick" not in message.html and "script" not in message.html and "<b>here</b>" in message.html
    assert message.text.strip() == "It is here"


def test_files_go_once_and_only_by_who_uploaded_them(ada, noor, tomas):
    conversation = a_conversation(ada)
    file = attach(File(name="label.pdf", content=b"%PDF-1.4"), by=noor)
    with pytest.raises(ValidationError, match="label.pdf"):
        reply(conversation, by=tomas, text="Here", attachments=[file])
    message = reply(conversation, by=noor, text="Here", attachments=[file])
    assert message.attachments.get() == file
    file.refresh_from_db()
    with pytest.raises(ValidationError, match="label.pdf"):
        reply(conversation, by=noor, text="Again", attachments=[file])


def test_a_sent_reply_takes_its_draft_away_and_leaves_the_note_begun(ada, noor):
    conversation = a_conversation(ada)
    save_draft(conversation, by=noor, kind="out", html="<p>Dear</p>")
    save_draft(conversation, by=noor, kind="note", html="<p>Hm</p>")
    reply(conversation, by=noor, text="Dear Ada")
    assert list(Draft.objects.values_list("kind", flat=True)) == ["note"]


def test_a_note_cannot_leave(ada, noor):
    conversation = a_conversation(ada)
    message = note(conversation, by=noor, text="She called twice.")
    conversation.refresh_from_db()
    assert message.kind == "note" and message.recipients == {} and not Delivery.objects.exists()
    assert conversation.waiting_since and conversation.snippet != "She called twice."


def test_a_note_is_nobodys_answer_to_the_next_reply(ada, noor):
    conversation = a_conversation(ada)
    note(conversation, by=noor, text="Careful")
    assert answered_by(conversation)["to"][0]["address"] == "ada@moreau.example"


def test_an_empty_draft_is_thrown_away(ada, noor):
    conversation = a_conversation(ada)
    assert save_draft(conversation, by=noor, kind="out", html="<p>Hi</p>")
    assert save_draft(conversation, by=noor, kind="out", html="  ") is None
    assert not Draft.objects.exists()
