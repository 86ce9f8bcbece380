"""Letters from IMAP servers: one thread and one connection a mailbox, so that a slow or dead server harms no other."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from imaplib import IMAP4
from typing import Any

import psycopg
from django.db import DatabaseError, InterfaceError, connections
from django.db.models import QuerySet
from django.utils import timezone
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from regulars.channels.email.believing import believed, disbelief
from regulars.channels.email.fetching import Moved, fetch_new
from regulars.channels.email.models import Grant, InboundLetter, Mailbox
from regulars.channels.email.models.mailbox import Security
from regulars.channels.email.oauth.protocol import NoToken
from regulars.channels.email.oauth.sasl import NotOffered, sign_in_to_imap
from regulars.channels.email.stumbling import Stumbles
from regulars.lib.postgres import turn
from regulars.lib.texts import storable

log = logging.getLogger(__name__)

TURN = 0x13A9  # the name of the lock: a mailbox sees one connection of ours, however many workers there are
LOOK_EVERY = 5.0  # seconds, for mailboxes that were added, changed or closed
POLL = 60.0  # seconds: then we look by ourselves, also while IDLE, which servers and routers end without a word
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0  # seconds after failures
TIMEOUT = SocketTimeout(connect=20, read=60)  # seconds
CONNECTION = (
    "imap_host",
    "imap_port",
    "imap_security",
    "imap_user",
    "imap_password",
    "folders",
    "sent_folder",
    "reads_since",
)


def watch(stop: threading.Event) -> None:
    """Follow all active mailboxes that have an IMAP server, until `stop` is set; of several workers one does."""
    watchers: dict[int, Watcher] = {}
    while not stop.is_set():
        try:
            with turn(TURN) as session:
                while session and not stop.is_set():
                    session.execute("SELECT")  # whoever has lost the session has lost the turn
                    _keep_up(watchers)
                    stop.wait(LOOK_EVERY)
        except (DatabaseError, InterfaceError, psycopg.Error) as error:
            log.warning("imap: the database refused: %s", str(error).strip())
        _stop(watchers)
        connections.close_all()
        stop.wait(LOOK_EVERY)


def _stop(watchers: dict[int, Watcher]) -> None:
    for watcher in watchers.values():
        watcher.stopping.set()
    for watcher in watchers.values():
        watcher.join(1.0)


def connect(mailbox: Mailbox) -> IMAPClient:
    """Connected, encrypted as asked for, signed in."""
    is_tls = mailbox.imap_security == Security.TLS
    client = IMAPClient(mailbox.imap_host, mailbox.imap_port, ssl=is_tls, ssl_context=believed(), timeout=TIMEOUT)
    try:
        client.normalise_times = False
        if mailbox.imap_security == Security.STARTTLS:
            client.starttls(believed())
        if grant := Grant.of(mailbox):
            host, port = mailbox.imap_host, mailbox.imap_port
            sign_in_to_imap(client, user=mailbox.imap_user, grant_id=grant.pk, host=host, port=port)
        else:
            client.login(mailbox.imap_user, mailbox.imap_password)
    except BaseException:
        client.shutdown()
        raise
    return client


def sent_folder(client: IMAPClient, mailbox: Mailbox) -> str:
    """The folder where the team's mail programs keep what they sent; `\\Sent` is whichever the server calls so."""
    if mailbox.sent_folder.casefold() != "\\sent":
        return mailbox.sent_folder
    return client.find_special_folder(b"\\Sent") or ""


class Watcher(threading.Thread):
    """Follows one mailbox: fetches what is new, then waits to be told of more."""

    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__(name=f"imap {mailbox}", daemon=True)
        self.mailbox = mailbox
        self.stopping = threading.Event()
        self.failures = 0
        self.stumbles = Stumbles()
        self.broke_in: Counter[str] = Counter()  # folders in which the connection ended: they are read after the others

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                self._follow()
            except Moved:
                continue
            except (DatabaseError, InterfaceError) as error:
                log.warning("%s: the database refused: %s", self.name, str(error).strip())
                connections.close_all()
                self._pause()
            except Exception as error:  # whatever a server may do to us stays with this mailbox
                log.warning("%s: %s: %s", self.name, type(error).__name__, error)
                self._note_error(error)
                self._pause()
        connections.close_all()

    def _follow(self) -> None:
        client = connect(self.mailbox)
        try:
            can_idle = client.has_capability("IDLE")
            while not self.stopping.is_set():
                self._look(client)
                connections.close_all()  # a hundred mailboxes that wait do not hold a hundred connections
                if can_idle:
                    self._idle(client)
                else:
                    self.stopping.wait(POLL)
                    client.noop()
        finally:
            client.shutdown()

    def _look(self, client: IMAPClient) -> None:
        """Read all folders on. One that cannot be read, because it was renamed, say, is told of and keeps no other waiting."""
        trouble = None
        for folder, source in sorted(self._folders(client), key=lambda each: self.broke_in[each[0]]):
            try:
                fetch_new(client, self.mailbox, folder, source=source, stumbles=self.stumbles)
                del self.broke_in[folder]
            except (IMAP4.abort, OSError):
                self.broke_in[folder] += 1
                raise
            except IMAP4.error as error:
                log.warning("%s: %s: %s", self.name, folder, error)
                trouble = error
        self._note_error(trouble) if trouble else self._note_success()

    def _folders(self, client: IMAPClient) -> Iterator[tuple[str, str]]:
        """What is read as what; the first of the incoming ones last, for what is read last stays selected, to be told about."""
        if sent := sent_folder(client, self.mailbox):
            yield sent, InboundLetter.Source.SENT
        yield from ((folder, InboundLetter.Source.IMAP) for folder in reversed(self.mailbox.folders))

    def _idle(self, client: IMAPClient) -> None:
        """Returns when the server tells of something new, or when it is time to look by ourselves."""
        until = time.monotonic() + POLL
        client.idle()
        while not self.stopping.is_set() and time.monotonic() < until:
            asked_at = time.monotonic()
            told = client.idle_check(timeout=1.0)
            # Silence before its time is how a connection looks that has ended: the next command will say so.
            if any(map(_is_news, told)) or (not told and time.monotonic() - asked_at < 0.5):
                break
        client.idle_done()

    def _pause(self) -> None:
        self.failures += 1
        self.stopping.wait(pause_after(self.failures))

    def _note_success(self) -> None:
        self.failures = 0
        mine = Mailbox.objects.filter(pk=self.mailbox.pk)
        mine.update(last_seen_at=timezone.now(), error="", error_at=None, is_refused=False)

    def _note_error(self, error: Exception) -> None:
        try:
            mine = Mailbox.objects.filter(pk=self.mailbox.pk)
            mine.filter(error_at=None).update(error_at=timezone.now())
            mine.update(error=in_words(error, self.mailbox), is_refused=_is_refusal(error))
        except (DatabaseError, InterfaceError):
            connections.close_all()


def pause_after(failures: int) -> float:
    """Seconds to leave a server alone after so many failures in a row: doubling, and never in step with other mailboxes."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures - 1, 10))
    return longest * random.uniform(0.5, 1.0)


def in_words(error: Exception, mailbox: Mailbox) -> str:
    """What is wrong, for the person who set the mailbox up."""
    said = storable(" ".join(str(error.args[0] if error.args else error).split()))[:500]
    if isinstance(error, (NoToken, NotOffered)):
        return said
    if isinstance(error, LoginError) and (grant := Grant.of(mailbox)):
        return (
            f"{mailbox.imap_host} does not let {grant.connected_as or 'us'} into {mailbox.imap_user} ({said}). Is this the "
            "mailbox that was connected, and is IMAP allowed for it?"
        )
    if isinstance(error, LoginError):
        return f"{mailbox.imap_host} does not accept the user name or password ({said})"
    if words := disbelief(error, mailbox.imap_host):
        return words
    if isinstance(error, OSError):
        return (
            f"{mailbox.imap_host}, port {mailbox.imap_port}, cannot be reached: {error.strerror or said or 'no answer'}"
        )
    return f"{mailbox.imap_host}: {said or type(error).__name__}"


def _keep_up(watchers: dict[int, Watcher]) -> None:
    wanted = {each.pk: each for each in _followed()}
    for pk, watcher in list(watchers.items()):
        if not watcher.is_alive():
            del watchers[pk]
        elif pk not in wanted or _connection(wanted[pk]) != _connection(watcher.mailbox):
            watcher.stopping.set()  # who follows in its place begins when it has hung up
    for pk in wanted.keys() - watchers.keys():
        watchers[pk] = Watcher(wanted[pk])
        watchers[pk].start()


def _followed() -> QuerySet[Mailbox]:
    return Mailbox.objects.filter(is_active=True).exclude(imap_host="").select_related("grant")


def _connection(mailbox: Mailbox) -> list[Any]:
    grant = Grant.of(mailbox)
    signs_in = [grant.pk, grant.connected_at, grant.client_secret] if grant else []
    return [getattr(mailbox, name) for name in CONNECTION] + signs_in


def _is_refusal(error: Exception) -> bool:
    return isinstance(error, (LoginError, NotOffered)) or (isinstance(error, NoToken) and error.is_refused)


def _is_news(told: tuple[Any, ...]) -> bool:
    return len(told) > 1 and (told[1] in (b"EXISTS", b"RECENT") or told[0] == b"BYE")
