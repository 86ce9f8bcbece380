"""One inbox may speak for several brands: each address in its own name, with its own signature."""

from __future__ import annotations

from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from django.test import Client

from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import Mailbox, SentLetter
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, keep
from regulars.channels.email.tests.test_pages import fields
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation
from regulars.team.models import Agent, Brand


def answer_to(mailbox: Mailbox, *, by: Agent, to: str = "") -> tuple[str, str, str]:
    """The name, the address and the text of an answer to a letter that came to this mailbox."""
    keep(a_letter(to=to or mailbox.address, message_id=f"<{to or mailbox.address}@example.com>"), mailbox)
    take_letters()
    reply(Conversation.objects.order_by("-pk")[0], by=by, text="It left this morning.")
    deliver()
    letter = message_from_bytes(bytes(SentLetter.objects.order_by("-pk")[0].raw))
    name, address = parseaddr(str(make_header(decode_header(letter["From"]))))
    return name, address, letter.get_payload(0).get_payload(decode=True).decode().replace("\r\n", "\n")


@pytest.fixture
def roastery(hello: Mailbox) -> Mailbox:
    """A second address of the inbox Hello, of another brand."""
    brand = Brand.objects.create(name="Rösterei Süd")
    return a_mailbox(
        "hallo@roesterei.example", brand=brand, sender_name="{agent} von {brand}", signature="Rösterei Süd, Ulm"
    )


def test_two_addresses_of_one_inbox_answer_in_their_own_names(hello: Mailbox, roastery: Mailbox, grace: Agent) -> None:
    Mailbox.objects.filter(pk=hello.pk).update(signature="Kettle & Crumb, Bath")
    name, address, text = answer_to(roastery, by=grace)
    assert (name, address) == ("Grace von Rösterei Süd", "hallo@roesterei.example")
    assert text.index(grace.signature) < text.index("Rösterei Süd, Ulm")
    assert "Bath" not in text
    name, address, text = answer_to(hello, by=grace)
    assert (name, address) == ("Grace at Kettle & Crumb", "hello@coffee.example")
    assert ("Kettle & Crumb, Bath" in text, "Ulm" in text) == (True, False)


@pytest.mark.parametrize(
    ("pattern", "seen"),
    [
        ("{brand}", "Kettle & Crumb"),
        ("{agent} from {brand}", "Grace from Kettle & Crumb"),
        ("The shop", "The shop"),
        ("", ""),
    ],
)
def test_how_customers_see_us(hello: Mailbox, grace: Agent, pattern: str, seen: str) -> None:
    Mailbox.objects.update(sender_name=pattern)
    assert answer_to(hello, by=grace)[0] == seen


def test_a_further_address_answers_from_itself(hello: Mailbox, grace: Agent) -> None:
    Mailbox.objects.update(aliases=["orders@coffee.example"])
    assert answer_to(hello, by=grace, to="orders@coffee.example")[1] == "orders@coffee.example"


def test_an_admin_gives_a_mailbox_another_brand(
    client: Client, hello: Mailbox, roastery: Mailbox, grace: Agent
) -> None:
    client.force_login(grace)
    address = f"/settings/mailboxes/{hello.pk}"
    given = fields(
        inbox=hello.inbox_id, address=hello.address, brand=roastery.brand_id, sender_name="{agent} von {brand}"
    )
    assert client.post(address, given).status_code == 302
    assert Mailbox.objects.get(pk=hello.pk).speaks_for == roastery.brand
    assert client.post(address, given | {"brand": ""}).status_code == 302
    assert Mailbox.objects.get(pk=hello.pk).speaks_for.name == "Kettle & Crumb"


@pytest.mark.parametrize("pattern", ["{agnet} at {brand}", "{agent", "{agent.password}"])
def test_a_misspelled_place_is_refused_by_name(client: Client, hello: Mailbox, grace: Agent, pattern: str) -> None:
    client.force_login(grace)
    given = fields(inbox=hello.inbox_id, address=hello.address, sender_name=pattern)
    answer = client.post(f"/settings/mailboxes/{hello.pk}", given)
    assert (answer.status_code, "There is no {" in answer.content.decode()) == (422, True)
