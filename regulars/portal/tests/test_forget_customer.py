"""A customer is forgotten everywhere, and that they were here stays."""

from __future__ import annotations

import pytest
from django.db import connection

from regulars.channels.chat.actions.forget_visitors import forget_visitors
from regulars.channels.chat.actions.keep_file import keep_file
from regulars.channels.chat.actions.keep_frame import keep_frame
from regulars.channels.chat.actions.take_frames import take_frames
from regulars.channels.chat.models import Visitor, Widget
from regulars.channels.email.actions.forget_letters import forget_letters
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import InboundLetter, Mailbox, RawLetter, SentLetter
from regulars.channels.email.tests.conftest import keep
from regulars.conversations.actions.begin_aside import begin_aside
from regulars.conversations.actions.forget import forget
from regulars.conversations.actions.note import note
from regulars.conversations.actions.reply import reply
from regulars.conversations.incoming import File
from regulars.conversations.models import Attachment, Conversation, Delivery
from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.edit_customer import edit_customer
from regulars.customers.actions.erase import erase
from regulars.customers.actions.merge import merge
from regulars.customers.actions.note import note as note_about
from regulars.customers.models import Identity, TimelineEvent
from regulars.knowledge.actions.forget_votes import forget_votes
from regulars.knowledge.actions.vote import vote
from regulars.knowledge.models import HelpCentre, Vote
from regulars.knowledge.tests.reading import published
from regulars.lib import blobs
from regulars.portal.actions.ask_erasure import ask_erasure
from regulars.portal.actions.forget_customer import forget_customer
from regulars.portal.models import Session
from regulars.portal.queries import Reader
from regulars.portal.tests.test_conversations import sent
from regulars.team.models import AuditEntry
from tests.cast import a_conversation, letter_from, meet

WORDS = ("moreau", "grinder-secret", "espresso machine", "gold card", "twice-told")


def found_anywhere(*words: str) -> list[str]:
    """Every table that still holds one of these words, as text or among bytes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        held = []
        for table in tables:
            for word in words:
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" AS row WHERE row::text ILIKE %s OR row::text LIKE %s',
                    [f"%{word}%", f"%{word.encode().hex()}%"],
                )
                held += [f"{table}: {word}"] if cursor.fetchone()[0] else []
    return held


LETTER = b"""From: Ada Moreau <ada@moreau.example>
To: hello@coffee.example
Subject: My espresso machine
Message-ID: <1@moreau.example>

The espresso machine leaks.
"""


def test_nothing_of_who_they_were_is_left_in_any_table(
    enter, inbox, ada, ben, grace, django_capture_on_commit_callbacks
):
    mailbox = Mailbox.objects.create(inbox=inbox, address="hello@coffee.example")
    enter(ada)
    keep(LETTER, mailbox)
    assert take_letters() == 1
    asked = Conversation.objects.get()
    letter_from(
        ada, "And the grinder-secret", conversation=asked, files=(File(name="moreau.txt", content=b"twice-told"),)
    )
    sent(asked, by=grace, text="Dear Mrs Moreau")
    reply(asked, by=grace, text="Not gone yet, Mrs Moreau")
    note(asked, by=grace, text="Ada Moreau has a gold card")
    begin_aside(asked, to="nils@roaster.example", subject="espresso machine", text="Of Mrs Moreau", by=grace)
    letter_from(ada, "the grinder-secret in another's", conversation=a_conversation(ben, "Mine"))
    add_identity(ada, kind="phone", value="+33639981207", by=grace)
    edit_customer(ada, attributes={"tier": "gold card"}, by=grace)
    note_about(ada, text="gold card", by=grace)
    centre = HelpCentre.objects.create(brand=inbox.brand, title="Help", slug="help", languages=["en"])
    rated = published(centre, "Beans", by=grace).translations.get()
    vote(rated, is_helpful=False, comment="My espresso machine", by=ada), vote(rated, is_helpful=True, by=ben)
    merge(meet("A. Moreau", "other@moreau.example"), into=ada, by=grace)
    SentLetter.objects.create(
        message_id="<x>", sender="us", recipients=["ada@moreau.example"], subject="Mrs Moreau", raw=b"Mrs Moreau"
    )
    assert len(found_anywhere(*WORDS)) > 10
    before = (Conversation.objects.count(), asked.messages.count(), InboundLetter.objects.count())
    with django_capture_on_commit_callbacks(execute=True):
        forget_customer(ada, by=grace)
    assert found_anywhere(*WORDS, "639981207", "twice-told") == []
    assert (Conversation.objects.count(), asked.messages.count(), InboundLetter.objects.count()) == before
    assert set(Vote.objects.values_list("is_helpful", "customer")) == {(False, None), (True, ben.pk)}
    forget_votes([ada.pk])  # harmless twice
    assert (
        not Session.objects.exists()
        and not Delivery.objects.filter(state="waiting", message__conversation=asked).exists()
    )
    assert AuditEntry.objects.filter(action="customer.erased", agent=grace, object=f"customer:{ada.pk}").count() == 1
    assert ben.identities.exists() and Conversation.objects.get(customer=ben).messages.get(position=1).text == "Mine"
    forget_customer(ada, by=grace)


def test_bytes_that_somebody_else_has_too_stay(inbox, ada, ben, grace, django_capture_on_commit_callbacks):
    for who, name in ((ada, "a"), (ben, "b")):
        a_conversation(who, files=(File(name=f"{name}.txt", content=b"the same"),))
    a_conversation(ada, files=(File(name="c.txt", content=b"hers alone"),))
    alone, both = (
        Attachment.objects.filter(name=name).values_list("sha256", flat=True)[0] for name in ("c.txt", "a.txt")
    )
    with django_capture_on_commit_callbacks(execute=True):
        forget_customer(ada, by=grace)
    assert blobs.fetch(both).read() == b"the same"
    with pytest.raises(FileNotFoundError):
        blobs.fetch(alone)


def test_each_room_forgets_its_own_and_may_do_so_twice(inbox, ada, grace):
    a_conversation(ada, "Hello")
    for _each in range(2):
        assert forget([ada.pk], addresses=["ada@moreau.example"]).messages
        assert forget_letters([], addresses=["ada@moreau.example"]) == 0
        erase(ada, by=grace)
    ada.refresh_from_db()
    assert str(ada) == "Somebody" and not Identity.objects.exists() and not RawLetter.objects.exists()
    assert TimelineEvent.objects.filter(customer=ada, kind="customer.erased").exists()


def test_a_customer_asks_to_be_forgotten_and_an_admin_does_it(enter, client, inbox, ada, noor, grace):
    theirs = enter(ada)
    assert theirs.post("/my/data/erasure").url == "/my/data" and not Conversation.objects.exists()
    theirs.post("/my/data/erasure", {"sure": "on"})
    theirs.post("/my/data/erasure", {"sure": "on"})
    asked = Conversation.objects.get()
    assert asked == ask_erasure(by=Reader(Session.objects.get().proof), brand=inbox.brand)
    assert f"/customers/{ada.pk}/erase" in asked.messages.get(kind="note").text
    assert "/erase" not in theirs.get(f"/my/conversations/{asked.pk}").content.decode()
    client.force_login(noor)
    assert client.get(f"/customers/{ada.pk}/erase").status_code == 403
    assert "Erase…" not in client.get(f"/customers/{ada.pk}").content.decode()
    client.force_login(grace)
    assert "Erase…" in client.get(f"/customers/{ada.pk}").content.decode()
    assert "ada@moreau.example" in client.get(f"/customers/{ada.pk}/erase").content.decode()
    assert client.post(f"/customers/{ada.pk}/erase", {"sure": "7000"}).status_code == 422 and Identity.objects.exists()
    assert client.post(f"/customers/{ada.pk}/erase", {"sure": str(ada.pk)}).status_code == 302
    assert not Identity.objects.exists() and theirs.get("/my").status_code == 302
    assert client.get(f"/customers/{ada.pk}").status_code == client.get(f"/inbox/{asked.pk}").status_code == 200


def test_what_was_said_in_a_chat_is_forgotten_to_the_last_byte(ada, grace, inbox, django_capture_on_commit_callbacks):
    widget = Widget.objects.create(name="Shop", inbox=inbox)
    visitor = Visitor.objects.create(widget=widget, address="ada@moreau.example", name="Ada Moreau")
    keep_file(visitor, client_id="the-photo", name="espresso machine.jpg", content=b"a photo of it")
    keep_frame(visitor, client_id="the-first", body=b'{"text": "The espresso machine leaks.", "files": ["the-photo"]}')
    take_frames(visitor)
    photo = Attachment.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        forget_customer(ada, by=grace)
    with pytest.raises(FileNotFoundError):
        blobs.fetch(photo.sha256)
    assert found_anywhere("moreau", "espresso machine") == []
    assert forget_visitors([ada.pk]) == set(), "nobody is left"
