"""What has to be done each time is written down once, put on, ticked off by somebody, and counted."""

import pytest
from django.core.exceptions import ValidationError

from regulars.conversations.actions.add_checklist import add_checklist
from regulars.conversations.actions.add_item import add_item
from regulars.conversations.actions.merge import merge
from regulars.conversations.actions.remove_checklist import remove_checklist
from regulars.conversations.actions.remove_items import remove_items
from regulars.conversations.actions.save_checklist import save_checklist
from regulars.conversations.actions.tick import tick
from regulars.conversations.actions.untick import untick
from regulars.conversations.checklists import items_of
from regulars.conversations.models import Checklist, ChecklistItem
from regulars.customers.models import TimelineEvent
from tests.cast import a_conversation

pytestmark = pytest.mark.django_db


@pytest.fixture
def returns(grace):
    return save_checklist(None, name="Return", items=["Label sent", "", "Parcel here ", "Label sent"], by=grace)


def test_a_list_is_put_on_once_and_worked_off(grace, noor, ada, returns):
    conversation = a_conversation(ada)
    for _time in range(2):
        add_checklist(conversation, checklist=returns, by=grace)
    first, second = items_of(conversation)
    assert (first.text, second.text) == ("Label sent", "Parcel here")
    tick(first, by=grace)
    tick(first, by=noor)
    first.refresh_from_db()
    assert first.done_by == grace, "whoever was first"
    conversation.refresh_from_db()
    assert (conversation.checklist_total, conversation.checklist_open) == (2, 1)
    tick(second, by=noor)
    untick(second, by=noor)
    untick(second, by=noor)
    add_item(conversation, text="Money back", by=grace)
    kinds = TimelineEvent.objects.filter(kind__startswith="checklist.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [f"checklist.{each}" for each in ("added", "ticked", "ticked", "done", "unticked", "added")]
    remove_items(conversation, items=[second.pk], by=grace)
    conversation.refresh_from_db()
    assert (conversation.checklist_total, conversation.checklist_open) == (2, 1)


def test_what_a_conversation_has_outlives_its_list(grace, ada, returns):
    conversation = a_conversation(ada)
    add_checklist(conversation, checklist=returns, by=grace)
    save_checklist(returns, name="Return", items=["Nothing"], by=grace)
    remove_checklist(returns, by=grace)
    assert [item.text for item in items_of(conversation)] == ["Label sent", "Parcel here"]


def test_it_goes_along_when_conversations_become_one(grace, ada, returns):
    one, other = a_conversation(ada), a_conversation(ada)
    add_checklist(one, checklist=returns, by=grace)
    merge(one, into=other, by=grace)
    other.refresh_from_db()
    assert other.checklist_open == 2
    tick(ChecklistItem.objects.first(), by=grace)
    other.refresh_from_db()
    assert other.checklist_open == 1


@pytest.mark.parametrize(
    "facts", [{"name": ""}, {"items": ["", " "]}, {"items": ["x" * 201]}, {"items": [str(n) for n in range(101)]}]
)
def test_what_makes_no_sense_is_refused(grace, facts):
    with pytest.raises(ValidationError):
        save_checklist(None, **{"name": "Return", "items": ["One"]} | facts, by=grace)
    assert not Checklist.objects.exists()


def test_the_pages(client, grace, noor, ada):
    client.force_login(grace)
    assert "No checklist yet" in client.get("/settings/checklists").text
    client.post("/settings/checklists/new", {"name": "Return", "items": "Label sent\nParcel here"})
    conversation = a_conversation(ada)
    client.force_login(noor)
    assert client.get("/settings/checklists").status_code == 403
    client.post(f"/conversations/{conversation.pk}/checklist", {"checklist": Checklist.objects.get().pk})
    client.post(f"/conversations/{conversation.pk}/checklist", {"item": "Money back"})
    menu = client.get(f"/conversations/{conversation.pk}/checklist").text
    assert "Parcel here" in menu and "Money back" in menu
    client.post(f"/checklist/{ChecklistItem.objects.first().pk}/tick")
    assert "1/3" in client.get(f"/inbox/{conversation.pk}").text
