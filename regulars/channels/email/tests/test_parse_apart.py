"""Reading ends: a letter that nobody can read in time is shown as it came, and those after it are read."""

import threading

import pytest

from regulars.channels.email import parse_apart as apart
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import InboundLetter, Mailbox, Reason
from regulars.channels.email.parse_apart import Reader, parse_apart
from regulars.channels.email.tests.conftest import a_letter, keep
from regulars.conversations.models import Message
from regulars.lib import blobs

ENDLESS = a_letter("<p>Which &lt;beans&gt; are <b>best</b>?</p>" * 100_000, subject="Endless").replace(
    b"text/plain", b"text/html"
)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LONGEST", 0.3)  # of more than 1 s that it needs


def test_of_a_letter_that_takes_too_long_the_headers_are_read_and_then_the_next_letter(hurried: None) -> None:
    letter = parse_apart(ENDLESS)
    assert (letter.subject, letter.from_email, letter.text, letter.error) == (
        "Endless",
        "ada@example.com",
        "",
        apart.TOO_LONG,
    )
    assert parse_apart(a_letter("Short")).visible_text == "Short"


def test_it_opens_a_conversation_with_the_original_and_stops_no_other(hurried: None, hello: Mailbox) -> None:
    keep(ENDLESS, hello)
    keep(a_letter("Are you open?"), hello)
    while take_letters():
        pass
    unread, read = Message.objects.order_by("pk")
    assert unread.text.startswith("[This letter could not be read") and unread.conversation.subject == "Endless"
    assert blobs.fetch(unread.attachments.get().sha256).read() == ENDLESS and read.visible_text == "Are you open?"
    row = InboundLetter.objects.get(message_id=unread.pk)
    assert (row.state, row.reason, row.error) == (row.State.FAILED, Reason.UNREADABLE, apart.TOO_LONG)


def test_a_reader_that_somebody_ends_is_begun_anew() -> None:
    reader = Reader()
    assert reader.read(a_letter("One")).visible_text == "One"
    reader._process.kill()
    with pytest.raises(ChildProcessError):
        reader.read(a_letter("Two"))
    assert reader.read(a_letter("Two")).visible_text == "Two"


def test_several_who_ask_at_once_get_each_their_own() -> None:
    heard: dict[int, str] = {}
    asking = [
        threading.Thread(target=lambda n=n: heard.update({n: parse_apart(a_letter(str(n))).text})) for n in range(20)
    ]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert {n: text.strip() for n, text in heard.items()} == {n: str(n) for n in range(20)}


@pytest.mark.parametrize("line", [b"begin 644 a\n", b"-- \n", b"> a\nb\n", b"On Monday Ada wrote:\n> a\nb\n"])
def test_lines_that_each_look_like_the_beginning_of_something_are_looked_through_once(line: bytes) -> None:
    assert not parse_apart(a_letter("") + line * 30_000).error
