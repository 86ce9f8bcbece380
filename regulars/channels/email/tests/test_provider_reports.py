"""What providers tell of our letters reaches exactly the recipient it is about."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.take_calls import take_calls
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import Mailbox, Provider, ProviderCall
from regulars.channels.email.models.thread_alias import remember_ids
from regulars.channels.email.providers.callers import address_of
from regulars.channels.email.tests import provider_payloads as payloads
from regulars.channels.email.tests.conftest import a_letter, keep
from regulars.channels.email.tests.provider_payloads import Call
from regulars.channels.email.tests.provider_reports import REPORTS
from regulars.channels.email.tests.test_providers import a_provider, post
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation, Delivery, Outcome, SuppressedAddress
from regulars.team.models import Agent

ADA = "ada@example.com"
ARRIVED, WAITS, REFUSED, COMPLAINED = range(4)


@pytest.fixture
def sent(hello: Mailbox, grace: Agent) -> Delivery:
    """An answer to Ada that a provider took over under two ids, as some give one for each recipient."""
    keep(a_letter(message_id="<first@example.com>"), hello)
    take_letters()
    answer = reply(Conversation.objects.get(), by=grace, text="It left this morning.")
    deliver()
    delivery = Delivery.objects.get(message=answer)
    delivery.provider_id = "5629 5630-given"
    delivery.save()
    for given in delivery.provider_id.split():
        remember_ids(delivery.message.conversation_id, own=given)
    return delivery


def tell(client: Client, provider: Provider, which: int, *, name: str = "5630-given", to: str = ADA) -> None:
    made = REPORTS[provider.kind][which]
    assert post(client, provider, made(name, to), way="reports") == 200
    while take_calls():
        ProviderCall.objects.update(due_at=timezone.now())
    assert not provider.calls.exclude(state="done").exists(), provider.calls.values_list("error", flat=True)


def outcome() -> tuple[str, bool] | None:
    return Outcome.objects.values_list("state", "is_hard").first()


@pytest.mark.parametrize("kind", REPORTS)
def test_it_arrived(client: Client, hello: Mailbox, sent: Delivery, kind: str) -> None:
    tell(client, a_provider(hello, kind), ARRIVED)
    assert outcome() == ("delivered", False)


@pytest.mark.parametrize("kind", [kind for kind, told in REPORTS.items() if told[WAITS]])
def test_it_waits(client: Client, hello: Mailbox, sent: Delivery, kind: str) -> None:
    tell(client, a_provider(hello, kind), WAITS)
    assert outcome() == ("delayed", False)
    assert not SuppressedAddress.objects.exists()


@pytest.mark.parametrize("kind", REPORTS)
def test_nobody_took_it_for_good_and_the_address_gets_nothing_more(
    client: Client, hello: Mailbox, sent: Delivery, kind: str
) -> None:
    tell(client, a_provider(hello, kind), REFUSED)
    assert outcome() == ("failed", True)
    assert Delivery.objects.get(pk=sent.pk).state == "failed"
    assert SuppressedAddress.objects.get().address == ADA


@pytest.mark.parametrize("kind", [kind for kind, told in REPORTS.items() if told[COMPLAINED]])
def test_who_complains_gets_nothing_more(client: Client, hello: Mailbox, sent: Delivery, kind: str) -> None:
    tell(client, a_provider(hello, kind), COMPLAINED)
    assert outcome() == ("delivered", True)
    assert SuppressedAddress.objects.get().is_hard


def test_our_own_message_id_finds_the_letter_where_the_provider_knows_no_other(
    client: Client, hello: Mailbox, sent: Delivery
) -> None:
    provider = a_provider(hello, "mailgun")
    tell(client, provider, ARRIVED, name=sent.external_id)
    assert outcome() == ("delivered", False)


def test_what_is_about_another_letter_or_recipient_changes_nothing(
    client: Client, hello: Mailbox, sent: Delivery
) -> None:
    provider = a_provider(hello, "postmark")
    tell(client, provider, REFUSED, name="somebody-elses")
    tell(client, provider, REFUSED, to="ben@example.com")
    tell(client, provider, REFUSED, name="56")
    assert (outcome(), SuppressedAddress.objects.count()) == (None, 0)


def test_news_may_overtake_what_we_write_down_ourselves(client: Client, hello: Mailbox, sent: Delivery) -> None:
    provider = a_provider(hello, "postmark")
    Delivery.objects.update(provider_id="")
    assert post(client, provider, REPORTS["postmark"][ARRIVED]("5629", ADA), way="reports") == 200
    assert (take_calls(), take_calls()) == (1, 0)
    call = ProviderCall.objects.get()
    assert (call.state, call.error, outcome()) == ("waiting", "", None)
    Delivery.objects.update(provider_id="5629")
    ProviderCall.objects.update(due_at=timezone.now())
    assert take_calls() == 1
    assert (ProviderCall.objects.get().state, outcome()) == ("done", ("delivered", False))


def test_the_same_news_twice_is_no_news(client: Client, hello: Mailbox, sent: Delivery) -> None:
    provider = a_provider(hello, "brevo")
    for which in (REFUSED, REFUSED, ARRIVED, WAITS):
        tell(client, provider, which)
    assert outcome() == ("failed", True)


def test_mandrill_tells_in_a_form(client: Client, hello: Mailbox, sent: Delivery) -> None:
    provider = a_provider(hello, "mandrill")
    event = {
        "event": "hard_bounce",
        "_id": "5629",
        "ts": 1764000000,
        "msg": {"email": ADA, "diag": "smtp; 550 5.1.1 no such user"},
    }
    assert post(client, provider, payloads.mandrill([event], address_of(provider, "reports")), way="reports") == 200
    assert take_calls() == 1
    assert outcome() == ("failed", True)


@pytest.mark.parametrize("kind", [kind for kind in REPORTS if payloads.SECRETS.get(kind)])
def test_forged_news_is_refused(client: Client, hello: Mailbox, sent: Delivery, kind: str) -> None:
    provider = a_provider(hello, kind)
    call = REPORTS[kind][REFUSED]("5629", ADA)
    forged = Call(
        call.body.replace(b"0123456789abcdef", b"0123456789abcdee").replace(b"5629", b"5630"),
        call.content_type,
        call.headers,
    )
    assert post(client, provider, forged, way="reports") == 403
    assert outcome() is None


def test_news_that_names_all_recipients_says_nothing_of_one(client: Client, hello: Mailbox, sent: Delivery) -> None:
    told = {
        "type": "email.bounced",
        "created_at": "2026-11-22T09:00:00Z",
        "data": {"email_id": "5629", "to": [ADA, "ben@example.com"]},
    }
    provider = a_provider(hello, "resend")
    assert post(client, provider, payloads.resend(told), way="reports") == 200
    assert take_calls() == 1
    assert outcome() is None
