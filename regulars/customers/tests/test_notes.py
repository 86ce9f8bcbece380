import pytest
from django.core.exceptions import ValidationError

from regulars.customers.actions.delete_note import delete_note
from regulars.customers.actions.edit_note import edit_note
from regulars.customers.actions.note import note
from regulars.customers.actions.pin_note import pin_note


def test_a_note_is_changed_and_deleted_by_whoever_wrote_it(ada, noor, tomas, grace):
    written = note(ada, text="Likes it dark.", by=noor)
    for act in (
        lambda: edit_note(written, text="Hm", by=tomas),
        lambda: edit_note(written, text=" ", by=noor),
        lambda: delete_note(written, by=tomas),
    ):
        with pytest.raises(ValidationError):
            act()
    for _twice in range(2):
        edit_note(written, text="Likes it light.", by=noor)
        pin_note(written, on=True)
    written.refresh_from_db()
    assert (written.text, written.is_pinned, written.changed_at is None) == ("Likes it light.", True, False)
    for _twice in range(2):
        delete_note(written, by=grace)
    assert not ada.notes.exists()
