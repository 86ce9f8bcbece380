"""Letters from a real IMAP server."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from imaplib import IMAP4
from pathlib import Path

import pytest
from django.utils import timezone
from imapclient import IMAPClient

from bench.house import free_port
from regulars.channels.email import fetching, imap
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.checking import check
from regulars.channels.email.fetching import fetch_new
from regulars.channels.email.models import FolderCursor, InboundLetter, Mailbox
from regulars.channels.email.stumbling import HEADERS, NOTHING, Stumbles
from regulars.channels.email.tests.conftest import a_letter, a_mailbox
from regulars.channels.email.tests.dovecot import PASSWORD, PROGRAM, Dovecot
from regulars.conversations.models import Message
from tests.waiting import PATIENCE, wait_until


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    if not Path(PROGRAM).exists():
        pytest.skip("needs a real IMAP server: apt-get install dovecot-imapd")
    dovecot = Dovecot(free_port())
    dovecot.start()
    yield dovecot
    dovecot.remove()


@pytest.fixture
def server(dovecot: Dovecot, request: pytest.FixtureRequest) -> Dovecot:
    """The server, with an empty mailbox."""
    dovecot.user = f"user{abs(hash(request.node.name))}"
    return dovecot


@pytest.fixture
def fetched(server: Dovecot, db: None) -> Mailbox:
    """hello@coffee.example, whose letters lie on the IMAP server."""
    return on_server(server)


def on_server(server: Dovecot, **facts: object) -> Mailbox:
    there = {"imap_host": "127.0.0.1", "imap_port": server.port, "imap_security": "none", "imap_user": server.user}
    return a_mailbox("hello@coffee.example", **{**there, "imap_password": PASSWORD, **facts})


def fetch(mailbox: Mailbox) -> int:
    client = imap.connect(mailbox)
    try:
        return fetch_new(client, mailbox, "INBOX")
    finally:
        client.shutdown()


def take_all() -> list[str]:
    while take_letters():
        pass
    return list(Message.objects.order_by("pk").values_list("visible_text", flat=True))


@pytest.fixture
def idles(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set once somebody waits to be told of letters: of what comes the moment before, Dovecot does not tell."""
    begin, begun = IMAPClient.idle, threading.Event()
    monkeypatch.setattr(IMAPClient, "idle", lambda client: (begin(client), begun.set()))
    return begun


@contextmanager
def watching(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[imap.Watcher]:
    monkeypatch.setattr(imap, "FIRST_PAUSE", 0.1)
    watcher = imap.Watcher(mailbox)
    watcher.start()
    try:
        yield watcher
    finally:
        watcher.stopping.set()
        watcher.join()


def test_each_new_letter_is_fetched_once_and_stays_unread_on_the_server(server: Dovecot, fetched: Mailbox) -> None:
    server.put(a_letter("one"), a_letter("two"))
    assert (fetch(fetched), fetch(fetched)) == (2, 0)
    server.put(a_letter("three"))
    assert (fetch(fetched), fetch(fetched)) == (1, 0)
    assert take_all() == ["one", "two", "three"]
    client = server.client()
    client.select_folder("INBOX")
    assert client.search("UNSEEN") == [1, 2, 3]


def test_a_renumbered_folder_loses_nothing_and_doubles_nothing(server: Dovecot, fetched: Mailbox) -> None:
    server.put(a_letter("one"), a_letter("two"))
    fetch(fetched)
    assert take_all() == ["one", "two"]
    before = FolderCursor.objects.get()
    rebuild(server, keep=["two"], add=["three", "four"])
    assert fetch(fetched) == 2
    assert take_all() == ["one", "two", "three", "four"]
    assert FolderCursor.objects.get().uidvalidity != before.uidvalidity


def test_a_renumbered_folder_is_compared_before_its_letters_are_taken(server: Dovecot, fetched: Mailbox) -> None:
    server.put(a_letter("one"))
    fetch(fetched)
    rebuild(server, keep=["one"], add=["two"])
    fetch(fetched)
    assert take_all() == ["one", "two"]


def rebuild(server: Dovecot, *, keep: list[str], add: list[str]) -> None:
    """What a server does that restores a mailbox from a copy: other numbers, and another UIDVALIDITY."""
    client = server.client()
    client.select_folder("INBOX")
    everything = client.fetch(client.search("ALL"), ["BODY.PEEK[]", "INTERNALDATE"])
    kept = [each for each in everything.values() if any(word.encode() in each[b"BODY[]"] for word in keep)]
    client.create_folder("Away")
    client.move(client.search("ALL"), "Away")
    client.delete_folder("Away")
    client.logout()
    server.stop()
    for index in server.maildir.glob("dovecot*"):
        index.unlink()
    uids = server.maildir / "dovecot-uidlist"
    uids.write_text("3 V77777 N1 G0123456789abcdef0123456789abcdef\n")
    os.chown(uids, server.maildir.stat().st_uid, -1)
    server.start()
    for each in kept:
        server.put(each[b"BODY[]"], msg_time=each[b"INTERNALDATE"])
    server.put(*[a_letter(text) for text in add])


def test_from_now_on_leaves_older_letters_where_they_are(server: Dovecot, db: None) -> None:
    server.put(a_letter("old"), msg_time=timezone.now() - timedelta(days=40))
    server.put(a_letter("this morning"), msg_time=timezone.now() - timedelta(hours=1))
    mailbox = on_server(server, reads_since=timezone.now() - timedelta(minutes=1))
    assert fetch(mailbox) == 0
    server.put(a_letter("new"))
    server.put(a_letter("an old one, put there by hand"), msg_time=timezone.now() - timedelta(days=40))
    assert fetch(mailbox) == 2
    assert take_all() == ["new", "an old one, put there by hand"]


def test_a_letter_that_vanishes_meanwhile_stops_nothing(server: Dovecot, fetched: Mailbox) -> None:
    server.put(a_letter("one"), a_letter("two"), a_letter("three"))
    client = imap.connect(fetched)
    real_fetch = client.fetch

    def fetch_late(uids: list[int], what: list[str]) -> object:
        if what == ["BODY.PEEK[]"]:
            other = server.client()
            other.select_folder("INBOX")
            other.delete_messages([2])
            other.expunge()
            other.logout()
        return real_fetch(uids, what)

    client.fetch = fetch_late
    fetch_new(client, fetched, "INBOX")
    client.shutdown()
    server.put(a_letter("four"))
    fetch(fetched)
    texts = take_all()
    assert [text for text in texts if text != "two"] == ["one", "three", "four"]


def test_a_letter_that_is_there_and_comes_empty_is_told_of(server: Dovecot, fetched: Mailbox) -> None:
    """As Exchange does with what it cannot read: all went well, it says, and nothing is there."""
    server.put(a_letter("one"), a_letter("two", subject="The film"))
    client = imap.connect(fetched)
    real_fetch = client.fetch

    def fetch_less(uids: list[int], what: list[str]) -> object:
        return real_fetch([uid for uid in uids if uid != 2 or what != ["BODY.PEEK[]"]] or [999], what)

    client.fetch = fetch_less
    fetch_new(client, fetched, "INBOX")
    client.shutdown()
    take_all()
    one, two = Message.objects.order_by("pk")
    assert one.visible_text == "one" and two.subject == "The film" and "does not give this letter out" in two.text


def test_a_bad_minute_of_the_server_costs_no_letter_and_a_bad_hour_one(
    server: Dovecot, fetched: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put(a_letter("one"), a_letter("two"))
    client, stumbles = imap.connect(fetched), Stumbles()
    monkeypatch.setattr(client, "fetch", throttled)
    look_often(client, fetched, stumbles)
    assert not InboundLetter.objects.exists()
    later = time.monotonic() + 3600
    monkeypatch.setattr(time, "monotonic", lambda: later)
    for _ in range(NOTHING - HEADERS):
        with pytest.raises(IMAP4.error):
            fetch_new(client, fetched, "INBOX", stumbles=stumbles)
    assert not InboundLetter.objects.exists()
    with pytest.raises(IMAP4.error):
        fetch_new(client, fetched, "INBOX", stumbles=stumbles)
    assert InboundLetter.objects.get().uid == 1
    monkeypatch.undo()
    fetch_new(client, fetched, "INBOX", stumbles=stumbles)
    client.shutdown()
    assert take_all()[1] == "two"


def test_a_letter_that_a_server_falls_silent_about_stops_no_other(
    server: Dovecot, fetched: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put(a_letter("one"), a_letter("two"), a_letter("three"))
    client, stumbles = imap.connect(fetched), Stumbles()
    real_fetch = client.fetch

    def fetch_or_wait(uids: list[int], what: list[str]) -> object:
        if 2 in uids and what == ["BODY.PEEK[]"]:
            raise TimeoutError("the read operation timed out")
        return real_fetch(uids, what)

    monkeypatch.setattr(client, "fetch", fetch_or_wait)
    look_often(client, fetched, stumbles)
    client.shutdown()
    one, withheld, three = take_all()
    assert (one, three) == ("one", "three") and "does not give this letter out" in withheld


def test_a_folder_in_which_the_connection_ends_is_read_after_the_others(server: Dovecot, db: None) -> None:
    server.put(a_letter("one"))
    watcher = imap.Watcher(on_server(server, folders=["INBOX", "Stuck"]))
    client = imap.connect(watcher.mailbox)
    real_select = client.select_folder

    def select(folder: str, **how: object) -> object:
        if folder == "Stuck":
            raise TimeoutError("the read operation timed out")
        return real_select(folder, **how)

    client.select_folder = select
    for kept in (0, 1):
        with pytest.raises(TimeoutError):
            watcher._look(client)
        assert InboundLetter.objects.count() == kept
    client.shutdown()


def throttled(*_: object) -> object:
    raise IMAP4.error("FETCH failed: Request is throttled")


def look_often(client: IMAPClient, mailbox: Mailbox, stumbles: Stumbles) -> None:
    for _ in range(10):
        with suppress(IMAP4.error, OSError):
            fetch_new(client, mailbox, "INBOX", stumbles=stumbles)


def test_a_letter_too_large_to_keep_opens_a_conversation_that_says_so(
    server: Dovecot, fetched: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 3000)
    server.put(a_letter("x" * 5000, subject="The film"), a_letter("small"))
    assert fetch(fetched) == 2
    take_all()
    large, small = Message.objects.order_by("pk")
    assert large.subject == "The film" and "too large" in large.visible_text and "xxx" not in large.text
    assert small.visible_text == "small"


def test_two_readers_of_one_mailbox_keep_each_letter_once(server: Dovecot, fetched: Mailbox) -> None:
    server.put(a_letter("one"), a_letter("two"))
    first, second = imap.connect(fetched), imap.connect(fetched)
    fetch_new(first, fetched, "INBOX")
    fetch_new(second, fetched, "INBOX")
    first.shutdown(), second.shutdown()
    assert InboundLetter.objects.count() == 2


def test_a_letter_is_announced_by_idle(
    server: Dovecot, transactional_db: None, monkeypatch: pytest.MonkeyPatch, idles: threading.Event
) -> None:
    monkeypatch.setattr(imap, "POLL", 3600)
    with watching(on_server(server), monkeypatch):
        assert idles.wait(PATIENCE)
        server.put(a_letter("one"))
        wait_until(lambda: InboundLetter.objects.count() == 1)


def test_a_connection_that_is_cut_while_it_waits_is_made_again(
    server: Dovecot, transactional_db: None, monkeypatch: pytest.MonkeyPatch, idles: threading.Event
) -> None:
    monkeypatch.setattr(imap, "POLL", 3600)
    with watching(on_server(server), monkeypatch):
        assert idles.wait(PATIENCE)
        idles.clear()
        server.hang_up()
        assert idles.wait(PATIENCE)
        server.put(a_letter("one"))
        wait_until(lambda: InboundLetter.objects.count() == 1)


def test_a_server_that_goes_away_is_told_of_and_followed_again(
    server: Dovecot, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "POLL", 3600)
    with watching(on_server(server), monkeypatch) as watcher:
        wait_until(lambda: Mailbox.objects.get().last_seen_at)
        server.stop()
        wait_until(lambda: "cannot be reached" in Mailbox.objects.get().error)
        assert Mailbox.objects.get().error_at
        monkeypatch.setattr(
            imap, "POLL", 2
        )  # Dovecot does not tell of what comes in the moment in which the wait begins
        server.start()
        server.put(a_letter("one"))
        wait_until(lambda: InboundLetter.objects.count() == 1)
        wait_until(lambda: Mailbox.objects.get().error == "")
        assert watcher.failures == 0


def test_a_letter_that_the_server_does_not_give_out_stops_no_other(
    server: Dovecot, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "LONGEST_PAUSE", 0.1)
    monkeypatch.setattr(imap, "POLL", 0.1)
    server.put(a_letter("one"), a_letter("two"), a_letter("three"))
    second = next(each for each in server.maildir.glob("new/*") if b"two" in each.read_bytes())
    second.write_bytes(b"")  # much less than the index knows: Dovecot hangs up
    second.chmod(0)
    with watching(on_server(server), monkeypatch):
        wait_until(lambda: InboundLetter.objects.count() == 3)
    one, withheld, three = take_all()
    assert (one, three) == ("one", "three") and "does not give this letter out" in withheld
    assert InboundLetter.objects.get(reason="unreadable").state == "failed"


def test_a_folder_that_is_gone_is_told_of_and_keeps_no_other_waiting(
    server: Dovecot, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put(a_letter("one"))
    with watching(on_server(server, sent_folder="Gesendet"), monkeypatch):
        wait_until(lambda: InboundLetter.objects.count() == 1 and "Gesendet" in Mailbox.objects.get().error)


def test_a_wrong_password_is_told_in_words(
    server: Dovecot, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with watching(on_server(server, imap_password="three sugars"), monkeypatch):
        wait_until(lambda: "does not accept the user name or password" in Mailbox.objects.get().error)


def test_a_dead_server_harms_no_other_mailbox(
    server: Dovecot, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "FIRST_PAUSE", 0.1)
    dead = {"imap_host": "127.0.0.1", "imap_port": free_port(), "imap_security": "none"}
    a_mailbox("dead@coffee.example", **dead)
    on_server(server)
    server.put(a_letter("one"))
    watchers: dict[int, imap.Watcher] = {}
    imap._keep_up(watchers)
    wait_until(lambda: InboundLetter.objects.count() == 1 and Mailbox.objects.exclude(error="").count() == 1)
    Mailbox.objects.update(is_active=False)
    former = list(watchers.values())
    imap._keep_up(watchers)
    for watcher in former:
        watcher.join()
    imap._keep_up(watchers)
    assert not watchers


def test_a_mailbox_never_sees_two_connections_of_ours(
    server: Dovecot, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "LOOK_EVERY", 0.05)
    on_server(server)
    stops = [threading.Event(), threading.Event()]
    workers = [threading.Thread(target=imap.watch, args=[stop]) for stop in stops]
    workers[0].start()
    wait_until(lambda: Mailbox.objects.get().last_seen_at)
    workers[1].start()
    server.put(a_letter("one"))
    wait_until(lambda: InboundLetter.objects.count() == 1)
    assert len(_watchers()) == 1
    Mailbox.objects.update(folders=["INBOX", "INBOX"], last_seen_at=None)  # other settings, another watcher
    wait_until(lambda: Mailbox.objects.get().last_seen_at)
    assert len(_watchers()) == 1
    stops[0].set()
    workers[0].join()
    server.put(a_letter("two"))
    wait_until(lambda: InboundLetter.objects.count() == 2)  # the other worker has taken its turn
    stops[1].set()
    workers[1].join()
    wait_until(lambda: not _watchers())


def _watchers() -> list[imap.Watcher]:
    return [each for each in threading.enumerate() if isinstance(each, imap.Watcher)]


def test_pauses_after_failures_grow_and_differ() -> None:
    assert all(imap.pause_after(failures) <= imap.LONGEST_PAUSE for failures in (1, 10, 100_000))
    assert imap.pause_after(1) <= imap.FIRST_PAUSE < imap.pause_after(4)
    assert len({imap.pause_after(3) for _ in range(20)}) > 10


def test_the_cursor_moves_with_the_letters_or_not_at_all(
    server: Dovecot, fetched: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put(a_letter("one"))
    fetch(fetched)
    server.put(a_letter("two"))
    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr("regulars.channels.email.keeping.wake_intake", raises(RuntimeError("the power went")))
        fetch(fetched)
    assert (InboundLetter.objects.count(), FolderCursor.objects.get().last_uid) == (1, 1)
    assert fetch(fetched) == 1
    assert take_all() == ["one", "two"]


def raises(error: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


def test_the_password_is_sealed_in_the_database(fetched: Mailbox) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT imap_password FROM email_mailbox")
        stored = cursor.fetchone()[0]
    assert PASSWORD not in stored and Mailbox.objects.get().imap_password == PASSWORD


def test_folders_are_opened_read_only(server: Dovecot, fetched: Mailbox) -> None:
    server.put(a_letter("one"))
    client = imap.connect(fetched)
    fetch_new(client, fetched, "INBOX")
    client.set_flags(1, ["\\Seen"])
    client.shutdown()
    other = server.client()
    other.select_folder("INBOX")
    assert other.search("SEEN") == []


def test_trying_a_mailbox_tells_what_its_folders_hold(server: Dovecot, fetched: Mailbox) -> None:
    server.put(a_letter("one"), a_letter("two"))
    fetched.folders = ["INBOX", "Nowhere"]
    inbox, nowhere = check(fetched)
    assert inbox.is_good and "INBOX holds 2 letters" in inbox.words
    assert not nowhere.is_good and "Nowhere" in nowhere.words
