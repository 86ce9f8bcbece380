"""One letter, told to one mail server: from whom, to whom, what. smtplib's own way forgets what the server says in the end."""

from __future__ import annotations

import re
import smtplib
import time
from collections.abc import Hashable
from dataclasses import dataclass

from django.core.mail import EmailMessage

Answer = tuple[int, bytes | str]

ABOUT_THE_SENDER = re.compile(r"\bsender|send ?as|mail from|return.?path|not owned|\b5\.1\.[78]\b|\b5\.7\.60\b", re.I)
# Seconds for what a server answers when it has the letter, as RFC 5321 (4.5.3.2.6) wants it: while it still looks for spam,
# who has hung up is going to send the same letter once more.
THINKING = 600.0
SLOWEST = 64 * 1024  # bytes a second at which a letter leaves at least
REMEMBERED = 3600.0  # seconds for which a server that refused our return paths is offered plain addresses alone
# Some servers give letters an id of their own, and answers and bounces come back under it: Exchange and its kin a Message-ID,
# Amazon the local part of one. The number of a queue is no such id, and could be guessed.
GIVEN_ID = re.compile(
    r"<([^<>@\s]{1,400}@[^<>@\s]{1,253})>|\b([0-9a-f]{16}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-\d{6})\b"
)


@dataclass(frozen=True)
class Envelope:
    """What a server is told. Where it does not take `return_path`, it gets `plain`."""

    return_path: str
    plain: str
    recipients: list[str]
    content: bytes

    @property
    def is_ascii(self) -> bool:
        return all(each.isascii() for each in (self.plain, *self.recipients))


def envelope_of(email: EmailMessage) -> Envelope:
    plain = bare(email.from_email)
    own = getattr(email, "return_path", "") or plain
    return Envelope(
        return_path="" if getattr(email, "has_null_return_path", False) else own,
        plain=plain,
        recipients=[bare(each) for each in email.recipients()],
        content=email.message().as_bytes(linesep="\r\n"),
    )


def bare(address: str) -> str:
    """The address alone, as an envelope carries it: without the name."""
    return address[address.rindex("<") + 1 : -1] if address.endswith(">") and "<" in address else address.strip()


class Silence(TimeoutError):
    """A server that had said yes to the sender and the recipients has fallen silent."""


_plain_only: dict[Hashable, float] = {}  # server → until when


def offer(smtp: smtplib.SMTP, letter: Envelope, *, server: Hashable) -> tuple[Answer, dict[str, Answer]]:
    """Hand it over: what the server answered in the end, and whom it refused. Raises what smtplib raises."""
    has_own = letter.return_path != letter.plain
    if not has_own or _plain_only.get(server, 0.0) > time.monotonic():
        return _told(smtp, letter, letter.plain)
    try:
        return _told(smtp, letter, letter.return_path)
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        if not _is_about_sender(error):
            raise
    smtp.rset()
    taken = _told(smtp, letter, letter.plain)
    _plain_only[server] = time.monotonic() + REMEMBERED
    return taken


def given_id(answer: Answer) -> str:
    """The id under which the server sends the letter on, when it says one that nobody guesses."""
    found = GIVEN_ID.search(in_words(answer))
    return (found[1] or found[2]) if found else ""


def in_words(answer: Answer) -> str:
    code, said = answer
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(words.split())}"


def _is_about_sender(error: smtplib.SMTPException) -> bool:
    """Servers say so at once, or only when they know the recipients, or have the letter."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return any(ABOUT_THE_SENDER.search(in_words(answer)) for answer in error.recipients.values())
    if error.smtp_code == 421:
        return False
    said = in_words((error.smtp_code, error.smtp_error))
    return isinstance(error, smtplib.SMTPSenderRefused) or bool(ABOUT_THE_SENDER.search(said))


def _told(smtp: smtplib.SMTP, letter: Envelope, sender: str) -> tuple[Answer, dict[str, Answer]]:
    smtp.ehlo_or_helo_if_needed()
    size = [f"size={len(letter.content)}"] if smtp.has_extn("size") else []
    answer = smtp.mail(sender, [*size, *([] if letter.is_ascii else ["SMTPUTF8"])])
    if answer[0] != 250:
        raise smtplib.SMTPSenderRefused(*answer, sender)
    refused = _refused(smtp, letter.recipients)
    if len(refused) == len(letter.recipients):
        raise smtplib.SMTPRecipientsRefused(refused)
    answer = _handed_over(smtp, letter.content)
    if answer[0] != 250:
        raise smtplib.SMTPDataError(*answer)
    return answer, refused


def _handed_over(smtp: smtplib.SMTP, content: bytes) -> Answer:
    """Only the last answer has all the time: who does not even ask for the letter, or take it, is gone."""
    try:
        answer = smtp.docmd("data")
        if answer[0] != 354:
            raise smtplib.SMTPDataError(*answer)
        smtp.sock.settimeout(smtp.timeout + len(content) / SLOWEST)
        smtp.send(re.sub(rb"(?m)^\.", b"..", content) + (b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"))
        smtp.sock.settimeout(THINKING)
        answer = smtp.getreply()
    except smtplib.SMTPServerDisconnected as error:
        if isinstance(error.__context__, TimeoutError):
            raise Silence("it fell silent") from error
        raise
    smtp.sock.settimeout(smtp.timeout)
    return answer


def _refused(smtp: smtplib.SMTP, recipients: list[str]) -> dict[str, Answer]:
    refused = {}
    for each in recipients:
        answer = smtp.rcpt(each)
        if answer[0] == 421:  # it closes the connection: nobody gets the letter now
            raise smtplib.SMTPResponseException(*answer)
        if answer[0] not in (250, 251):
            refused[each] = answer
    return refused
