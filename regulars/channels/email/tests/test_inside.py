"""What lies inside letters: pictures, however their HTML refers to them, and files that need a word."""

from __future__ import annotations

import base64
import re

import pytest
from django.test import Client

from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import Mailbox
from regulars.channels.email.tests.conftest import keep
from regulars.channels.email.tests.test_tnef import WRAPPED
from regulars.conversations.models import Attachment, Message
from regulars.team.models import Agent

HEAD = b"From: Ada Moreau <ada@example.com>\nTo: hello@coffee.example\nMessage-ID: <1@example.com>\nSubject: Look\n"
SHOWN = re.compile(r'src="/attachments/(\d+)/picture"')


def related(html: str, *parts: tuple[str, bytes]) -> bytes:
    """A letter of HTML and further parts: their headers, their bytes."""
    written = [b"Content-Type: text/html; charset=utf-8\n\n" + html.encode()]
    written += [headers.encode() + b"\nContent-Transfer-Encoding: 8bit\n\n" + content for headers, content in parts]
    return HEAD + b"Content-Type: multipart/related; boundary=b\n\n--b\n" + b"\n--b\n".join(written) + b"\n--b--\n"


def picture(headers: str, content: bytes = b"\x89PNG") -> tuple[str, bytes]:
    return f"Content-Type: image/png; name=cup.png\n{headers}", content


@pytest.fixture
def desk(client: Client, noor: Agent) -> Client:
    client.force_login(noor)
    return client


def taken(content: bytes, hello: Mailbox) -> Message:
    keep(content, hello)
    take_letters()
    return Message.objects.get()


def within(desk: Client, message: Message) -> list[str]:
    """The names of the pictures shown within the text."""
    body = desk.get(f"/messages/{message.pk}/body").content.decode()
    return [Attachment.objects.get(pk=pk).name for pk in SHOWN.findall(body)]


def beside(desk: Client, message: Message) -> str:
    """What stands below the text."""
    page = desk.get(f"/inbox/{message.conversation_id}").content.decode()
    return page.split('<div class="files">')[1].split("</div>")[0] if '<div class="files">' in page else ""


@pytest.mark.parametrize(
    ("source", "headers"),
    [
        ("cid:cup@x", "Content-ID: <cup@x>"),
        ("CID:cup@x", "Content-ID: cup@x"),
        ("cid:cup%40x", "Content-ID: <cup@x>"),
        ("cid:a%20%26%20b@x", "Content-ID: <a & b@x>"),
        ("cid:CUP@X", "Content-ID: <cup@x>"),
        ("http://far.example/cup.png", "Content-Location: http://far.example/cup.png"),
        ("cup.png", "Content-Location: cup.png"),
    ],
)
def test_pictures_are_found_however_they_are_named(desk: Client, hello: Mailbox, source: str, headers: str) -> None:
    message = taken(related(f'<p>Look: <img src="{source}"></p>', picture(headers)), hello)
    assert within(desk, message) == ["cup.png"] and beside(desk, message) == ""


def test_a_picture_that_did_not_come_breaks_nothing_and_is_asked_of_nobody(desk: Client, hello: Mailbox) -> None:
    message = taken(
        related('<p>Look: <img src="cid:gone@x" alt="a cup"> here</p>', picture("Content-ID: <cup@x>")), hello
    )
    assert within(desk, message) == [] and "cup.png" in beside(desk, message)
    body = desk.get(f"/messages/{message.pk}/body")
    assert 'alt="a cup"' in body.content.decode() and "img-src 'self' data:;" in body["Content-Security-Policy"]


def test_of_two_under_one_id_the_first_is_shown_and_none_is_lost(desk: Client, hello: Mailbox) -> None:
    two = picture("Content-ID: <cup@x>"), ("Content-Type: image/png; name=saucer.png\nContent-ID: <cup@x>", b"\x89PNG2")
    message = taken(related('<p><img src="cid:cup@x"></p>', *two), hello)
    assert within(desk, message) == ["cup.png"]
    assert "saucer.png" in beside(desk, message) and "cup.png" not in beside(desk, message)


def test_a_picture_that_browsers_do_not_show_stays_a_file(desk: Client, hello: Mailbox) -> None:
    drawing = "Content-Type: image/svg+xml; name=cup.svg\nContent-ID: <cup@x>", b"<svg/>"
    message = taken(related('<p><img src="cid:cup@x"></p>', drawing), hello)
    assert within(desk, message) == [] and "cup.svg" in beside(desk, message)


def test_pictures_in_the_address_itself_stay_and_those_that_could_act_do_not(desk: Client, hello: Mailbox) -> None:
    html = '<p><img src="data:image/png;base64,iVBORw0KGgo="><img src="data:image/svg+xml;base64,PHN2Zy8+"></p>'
    body = desk.get(f"/messages/{taken(related(html), hello).pk}/body").content.decode()
    assert "data:image/png;base64,iVBORw0KGgo=" in body and "svg+xml" not in body


def test_apple_s_own_element_leaves_its_file(desk: Client, hello: Mailbox) -> None:
    html = '<p>The plan: <attachment src="cid:plan@x" title="plan.pdf"></attachment></p>'
    plan = "Content-Type: application/pdf; name=plan.pdf\nContent-ID: <plan@x>", b"%PDF"
    message = taken(related(html, plan), hello)
    assert "The plan:" in desk.get(f"/messages/{message.pk}/body").content.decode() and "plan.pdf" in beside(
        desk, message
    )


@pytest.mark.parametrize(
    ("content_type", "name", "said"),
    [
        ("text/calendar", "meeting.ics", "calendar entry"),
        ("message/rfc822", "before.eml", "letter"),
        ("application/octet-stream", "before.msg", "Outlook letter"),
        ("application/pgp-encrypted", "encrypted.asc", "encrypted or sealed letter"),
        ("application/pkcs7-mime", "smime.p7m", "encrypted or sealed letter"),
        ("application/pkcs7-signature", "smime.p7s", "digital signature"),
        ("text/vcard", "ada.vcf", "contact"),
    ],
)
def test_files_that_people_wonder_about_come_with_a_word(
    desk: Client, hello: Mailbox, content_type: str, name: str, said: str
) -> None:
    part = f"Content-Type: {content_type}; name={name}\nContent-Disposition: attachment", b"Subject: x\n\nthe bytes"
    message = taken(related("<p>Here.</p>", part), hello)
    shown = beside(desk, message)
    assert name in shown and f"<small>{said}, " in shown
    file = message.attachments.get()
    answer = desk.get(f"/attachments/{file.pk}")
    assert b"".join(answer.streaming_content) == part[1] and name in answer["Content-Disposition"]


def test_what_outlook_wrapped_stands_beside_the_wrapping(desk: Client, hello: Mailbox) -> None:
    part = "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Disposition: attachment", b""
    raw = (
        related("<p>Here.</p>", part)
        .replace(b"8bit", b"base64")
        .replace(b"\n--b--", base64.encodebytes(WRAPPED) + b"\n--b--")
    )
    shown = beside(desk, taken(raw, hello))
    assert "winmail.dat" in shown and "Rechnung für Jörg.pdf" in shown and "own format" in shown
