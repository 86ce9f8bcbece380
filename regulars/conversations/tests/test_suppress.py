"""Addresses that take no letters get none, until somebody allows it again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from regulars.conversations.actions.allow import allow
from regulars.conversations.actions.learn_outcome import learn_outcome
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.retry import retry
from regulars.conversations.actions.suppress import SOFT, suppress
from regulars.conversations.models import Conversation, Delivery, Message, Outcome, SuppressedAddress
from regulars.conversations.suppressed import suppressed_among
from regulars.customers.models import Customer
from regulars.team.models import Agent, AuditEntry
from tests.cast import a_conversation

ADA = "ada@moreau.example"


@pytest.fixture
def conversation(ada: Customer) -> Conversation:
    return a_conversation(ada)


def bounce(
    conversation: Conversation,
    by: Agent,
    *,
    status: str = "5.1.1",
    reason: str = "550 user unknown",
    is_hard: bool = True,
) -> Delivery:
    """Answer Ada; the letter comes back."""
    delivery = reply(conversation, by=by, text="Hello", recipients={"to": [ADA]}).delivery
    learn_outcome(delivery, address=ADA, state="failed", status=status, reason=reason, is_hard=is_hard)
    return delivery


def test_refused_for_good_once_is_enough(conversation: Conversation, noor: Agent) -> None:
    bounce(conversation, noor)
    stopped = SuppressedAddress.objects.get()
    assert (stopped.address, stopped.is_hard, stopped.count, stopped.status) == (ADA, True, 1, "5.1.1")


def test_refused_for_now_takes_five_within_a_month(conversation: Conversation, noor: Agent) -> None:
    for _ in range(SOFT - 1):
        bounce(conversation, noor, status="4.2.2", reason="mailbox full", is_hard=False)
    assert not SuppressedAddress.objects.exists()
    bounce(conversation, noor, status="4.2.2", reason="mailbox full", is_hard=False)
    stopped = SuppressedAddress.objects.get()
    assert (stopped.is_hard, stopped.count) == (False, 5)


def test_what_failed_long_ago_does_not_count(conversation: Conversation, noor: Agent) -> None:
    for _ in range(SOFT - 1):
        bounce(conversation, noor, status="4.4.1", is_hard=False)
    Outcome.objects.update(at=timezone.now() - timedelta(days=31))
    bounce(conversation, noor, status="4.4.1", is_hard=False)
    assert not SuppressedAddress.objects.exists()


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("5.7.1", "550 5.7.1 rejected by policy"),
        ("5.3.4", "552 5.3.4 message too big"),
        ("5.6.0", "554 5.6.0 content"),
        ("5.0.0", "554 your message looks like spam"),
        ("5.2.2", "552 5.2.2 over quota"),
    ],
)
def test_a_letter_refused_for_what_it_says_says_little_of_the_address(
    conversation: Conversation, noor: Agent, status: str, reason: str
) -> None:
    bounce(conversation, noor, status=status, reason=reason)
    assert not SuppressedAddress.objects.exists()


def test_nothing_is_sent_to_it_and_the_refusal_names_the_field(conversation: Conversation, noor: Agent) -> None:
    bounce(conversation, noor)
    with pytest.raises(ValidationError) as refused:
        reply(conversation, by=noor, text="Once more", recipients={"to": ["ben@post.example"], "cc": [ADA]})
    assert list(refused.value.message_dict) == ["cc"] and refused.value.error_dict["cc"][0].code == "suppressed"
    assert (
        f"Nothing is sent to {ADA}" in refused.value.message_dict["cc"][0]
        and "no such mailbox" in refused.value.message_dict["cc"][0]
    )
    assert Message.objects.filter(kind="out").count() == 1


def test_nor_is_it_tried_again(conversation: Conversation, noor: Agent) -> None:
    delivery = bounce(conversation, noor)
    with pytest.raises(ValidationError, match="Nothing is sent"):
        retry(delivery.message, by=noor)
    delivery.refresh_from_db()
    assert delivery.state == "failed"


def test_whoever_allows_it_again_is_in_the_audit_log_and_letters_go_out(
    conversation: Conversation, noor: Agent
) -> None:
    bounce(conversation, noor)
    assert allow(ADA, by=noor) and not allow(ADA, by=noor)
    assert suppressed_among([ADA]) == {}
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.object, entry.agent, entry.before["status"]) == (
        "address.allowed",
        f"address:{ADA}",
        noor,
        "5.1.1",
    )
    assert reply(conversation, by=noor, text="Once more", recipients={"to": [ADA]}).state == "sending"


def test_what_failed_before_it_was_allowed_counts_no_more(conversation: Conversation, noor: Agent) -> None:
    for _ in range(SOFT):
        bounce(conversation, noor, status="4.2.2", is_hard=False, reason="full")
    allow(ADA, by=noor)
    bounce(conversation, noor, status="4.2.2", is_hard=False, reason="full")
    assert suppressed_among([ADA]) == {}
    bounce(conversation, noor)
    assert suppressed_among([ADA])[ADA].is_hard


def test_suppress_is_harmless_twice(conversation: Conversation, noor: Agent) -> None:
    bounce(conversation, noor)
    since = SuppressedAddress.objects.get().since
    suppress(ADA, because_of=Outcome.objects.get())
    assert SuppressedAddress.objects.get().since == since


def test_the_composer_warns_and_lets_it_be_allowed(client: Client, conversation: Conversation, noor: Agent) -> None:
    bounce(conversation, noor)
    client.force_login(noor)
    page = client.get(f"/inbox/{conversation.pk}").content.decode()
    assert f"Nothing is sent to {ADA}" in page and "data-stopped" in page
    assert "Could not be delivered to ada@moreau.example: there is no such mailbox." in page
    answer = client.post("/settings/addresses/allow", {"address": ADA}, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and ADA in answer["HX-Trigger"]
    assert "data-stopped" not in client.get(f"/inbox/{conversation.pk}").content.decode()


def test_the_settings_list_them_with_the_reason(client: Client, conversation: Conversation, noor: Agent) -> None:
    client.force_login(noor)
    assert "Every address takes our letters" in client.get("/settings/addresses").content.decode()
    bounce(conversation, noor)
    page = client.get("/settings/addresses?words=moreau%00").content.decode()
    assert ADA in page and "There is no such mailbox" in page and f"#{conversation.pk}" in page
    assert client.post("/settings/addresses/allow", {"address": ADA}).status_code == 302
    assert "Every address takes our letters" in client.get("/settings/addresses").content.decode()


def test_the_answer_page_says_why_it_was_not_sent(client: Client, conversation: Conversation, noor: Agent) -> None:
    bounce(conversation, noor)
    client.force_login(noor)
    given = {"text": "Once more", "to": ADA}
    answer = client.post(f"/conversations/{conversation.pk}/write", given, headers={"Accept": "application/json"})
    assert answer.status_code == 422 and "Nothing is sent to" in answer.json()["errors"]["to"][0]
