import hashlib
from datetime import UTC, datetime
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.channels.email.compose import compose, reference_chain
from regulars.channels.email.letter import Address, Attachment
from regulars.channels.email.parse import parse
from regulars.channels.email.subjects import reply_subject

OURS = "<c42.m7.aaaabbbbccccddddeeee@coffee.example>"


def composed(**changed: object) -> bytes:
    facts = {
        "message_id": OURS,
        "from_address": "hello@coffee.example",
        "from_name": "Kettle & Crumb",
        "to": [Address("Ada Moreau", "ada@mail.example")],
        "subject": "Your order",
        "text": "It left this morning.\n",
    }
    return compose(**facts | changed).message().as_bytes()


def file(name: str, content: bytes, content_type: str = "application/octet-stream", **facts: object) -> Attachment:
    digest = hashlib.sha256(content).hexdigest()
    return Attachment(name=name, content=content, content_type=content_type, size=len(content), sha256=digest, **facts)


TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=300)
LINE = st.text(alphabet=st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=120).map(
    lambda text: " ".join(text.split())
)
FILES = st.builds(file, st.just("naïve 日本.bin"), st.binary(max_size=300))


@given(text=TEXT, subject=LINE, name=LINE, files=st.lists(FILES, max_size=2), with_html=st.booleans())
def test_a_letter_reads_back_as_what_was_said(
    text: str, subject: str, name: str, files: list[Attachment], with_html: bool
) -> None:
    letter = parse(
        composed(
            text=text, subject=subject, from_name=name, attachments=files, html="<p>Grüße</p>" if with_html else ""
        )
    )
    assert letter.error == ""
    assert letter.subject.split() == subject.split()
    assert (letter.from_email, letter.message_id) == ("hello@coffee.example", OURS)
    assert letter.attachments == tuple(files)
    assert letter.has_html == with_html
    if text.strip() and not with_html and "begin" not in text and not text.lstrip().startswith("<"):
        assert letter.text == text


def test_everything_about_an_answer_reads_back() -> None:
    moment = datetime(2026, 1, 6, 10, 0, tzinfo=UTC)
    raw = composed(
        to=[Address('Jörg "the Bean" O\'Neil', "joerg@mail.example"), "ben@mail.example"],
        cc=[Address("Moreau, Ada", "ada@mail.example")],
        reply_to=["hello+c42.abc@coffee.example"],
        from_name="Kettle & Crümb, Roasters",
        subject="AW: Grüße",
        html="<p>Hi</p>",
        in_reply_to="<2@mail.example>",
        references=["<1@mail.example>"],
        date=moment,
        headers={"Auto-Submitted": "auto-replied"},
    )
    letter = parse(raw)
    assert letter.subject == "Re: Grüße"
    assert letter.from_name == "Kettle & Crümb, Roasters"
    assert letter.to == (Address('Jörg "the Bean" O\'Neil', "joerg@mail.example"), Address("", "ben@mail.example"))
    assert letter.cc == (Address("Moreau, Ada", "ada@mail.example"),)
    assert letter.reply_to == (Address("", "hello+c42.abc@coffee.example"),)
    assert (letter.in_reply_to, letter.references) == (("<2@mail.example>",), ("<1@mail.example>", "<2@mail.example>"))
    assert (letter.date, letter.headers["auto-submitted"]) == (moment, "auto-replied")


def test_the_same_message_becomes_the_same_bytes() -> None:
    facts = {
        "html": "<p>x</p>",
        "attachments": [file("a.pdf", b"%PDF", "application/pdf")],
        "date": datetime(2026, 1, 6, tzinfo=UTC),
    }
    assert composed(**facts) == composed(**facts)


def test_bcc_is_sent_to_but_never_told() -> None:
    facts = {
        "message_id": OURS,
        "from_address": "hello@coffee.example",
        "subject": "x",
        "text": "x",
        "headers": {"Bcc": "eve@mail.example"},
    }
    email = compose(to=["ada@mail.example"], bcc=["grace@coffee.example"], **facts)
    assert email.recipients() == ["ada@mail.example", "grace@coffee.example"]
    assert b"grace@" not in email.message().as_bytes() and b"eve@" not in email.message().as_bytes()


@pytest.mark.parametrize("field", ["subject", "from_name"])
def test_a_line_end_cannot_begin_a_header(field: str) -> None:
    raw = composed(**{field: "Hello\r\nBcc: eve@mail.example\n\n<p>"})
    head = raw.partition(b"\n\n")[0]
    assert b"\nBcc:" not in head and b"eve@mail.example" in head


def test_no_line_is_longer_than_mail_may_carry() -> None:
    raw = composed(
        text="x" * 5000 + "\n" + "ü" * 5000,
        html="<p>" + "y" * 5000 + "</p>",
        subject="Größe " * 60,
        from_name="N" * 2000,
        references=[f"<{number:0>200}@mail.example>" for number in range(50)],
        in_reply_to="<2@mail.example>",
        attachments=[file("日本" * 300 + ".pdf", b"%PDF")],
        headers={"X-Note": "z " * 900},
    )
    assert raw.isascii()
    assert max(map(len, raw.split(b"\n"))) <= 998
    assert parse(raw).attachments[0].name.endswith(".pdf")


def test_text_files_keep_their_bytes_and_letters_keep_their_name() -> None:
    files = [
        file("orders.csv", b"a;b\r\n\xff\r\n.\r\n", "text/csv"),
        file("old.eml", b"Subject: x\r\n\r\nFrom me\n", "message/rfc822"),
    ]
    assert parse(composed(attachments=files)).attachments == tuple(files)


def test_pictures_in_the_text_stay_there() -> None:
    picture = file("logo.png", b"\x89PNG", "image/png", content_id="logo@coffee.example", is_inline=True)
    assert parse(composed(html='<img src="cid:logo@coffee.example">', attachments=[picture])).attachments == (picture,)
    letter = message_from_bytes(
        composed(html='<img src="cid:logo@coffee.example">', attachments=[picture, file("menu.pdf", b"%PDF")])
    )
    kinds = [part.get_content_type() for part in letter.walk()]
    inside = ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"]
    assert kinds == ["multipart/mixed", *inside, "application/octet-stream"]


def test_addresses_in_other_scripts_are_written_as_servers_expect() -> None:
    assert b"ada@xn--bcher-kva.example" in composed(to=[Address("Ada", "ada@bücher.example")])


@pytest.mark.parametrize(
    "subject",
    ["Order", "Re: Order", "RE: RE: Order", "Aw: Order", "SV: AW: Re: Order", "Re[2]: Order", "Antw: Order", "回复：Order", "RES: Order",
     "re : Order", "Odp: Order", "R: Order", "Re: Re: Re:Order"],
)  # fmt: skip
def test_an_answer_says_re_once(subject: str) -> None:
    assert reply_subject(subject) == "Re: Order"


@pytest.mark.parametrize("subject", ["Reorder", "Rest: x", "Rare beans: yes?", "Fwd: Order"])
def test_words_that_only_begin_alike_stay(subject: str) -> None:
    assert reply_subject(subject) == f"Re: {subject}"


def test_a_long_chain_keeps_its_beginning_and_its_end() -> None:
    chain = reference_chain([f"<{number}@x>" for number in range(40)], "<last@x>")
    assert (len(chain), chain[0], chain[1], chain[-1]) == (20, "<0@x>", "<22@x>", "<last@x>")
    assert reference_chain(["<a@x>", "<a@x>", "<b@x>"], "<a@x>") == ["<b@x>", "<a@x>"]
