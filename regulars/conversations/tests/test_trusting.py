from django.test import Client

from regulars.customers.models import Customer
from regulars.team.models import Agent
from tests.cast import letter_from


def page_of(client: Client, noor: Agent, ada: Customer, **facts: str) -> str:
    client.force_login(noor)
    message = letter_from(ada, "Please change my address.", **facts)
    return client.get(f"/inbox/{message.conversation_id}").content.decode()


def test_a_disproved_sender_is_a_warning(client, noor, ada):
    page = page_of(client, noor, ada, trust="fail", trust_detail="DMARC fail, says mx.coffee.example")
    assert "This does not come from moreau.example" in page and "DMARC fail, says mx.coffee.example" in page


def test_an_unproven_sender_is_a_quiet_word(client, noor, ada):
    page = page_of(client, noor, ada, trust="none")
    assert "not proven to come from moreau.example" in page and "This does not come" not in page


def test_a_proven_sender_and_one_that_nobody_checked_say_nothing(client, noor, ada):
    assert "come from moreau.example" not in page_of(client, noor, ada, trust="pass") + page_of(client, noor, ada)


def test_a_disproved_participant_is_a_stranger(ada, noor):
    first = letter_from(ada)
    assert letter_from(ada, "Pay here", conversation=first.conversation, trust="fail").is_stranger
    assert not letter_from(ada, "Thanks", conversation=first.conversation, trust="none").is_stranger
