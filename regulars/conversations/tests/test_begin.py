import pytest
from django.core.exceptions import ValidationError

from regulars.conversations.actions.begin import begin
from regulars.conversations.models import Conversation, Delivery, Inbox
from regulars.customers.models import Customer, TimelineEvent
from regulars.team.models import Agent


def test_begin_opens_a_conversation_and_sends_the_first_letter(inbox: Inbox, noor: Agent, ada: Customer) -> None:
    conversation = begin(
        inbox, by=noor, recipients={"to": ["ada@moreau.example"]}, subject="Your order", text="It has left."
    )
    message = conversation.messages.get()
    assert (conversation.customer, message.text, message.state) == (ada, "It has left.", "sending")
    assert Delivery.objects.get().message == message
    kinds = TimelineEvent.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["conversation.opened", "message.written", "conversation.assigned"]


@pytest.mark.parametrize(
    ("given", "field"),
    [({"to": []}, "to"), ({"subject": " "}, "subject"), ({"text": ""}, "text"), ({"to": ["x"]}, "to")],
)
def test_begin_refuses_what_cannot_leave_and_opens_nothing(
    given: dict[str, object], field: str, inbox: Inbox, noor: Agent
) -> None:
    words = {"to": ["new@post.example"], "subject": "Your order", "text": "Hi", **given}
    recipients = {"to": words.pop("to")}
    with pytest.raises(ValidationError) as refusal:
        begin(inbox, by=noor, recipients=recipients, **words)  # type: ignore[arg-type]
    assert list(refusal.value.error_dict) == [field]
    assert not Conversation.objects.exists()
    assert not Customer.objects.exists()
