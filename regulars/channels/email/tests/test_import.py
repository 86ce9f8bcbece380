"""Letters of former times, from every kind of file."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest

from regulars.channels.email.actions import import_mail as importing
from regulars.channels.email.actions.import_mail import Outcome, import_mail
from regulars.channels.email.actions.keep_old_letter import keep_old_letter
from regulars.channels.email.archives import Archive
from regulars.channels.email.directory import Directory
from regulars.channels.email.models import InboundLetter, Mailbox, Reason
from regulars.channels.email.reading import read
from regulars.channels.email.tests.conftest import a_letter
from regulars.config import command_line
from regulars.conversations.models import Conversation, Delivery, Message
from regulars.customers.models import Reaction, TimelineEvent
from regulars.team.models import Agent

FIRST = a_letter("Is the Ethiopia back?", date="Mon, 03 Feb 2020 09:00:00 +0100", message_id="<1@example.com>")
ANSWER = a_letter(
    "Since this morning.",
    sender="hello@coffee.example",
    to="Ada Moreau <ada@example.com>",
    subject="Re: Where is my order?",
    date="Mon, 03 Feb 2020 11:00:00 +0100",
    message_id="<2@coffee.example>",
    in_reply_to="<1@example.com>",
)
THANKS = a_letter(
    "Lovely, thanks!",
    subject="Re: Where is my order?",
    date="Tue, 04 Feb 2020 08:00:00 +0100",
    message_id="<3@example.com>",
    in_reply_to="<2@coffee.example>",
)


def import_all(path: Path, mailbox: Mailbox) -> Outcome:
    with Archive(path) as archive:
        return import_mail(archive.letters(), mailbox=mailbox, progress=lambda *_: None)


def mbox(*letters: bytes) -> bytes:
    return b"".join(b"From ada@example.com Mon Feb  3 09:00:00 2020\n" + letter + b"\n" for letter in letters)


def texts_in(path: Path) -> list[str]:
    with Archive(path) as archive:
        return [found.content().partition(b"\n\n")[2].decode().strip() for found in archive.letters()]


def test_old_letters_become_resolved_conversations_under_their_own_dates(hello: Mailbox, tmp_path: Path) -> None:
    (tmp_path / "all.mbox").write_bytes(mbox(THANKS, FIRST, ANSWER))
    assert import_all(tmp_path / "all.mbox", hello).kept == 3
    conversation = Conversation.objects.get()
    assert (conversation.status, conversation.waiting_since, conversation.customer.name) == (
        "resolved",
        None,
        "Ada Moreau",
    )
    assert conversation.created_at.isoformat() == "2020-02-03T08:00:00+00:00"
    assert conversation.last_activity_at.isoformat() == "2020-02-04T07:00:00+00:00"
    told = conversation.messages.order_by("position").values_list("kind", "state", "visible_text")
    assert list(told) == [
        ("in", "received", "Is the Ethiopia back?"),
        ("out", "sent", "Since this morning."),
        ("in", "received", "Lovely, thanks!"),
    ]


def test_letters_lie_in_archives_as_they_are_handed_out(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "takeout.zip", "w") as packed:
        packed.writestr("Takeout/Mail/All mail.mbox", mbox(FIRST, ANSWER))
        packed.writestr("Takeout/archive_browser.html", "<html>")
    with tarfile.open(tmp_path / "takeout.tgz", "w:gz") as packed:
        for name, letter in (("Mail/cur/1.2.host:2,S", FIRST), ("Mail/THANKS.EML", THANKS)):
            member = tarfile.TarInfo(name)
            member.size = len(letter)
            packed.addfile(member, BytesIO(letter))
    assert texts_in(tmp_path / "takeout.zip") == ["Is the Ethiopia back?", "Since this morning."]
    assert texts_in(tmp_path / "takeout.tgz") == ["Is the Ethiopia back?", "Lovely, thanks!"]


def test_a_file_that_nobody_can_read_is_named_with_what_helps(tmp_path: Path) -> None:
    (tmp_path / "archive.pst").write_bytes(b"!BDN" + bytes(5000))
    with Archive(tmp_path / "archive.pst") as archive:
        assert archive.letters() == [] and "a data file of Outlook. Export" in archive.unreadable[0]


def test_nothing_follows_from_an_import(hello: Mailbox, tmp_path: Path) -> None:
    (tmp_path / "all.mbox").write_bytes(mbox(FIRST, ANSWER))
    import_all(tmp_path / "all.mbox", hello)
    assert not Reaction.objects.exists() and not Delivery.objects.exists()
    assert list(TimelineEvent.objects.order_by("pk").values_list("kind", "by")) == [
        ("conversation.opened", "import"),
        ("message.received", "import"),
        ("message.written", "import"),
    ]
    assert all(event.at.year == 2020 for event in TimelineEvent.objects.all())


def test_a_second_run_goes_on_where_the_first_was_stopped(hello: Mailbox, tmp_path: Path) -> None:
    (tmp_path / "all.mbox").write_bytes(mbox(FIRST))
    import_all(tmp_path / "all.mbox", hello)
    (tmp_path / "all.mbox").write_bytes(mbox(FIRST, ANSWER, THANKS))
    outcome = import_all(tmp_path / "all.mbox", hello)
    assert (outcome.kept, outcome.known) == (2, 1)
    assert Conversation.objects.get().last_position == 3


def test_what_an_agent_wrote_from_their_own_address_is_theirs(hello: Mailbox, grace: Agent, tmp_path: Path) -> None:
    letter = a_letter("Hello, Grace here.", sender="grace@coffee.example", to="ada@example.com")
    (tmp_path / "one.eml").write_bytes(letter)
    import_all(tmp_path, hello)
    message = Message.objects.get()
    assert (message.kind, message.agent, message.conversation.customer.identities.get().value) == (
        "out",
        grace,
        "ada@example.com",
    )


def test_what_was_written_among_ourselves_is_kept_but_is_no_conversation(hello: Mailbox, grace: Agent) -> None:
    content = a_letter("See you at nine", sender="grace@coffee.example", to="hello@coffee.example")
    row = InboundLetter(source="import", mailbox=hello)
    directory = Directory.load()
    reading = read(row, content, directory)
    keep_old_letter(reading, at=None, directory=directory, earlier={}, us={"grace@coffee.example": grace})
    assert (row.state, row.reason, row.conversation_id) == ("done", Reason.AMONG_US, None)
    assert not Message.objects.exists()


def test_a_letter_that_cannot_be_filed_is_listed_and_stops_no_other(
    hello: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importing.keep_old_letter

    def break_one(reading: object, **facts: object) -> None:
        assert "Since" not in reading.letter.text, "broken on purpose"
        real(reading, **facts)

    monkeypatch.setattr(importing, "keep_old_letter", break_one)
    (tmp_path / "all.mbox").write_bytes(mbox(FIRST, ANSWER, THANKS))
    outcome = import_all(tmp_path / "all.mbox", hello)
    assert (outcome.kept, outcome.known, len(outcome.troubles)) == (2, 0, 1)
    assert "broken on purpose" in outcome.troubles[0] and "all.mbox, byte" in outcome.troubles[0]
    assert InboundLetter.objects.count() == 2


def test_an_mbox_in_any_dialect(tmp_path: Path) -> None:
    inside = (
        b"From: ada@example.com\nSubject: x\n\nFrom here on it rained.\n>From there too.\n"
        b"From me to you, 10:30 in 2020\nno header follows\n"
    )
    with_length = b"From: ada@example.com\nSubject: y\nContent-Length: %d\n\n"
    tricky = b"one\nFrom ada@example.com Mon Feb  3 09:00:00 2020\nSubject: quoted, not a letter\n\ntwo\n"
    wrong_length = b"From: ada@example.com\nSubject: z\nContent-Length: 7\n\nA longer text than that.\n"
    path = tmp_path / "all.mbox"
    path.write_bytes(mbox(inside, with_length % len(tricky) + tricky, wrong_length).replace(b"\n", b"\n"))
    assert texts_in(path) == [
        "From here on it rained.\nFrom there too.\nFrom me to you, 10:30 in 2020\nno header follows",
        tricky.decode().strip(),
        "A longer text than that.",
    ]


def test_thunderbird_s_deleted_letters_stay_deleted(tmp_path: Path) -> None:
    gone = b"X-Mozilla-Status: 0009\nFrom: a@example.com\nSubject: gone\n\ngone\n"
    here = b"X-Mozilla-Status: 0001\nFrom: a@example.com\nSubject: here\n\nhere\n"
    (tmp_path / "Inbox").write_bytes(mbox(gone, here))
    assert texts_in(tmp_path / "Inbox") == ["here"]


def test_a_maildir_a_folder_a_packed_mbox_and_apple_s_files(tmp_path: Path) -> None:
    for name in ("cur", "new", "tmp"):
        (tmp_path / "Maildir" / name).mkdir(parents=True)
    (tmp_path / "Maildir" / "cur" / "1580716800.M1.host:2,S").write_bytes(FIRST)
    (tmp_path / "Maildir" / "new" / "1580716801.M2.host").write_bytes(ANSWER)
    (tmp_path / "Maildir" / "tmp" / "1580716802.M3.host").write_bytes(b"half a letter")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "three.eml").write_bytes(THANKS)
    (tmp_path / "deep" / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 no letter")
    (tmp_path / "deep" / "old.mbox.gz").write_bytes(gzip.compress(mbox(THANKS)))
    (tmp_path / "deep" / "1.emlx").write_bytes(b"%d\n" % len(THANKS) + THANKS + b"<?xml version='1.0'?>\n")
    thanks = "Lovely, thanks!"
    assert texts_in(tmp_path) == ["Is the Ethiopia back?", "Since this morning.", thanks, thanks, thanks]


def test_a_broken_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "old.mbox.gz").write_bytes(gzip.compress(mbox(FIRST))[:-20])
    with Archive(tmp_path) as archive:
        assert archive.letters() == []
    assert "old.mbox.gz" in archive.unreadable[0]


def test_what_is_broken_or_beside_the_letters_in_an_archive_costs_no_letter(tmp_path: Path) -> None:
    path = tmp_path / "mail.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("1.eml", FIRST)
        packed.writestr("__MACOSX/._1.eml", b"\x00\x05\x16\x07 what macOS knows")
        packed.writestr("._2.eml", b"\x00\x05\x16\x07 what macOS knows")
        packed.writestr("old.mbox.gz", gzip.compress(mbox(FIRST))[:-20])
        packed.writestr("bad.eml", b"From: CRC@example.com\n\n")
        packed.writestr("deflated.eml", THANKS, zipfile.ZIP_DEFLATED)
        packed.writestr("photo.jpg", b"\xff\xd8\xff\xe0")
        packed.writestr("2.eml", ANSWER)
        start = packed.getinfo("deflated.eml").header_offset + 30 + len("deflated.eml")
    damaged = path.read_bytes().replace(b"CRC@", b"crc@")
    path.write_bytes(damaged[:start] + b"\xff" * 20 + damaged[start + 20 :])
    with Archive(tmp_path) as archive:
        assert [found.at.hour for found in archive.letters()] == [9, 11]
        assert [each.rpartition("mail.zip: ")[2].partition(":")[0] for each in archive.unreadable] == [
            "old.mbox.gz",
            "bad.eml",
            "deflated.eml",
        ]
        assert not [each for each in Path(archive._unpacked.name).iterdir() if each.suffix == ".jpg"]


def test_an_empty_file_holds_no_letters(tmp_path: Path) -> None:
    (tmp_path / "empty.mbox").touch()
    assert texts_in(tmp_path) == []


def test_attachments_come_along(hello: Mailbox, tmp_path: Path) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "ada@example.com", "hello@coffee.example", "A photo"
    letter.set_content("See the photo.")
    letter.add_attachment(b"\x89PNG...", maintype="image", subtype="png", filename="cup.png")
    (tmp_path / "one.eml").write_bytes(letter.as_bytes())
    import_all(tmp_path / "one.eml", hello)
    assert list(Message.objects.get().attachments.values_list("name", "size")) == [("cup.png", 7)]


def test_the_command_says_what_it_did(
    hello: Mailbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from regulars.config.commands import import_

    (tmp_path / "all.mbox").write_bytes(mbox(FIRST, ANSWER, THANKS))
    parser = __import__("argparse").ArgumentParser()
    import_.arguments(parser)
    assert import_.run(parser.parse_args(["mail", str(tmp_path / "all.mbox")])) == 0
    assert "3 letters filed under hello@coffee.example" in capsys.readouterr().out
    with pytest.raises(command_line.Problem, match="no mailbox other@coffee.example"):
        import_.run(parser.parse_args(["mail", str(tmp_path), "--mailbox", "other@coffee.example"]))
