from datetime import date

from regulars.conversations.models import Conversation, Message
from regulars.lib.inserting import insert, insert_all
from tests.cast import the_inbox


def test_a_row_is_written_with_all_it_holds(ada):
    conversation = Conversation(inbox=the_inbox(), customer=ada, subject="50 % off?", tags=["a", "b, c"])
    insert(conversation)
    message = Message(
        conversation=conversation, position=1, kind="in", recipients={"to": []}, away_until=date(2026, 8, 1)
    )
    insert(message)
    assert all_is_kept(conversation) and all_is_kept(message)


def test_many_rows_are_written_at_once_each_with_its_key(ada):
    rows = [Conversation(inbox=the_inbox(), customer=ada, subject=f"{each} %", tags=["a", "b, c"]) for each in range(3)]
    insert_all(rows)
    insert_all([])
    assert [row.subject for row in Conversation.objects.order_by("pk")] == ["0 %", "1 %", "2 %"]
    messages = [Message(conversation=each, position=1, kind="in", recipients={"to": ["ä"]}) for each in rows]
    insert_all(messages)
    assert all(map(all_is_kept, [*rows, *messages]))


def all_is_kept(row):
    kept, names = type(row).objects.get(pk=row.pk), [field.attname for field in row._meta.concrete_fields]
    return [getattr(kept, name) for name in names] == [getattr(row, name) for name in names]


def test_a_row_that_was_written_is_changed_afterwards_and_not_written_again(ada):
    conversation = Conversation(inbox=the_inbox(), customer=ada, subject="Kettle")
    insert(conversation)
    conversation.subject = "Grinder"
    conversation.save()
    assert Conversation.objects.get().subject == "Grinder"
