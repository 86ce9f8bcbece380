"""Hands a letter over, to a mail server or to a provider, and tells a refusal for good from one for now."""

from __future__ import annotations

import smtplib
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection

from regulars.channels.email.believing import believed, disbelief
from regulars.channels.email.models import Grant, Mailbox
from regulars.channels.email.oauth.protocol import NoToken
from regulars.channels.email.oauth.sasl import NotOffered, sign_in_to_smtp
from regulars.channels.email.smtp_transaction import Answer, bare, envelope_of, given_id, in_words, offer

DJANGO_SMTP = "django.core.mail.backends.smtp.EmailBackend"
TIMEOUT = 30  # seconds
IDLE = 10.0  # seconds for which a connection is kept for the next letter
FOR_NOW = {408, 425, 429}  # HTTP: too slow, too early, too many


class Server(NamedTuple):
    """A mail server, and how to sign in to it."""

    host: str
    port: int
    security: str
    user: str
    password: str
    grant_id: int | None = None  # in the place of a password


@dataclass(frozen=True)
class Receipt:
    """The letter was taken over: the id it was given (or several, with spaces between), and the recipients that were refused in spite of that."""

    provider_id: str = ""
    refused: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """The letter was not taken over: for good, or for now. `is_unreachable` when the server did not even answer.

    `refused` are the recipients on whose account that was, each with the server's answer.
    """

    def __init__(
        self,
        words: str,
        *,
        is_final: bool = False,
        is_unreachable: bool = False,
        refused: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(words)
        self.is_final, self.is_unreachable, self.refused = is_final, is_unreachable, refused or {}


def server_of(mailbox: Mailbox) -> Server | None:
    """The server that a mailbox sends through; None when that is a provider, or the local mailbox."""
    if mailbox.smtp_host:
        security = mailbox.smtp_security
        grant, user = Grant.of(mailbox), mailbox.smtp_user
        if grant:
            return Server(mailbox.smtp_host, mailbox.smtp_port, security, user, "", grant.pk)
        return Server(mailbox.smtp_host, mailbox.smtp_port, security, user, mailbox.smtp_password)
    if settings.EMAIL_BACKEND != DJANGO_SMTP:
        return None
    security = "tls" if settings.EMAIL_USE_SSL else "starttls" if settings.EMAIL_USE_TLS else "none"
    user, password = settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD
    return Server(settings.EMAIL_HOST, settings.EMAIL_PORT, security, user, password)


def hand_over(email: EmailMessage, *, server: Server | None) -> Receipt:
    """Send one letter. Raises Refusal."""
    return _by_backend(email) if server is None else _by_smtp(email, server)


def connect(server: Server) -> smtplib.SMTP:
    """Connected, encrypted as asked for, signed in. Raises what smtplib raises."""
    if server.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=believed())
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        if server.security == "starttls":
            smtp.starttls(context=believed())
        if server.grant_id:
            who = {"user": server.user, "grant_id": server.grant_id}
            sign_in_to_smtp(smtp, host=server.host, port=server.port, **who)
        elif server.user:
            smtp.login(server.user, server.password)
        smtp.ehlo_or_helo_if_needed()
    except BaseException:
        smtp.close()
        raise
    return smtp


class _Connections(threading.local):
    """The connections that this thread keeps open for the next letters."""

    def __init__(self) -> None:
        self.open: dict[Server, tuple[smtplib.SMTP, float]] = {}

    def take(self, server: Server) -> smtplib.SMTP:
        self.close_idle()
        smtp, _ = self.open.pop(server, (None, 0.0))
        if smtp is not None and _still_answers(smtp):
            return smtp
        return connect(server)

    def give_back(self, server: Server, smtp: smtplib.SMTP) -> None:
        self.open[server] = (smtp, time.monotonic())

    def close_idle(self, longer_than: float = IDLE) -> None:
        for server, (smtp, since) in list(self.open.items()):
            if time.monotonic() - since >= longer_than:
                del self.open[server]
                smtp.close()


connections = _Connections()


def _still_answers(smtp: smtplib.SMTP) -> bool:
    try:
        return smtp.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _by_smtp(email: EmailMessage, server: Server) -> Receipt:
    try:
        smtp = connections.take(server)
    except (NoToken, NotOffered) as error:
        raise Refusal(str(error)) from error
    except smtplib.SMTPAuthenticationError as error:
        shown = "sign-in by OAuth2" if server.grant_id else "user name or password"
        raise Refusal(f"{server.host} does not accept the {shown} ({_reply(error)})") from error
    except (smtplib.SMTPException, OSError) as error:
        words = disbelief(error, server.host) or f"{server.host} cannot be reached: {error}"
        raise Refusal(words, is_unreachable=True) from error
    try:
        receipt = _sent(smtp, email, server)
    except BaseException:
        smtp.close()
        raise
    connections.give_back(server, smtp)
    return receipt


def _sent(smtp: smtplib.SMTP, email: EmailMessage, server: Server) -> Receipt:
    letter = envelope_of(email)
    if not letter.is_ascii and not smtp.has_extn("smtputf8"):
        raise Refusal("The mail server does not take addresses with such letters.", is_final=True)
    try:
        answer, refused = offer(smtp, letter, server=server)
    except smtplib.SMTPRecipientsRefused as error:
        refused = _words(error.recipients)
        is_final = not any(map(is_for_now, refused.values()))
        raise Refusal(refused_words(refused), is_final=is_final, refused=refused) from error
    except smtplib.SMTPResponseException as error:
        raise Refusal(f"The mail server answered: {_reply(error)}", is_final=error.smtp_code >= 500) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Refusal(f"The connection to the mail server broke: {error}", is_unreachable=True) from error
    return Receipt(provider_id=given_id(answer), refused=_words(refused))


def is_for_now(words: str) -> bool:
    """Whether a recipient was refused for now only, by what the server answered."""
    return words.startswith("4")


def _by_backend(email: EmailMessage) -> Receipt:
    if getattr(email, "envelope", None) is not None:  # providers write to everybody whom the letter names
        for way in ("to", "cc", "bcc"):
            setattr(email, way, [each for each in getattr(email, way) if bare(each) in email.envelope])
    try:
        get_connection().send_messages([email])
    except AnymailRecipientsRefused as error:
        raise Refusal(f"The provider refused every recipient: {error}", is_final=True) from error
    except AnymailAPIError as error:
        status = getattr(error, "status_code", None) or 0
        raise Refusal(str(error)[:1500], is_final=400 <= status < 500 and status not in FOR_NOW) from error
    except (ImproperlyConfigured, OSError, smtplib.SMTPException) as error:
        raise Refusal(f"{type(error).__name__}: {error}", is_unreachable=isinstance(error, OSError)) from error
    status = getattr(email, "anymail_status", None)
    each = status.recipients.items() if status and status.recipients else ()
    refused = {address: one.status for address, one in each if one.status in {"invalid", "rejected", "failed"}}
    return Receipt(provider_id=_ids(status.message_id) if status else "", refused=refused)


def _ids(given: object) -> str:
    """One id, or those of all recipients with spaces between: some providers make a letter for each."""
    return " ".join(sorted(map(str, given))) if isinstance(given, (set, frozenset)) else str(given or "")


def _words(refused: Mapping[str, Answer]) -> dict[str, str]:
    return {address: in_words(answer) for address, answer in refused.items()}


def refused_words(refused: Mapping[str, str]) -> str:
    return "Refused: " + "; ".join(f"{address} ({why})" for address, why in refused.items())


def _reply(error: smtplib.SMTPResponseException) -> str:
    return in_words((error.smtp_code, error.smtp_error))
