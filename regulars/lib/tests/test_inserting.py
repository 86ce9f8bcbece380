from datetime import date

from regulars.conversations.models import Conversation, Message
from regulars.lib.inserting import insert
from tests.cast import the_inbox


def test_a_row_is_written_with_all_it_holds(ada):
    conversation = Conversation(inbox=the_inbox(), customer=ada, subject="50 % off?", tags=["a", "b, c"])
    insert(conversation)
    message = Message(
        conversation=conversation, position=1, kind="in", recipients={"to": []}, away_until=date(2026, 8, 1)
    )
    insert(message)
    for row in (conversation, message):
        kept = type(row).objects.get(pk=row.pk)
        names = [field.attname for field in row._meta.concrete_fields]
        assert [getattr(kept, name) for name in names] == [getattr(row, name) for name in names]


def test_a_row_that_was_written_is_changed_afterwards_and_not_written_again(ada):
    conversation = Conversation(inbox=the_inbox(), customer=ada, subject="Kettle")
    insert(conversation)
    conversation.subject = "Grinder"
    conversation.save()
    assert Conversation.objects.get().subject == "Grinder"
