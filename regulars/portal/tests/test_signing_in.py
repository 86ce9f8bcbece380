"""A customer comes in by a code, and nobody else does."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regulars.channels.email.models import Mailbox
from regulars.conversations.models import SuppressedAddress
from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.merge import merge
from regulars.customers.actions.remove_identity import remove_identity
from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer, Identity, TimelineEvent
from regulars.portal import guard
from regulars.portal.actions.add_address import add_address
from regulars.portal.actions.ask_code import TO_ONE, ask_code
from regulars.portal.actions.send_codes import next_due, send_codes
from regulars.portal.actions.sign_in import sign_in
from regulars.portal.actions.try_code import MOST_TRIES, try_code
from regulars.portal.guard import safe_next
from regulars.portal.models import Code, Session
from regulars.portal.sessions import COOKIE
from regulars.portal.tests.conftest import newest_digits, signed_in_as
from tests.cast import PASSWORD, a_conversation, hire


def test_a_customer_signs_in_by_the_code_that_was_mailed_to_them(inbox, ada):
    Mailbox.objects.create(inbox=inbox, address="hello@coffee.example")
    client = Client()
    assert client.get("/my").url == "/my/sign-in?next=%2Fmy"
    asked = client.post("/my/sign-in", {"address": " Ada@Moreau.example "})
    assert asked.url == "/my/sign-in/code"
    digits = newest_digits()
    [letter] = mail.outbox
    assert letter.to == ["ada@moreau.example"] and letter.from_email == "Kettle & Crumb <hello@coffee.example>"
    assert digits in letter.subject and letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert client.post("/my/sign-in/code", {"digits": digits.replace(" ", "")}).url == "/my"
    page = client.get("/my")
    assert page.status_code == 200 and page.wsgi_request.customer == ada
    cookie = client.cookies[COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert TimelineEvent.objects.filter(customer=ada, kind="portal.signed_in").count() == 1
    assert client.post("/my/sign-out").status_code == 302 and client.get("/my").status_code == 302


def test_an_unknown_address_is_answered_as_a_known_one_is_and_meets_a_new_customer(inbox, ada):
    def answer(address):
        client = Client()
        with CaptureQueriesContext(connection) as asked_for:
            asked = client.post("/my/sign-in", {"address": address})
        page = client.get("/my/sign-in/code").content.decode()
        return (
            asked.status_code,
            asked.url,
            len(asked_for),
            page.count(address),
            len(page) - page.count(address) * len(address),
        )

    assert answer("ada@moreau.example") == answer("ida@moreau.example")
    assert not Identity.objects.filter(value="ida@moreau.example").exists()
    signed_in_as("ida@moreau.example")
    assert Customer.objects.get(identities__value="ida@moreau.example").name == "ida@moreau.example"


def test_digits_are_nowhere_before_they_are_mailed_and_only_their_hash_afterwards(inbox, brand):
    code = ask_code("ada@moreau.example", brand=brand)
    assert code.digits_hash == "" and not try_code(code, digits="")
    digits = newest_digits().replace(" ", "")
    kept = Code.objects.values().get()
    assert not any(digits in str(value) for value in kept.values()) and len(kept["digits_hash"]) == 64
    assert try_code(code, digits=f" {digits[:4]}-{digits[4:]} ") and not try_code(code, digits=digits)


def test_a_code_is_tried_five_times_and_not_again(inbox, brand):
    code = ask_code("ada@moreau.example", brand=brand)
    digits = newest_digits()
    assert not any(try_code(code, digits=f"{number:08}") for number in range(MOST_TRIES))
    assert not try_code(code, digits=digits)


def test_a_code_ends_after_ten_minutes(inbox, brand):
    code = ask_code("ada@moreau.example", brand=brand)
    digits = newest_digits()
    Code.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert not try_code(code, digits=digits)


def test_only_the_browser_that_asked_can_type_the_code(inbox):
    victim, thief = Client(), Client()
    victim.post("/my/sign-in", {"address": "ada@moreau.example"})
    digits = newest_digits()
    assert thief.post("/my/sign-in/code", {"digits": digits}).url == "/my/sign-in"
    thief.cookies["regulars_code"] = str(Code.objects.get().pk)
    assert thief.post("/my/sign-in/code", {"digits": digits}).url == "/my/sign-in"
    assert not Session.objects.exists()


def test_few_codes_leave_for_one_address_and_none_from_a_place_that_asks_for_many(inbox, brand, monkeypatch):
    monkeypatch.setattr("regulars.portal.actions.ask_code.FROM_ONE", 7)
    for number in range(TO_ONE + 3):
        ask_code("ada@moreau.example", brand=brand, asked_from=f"10.0.0.{number}")
    while send_codes():
        pass
    assert len(mail.outbox) == TO_ONE + 1, "one for all who asked too often"
    client = Client(REMOTE_ADDR="10.9.9.9")
    for number in range(7):
        assert client.post("/my/sign-in", {"address": f"a{number}@x.example"}).status_code == 302
    assert client.post("/my/sign-in", {"address": "b@x.example"}).status_code == 429
    with pytest.raises(ValidationError, match="e-mail"):
        ask_code("not one", brand=brand)
    assert not Code.objects.filter(address="b@x.example").exists()


def test_nobody_keeps_the_owner_of_an_address_out_by_asking_for_codes(inbox, brand, ada):
    early = Client()
    early.post("/my/sign-in", {"address": "ada@moreau.example"})
    digits = newest_digits()
    for number in range(40):
        code = ask_code("ada@moreau.example", brand=brand, asked_from=f"10.0.0.{number}")
        for _each in range(MOST_TRIES):
            try_code(code, digits="1" * 16)
    assert early.post("/my/sign-in/code", {"digits": digits}).url == "/my", "what was mailed before stays good"
    late, other, thief = Client(), Client(), Client()
    for each in (late, other):
        each.post("/my/sign-in", {"address": "ada@moreau.example"})
    assert "sixteen" in late.get("/my/sign-in/code").content.decode()
    newest_digits()
    assert len(mail.outbox) == TO_ONE + 1 and "perhaps by somebody else" in mail.outbox[-1].body
    long = re.search(r"(\d{4} ){3}\d{4}", mail.outbox[-1].body)[0]
    assert thief.post("/my/sign-in/code", {"digits": long}).url == "/my/sign-in"
    assert late.post("/my/sign-in/code", {"digits": long}).url == "/my"
    assert other.post("/my/sign-in/code", {"digits": long}).status_code == 422, "it is spent"
    newest = ask_code("ada@moreau.example", brand=brand)
    assert newest.of.used_at is None and newest.of.mail_at
    with pytest.raises(ValidationError, match="Too many"):
        ask_code("ada@moreau.example", brand=brand, session=Session.objects.first())


def test_while_the_whole_world_asks_customers_come_in_all_the_same(inbox, brand, ada, monkeypatch):
    monkeypatch.setattr("regulars.portal.actions.ask_code.TO_ALL", 2)
    for number in range(6):
        ask_code(f"a{number}@x.example", brand=brand, asked_from=f"10.0.0.{number}")
    signed_in_as("ada@moreau.example")
    assert len(mail.outbox) == 4


def test_no_code_leaves_for_an_address_of_ours_or_one_that_takes_no_letters(inbox, brand, grace):
    Mailbox.objects.create(inbox=inbox, address="hello@coffee.example")
    SuppressedAddress.objects.create(address="gone@x.example", is_hard=True)
    for address in ("hello@coffee.example", "hello+1@coffee.example", "gone@x.example"):
        ask_code(address, brand=brand)
    while send_codes():
        pass
    assert mail.outbox == [] and next_due() is None


def test_guessing_from_one_place_comes_to_an_end(inbox, monkeypatch):
    monkeypatch.setattr(guard.trying, "burst", 7)
    client = Client(REMOTE_ADDR="10.1.1.1")
    client.post("/my/sign-in", {"address": "ada@moreau.example"})
    answers = {client.post("/my/sign-in/code", {"digits": "1"}).status_code for _ in range(9)}
    assert answers == {422, 429}


def test_each_sign_in_has_a_new_key_and_ends_the_one_before(inbox, ada):
    client = signed_in_as("ada@moreau.example")
    before = client.cookies[COOKIE].value
    client.post("/my/sign-in", {"address": "ada@moreau.example"})
    client.post("/my/sign-in/code", {"digits": newest_digits()})
    assert client.cookies[COOKIE].value != before and Session.objects.count() == 1
    fixed = Client()
    fixed.cookies[COOKIE] = before
    assert fixed.get("/my").status_code == 302
    fixed.cookies[COOKIE] = "made-up:by:hand"
    assert fixed.get("/my").status_code == 302


def test_a_session_follows_the_address_when_customers_are_merged_and_ends_with_it(inbox, ada, ben, grace):
    client = signed_in_as("ada@moreau.example")
    merge(ada, into=ben, by=grace)
    assert client.get("/my").wsgi_request.customer == ben
    remove_identity(ben, identity=Identity.objects.get(value="ada@moreau.example"), by=SYSTEM)
    assert client.get("/my").status_code == 302 and not Session.objects.exists()


def test_an_agent_in_the_same_browser_is_not_disturbed(inbox, ada):
    hire("Noor Haddad", password=PASSWORD)
    client = Client()
    client.login(email="noor@coffee.example", password=PASSWORD)
    client.get("/settings")
    token = client.cookies["csrftoken"].value
    client.post("/my/sign-in", {"address": "ada@moreau.example"})
    client.post("/my/sign-in/code", {"digits": newest_digits()})
    assert client.get("/my").status_code == client.get("/settings").status_code == 200
    assert client.cookies["csrftoken"].value == token
    client.post("/my/sign-out")
    assert client.get("/settings").status_code == 200 and client.get("/my").status_code == 302


def test_a_customer_is_nobody_at_the_desk_and_an_agent_nobody_in_the_portal(inbox, ada, noor, client):
    assert signed_in_as("ada@moreau.example").get("/inbox").status_code == 302
    client.force_login(noor)
    assert client.get("/my").url.startswith("/my/sign-in")


@pytest.mark.parametrize(
    "given",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil", "", "/" + "a" * 600],
)
def test_nobody_is_led_elsewhere_after_signing_in(given):
    assert safe_next(given) == "/my"


def test_whoever_asked_for_a_page_comes_to_it(inbox):
    client = Client()
    asked = client.post("/my/sign-in", {"address": "ada@moreau.example", "next": "/my/conversations/7"})
    assert asked.url == "/my/sign-in/code?next=/my/conversations/7"
    answer = client.post("/my/sign-in/code", {"digits": newest_digits(), "next": "/my/conversations/7"})
    assert answer.url == "/my/conversations/7"


def test_forms_of_other_pages_are_refused(inbox, ada):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/my/sign-in", {"address": "ada@moreau.example"}).status_code == 403
    assert not Code.objects.exists()


def test_a_code_that_was_not_typed_signs_nobody_in(inbox, brand):
    with pytest.raises(ValueError):
        sign_in(ask_code("ada@moreau.example", brand=brand))


def test_more_than_a_message_with_its_files_is_not_even_read(inbox):
    assert Client().post("/my/sign-in", {"address": "a" * 12_000_000}).status_code == 413
    assert Client().post("/my/sign-in", {"address": "a"}, headers={"Content-Length": "9" * 19}).status_code == 413


def test_an_address_that_is_shown_to_be_theirs_brings_what_was_written_from_it(inbox, brand, ada, ben):
    add_identity(ada, kind="email", value="ada@work.example")
    a_conversation(ada, "From work", subject="Work", author_address="ada@work.example")
    client = signed_in_as("ada@moreau.example")
    assert "From work" not in client.get("/my").content.decode()
    code = ask_code("ada@work.example", brand=brand, session=Session.objects.get())
    assert try_code(code, digits=newest_digits())
    assert add_address(code) == add_address(code)
    assert "From work" in client.get("/my").content.decode()
    code = ask_code("ben.okafor@post.example", brand=brand, session=Session.objects.get())
    assert try_code(code, digits=newest_digits())
    with pytest.raises(ValidationError, match="belongs to"):
        add_address(code)
