"""What the team said by other means is filed as said, and nothing leaves."""

from datetime import timedelta

from django.utils import timezone

from regulars.conversations.actions.answer_elsewhere import answer_elsewhere
from regulars.conversations.models import Delivery
from regulars.customers.models import TimelineEvent
from tests.cast import a_conversation, a_letter


def test_it_ends_the_wait_only_for_what_came_before_it(ada, noor):
    conversation = a_conversation(ada)
    early = a_letter(ada, "An old answer", at=timezone.now() - timedelta(days=1))
    answer_elsewhere(early, conversation=conversation, agent=noor)
    conversation.refresh_from_db()
    assert conversation.waiting_since and not conversation.is_ours_last
    message = answer_elsewhere(a_letter(ada, "It left."), conversation=conversation, agent=noor)
    conversation.refresh_from_db()
    assert conversation.waiting_since is None and conversation.snippet == "It left."
    assert (message.kind, message.state, message.position) == ("out", "sent", 3)
    assert not Delivery.objects.exists()
    assert TimelineEvent.objects.filter(kind="message.written", by=f"agent:{noor.pk}").count() == 2
