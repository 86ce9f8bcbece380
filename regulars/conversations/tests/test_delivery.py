from django.utils import timezone

from regulars.conversations.actions.mark_failed import mark_failed
from regulars.conversations.actions.mark_sent import mark_sent
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.retry import retry
from regulars.conversations.models import Delivery
from regulars.conversations.queries import Choice, conversations
from regulars.conversations.trying import ATTEMPTS
from regulars.customers.models import TimelineEvent
from tests.cast import a_conversation


def a_delivery(customer, agent):
    return reply(a_conversation(customer), by=agent, text="Hello").delivery


def test_handed_over_is_sent(ada, noor):
    delivery = a_delivery(ada, noor)
    mark_sent(delivery, provider_id="0101-ses")
    delivery.message.refresh_from_db()
    assert delivery.message.state == "sent" and Delivery.objects.get().provider_id == "0101-ses"
    assert TimelineEvent.objects.filter(kind="message.sent").count() == 1


def test_a_hiccup_is_tried_again_later_each_time_and_the_customer_sees_nothing(ada, noor):
    delivery = a_delivery(ada, noor)
    waits = []
    for _ in range(3):
        before = timezone.now()
        mark_failed(delivery, error="451 try later")
        waits.append((delivery.due_at - before).total_seconds())
    assert waits == sorted(waits) and waits[0] >= 8
    delivery.message.refresh_from_db()
    assert delivery.message.state == "sending" and delivery.state == "waiting"


def test_the_last_try_tells_the_team(ada, noor):
    delivery = a_delivery(ada, noor)
    for _ in range(ATTEMPTS):
        mark_failed(delivery, error="451 try later")
    delivery.message.refresh_from_db()
    assert delivery.message.state == "failed" and delivery.error == "451 try later"
    assert TimelineEvent.objects.filter(kind="message.failed").count() == 1
    assert conversations(Choice(view="undelivered"), agent=noor).count() == 1


def test_a_refusal_is_final_and_retry_sends_the_same_message(ada, noor):
    delivery = a_delivery(ada, noor)
    mark_failed(delivery, error="550 no such user", is_final=True)
    retry(delivery.message, by=noor)
    retry(delivery.message, by=noor)
    delivery.refresh_from_db()
    delivery.message.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.message.state) == ("waiting", 0, "sending")
    assert TimelineEvent.objects.filter(kind="message.retried").count() == 1


def test_retry_of_a_sent_message_does_nothing(ada, noor):
    delivery = a_delivery(ada, noor)
    mark_sent(delivery)
    retry(delivery.message, by=noor)
    assert Delivery.objects.get().state == "done"
