"""How a token is shown to a mail server: XOAUTH2, or OAUTHBEARER (RFC 7628) where that alone is offered."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Container

from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from regulars.channels.email.oauth.access import access_token

Answerer = Callable[..., str]


class NotOffered(Exception):
    """The mail server knows no way to sign in with a token."""


def sign_in_to_imap(client: IMAPClient, *, user: str, grant_id: int, host: str, port: int) -> None:
    """Raises LoginError, NotOffered, NoToken."""
    offered = [each.decode("ascii", "replace").upper().partition("AUTH=")[2] for each in client.capabilities()]
    mechanism = _mechanism(offered, host)

    def attempt(token: str) -> None:
        client.sasl_login(mechanism, _answerer(mechanism, user=user, token=token, host=host, port=port))

    _with_a_token(grant_id, attempt, LoginError)


def sign_in_to_smtp(smtp: smtplib.SMTP, *, user: str, grant_id: int, host: str, port: int) -> None:
    """Raises what smtplib raises, NotOffered, NoToken."""
    smtp.ehlo_or_helo_if_needed()
    mechanism = _mechanism(smtp.esmtp_features.get("auth", "").upper().split(), host)

    def attempt(token: str) -> None:
        smtp.auth(mechanism, _answerer(mechanism, user=user, token=token, host=host, port=port))

    _with_a_token(grant_id, attempt, smtplib.SMTPAuthenticationError)


def _with_a_token(grant_id: int, attempt: Callable[[str], None], refused: type[Exception]) -> None:
    """A token may end before its time, when a password was changed there: then a new one is tried, once."""
    token = access_token(grant_id)
    try:
        attempt(token)
    except refused:
        attempt(access_token(grant_id, unlike=token))


def _mechanism(offered: Container[str], host: str) -> str:
    for mechanism in ("XOAUTH2", "OAUTHBEARER"):
        if mechanism in offered:
            return mechanism
    raise NotOffered(f"{host} offers no sign-in by OAuth2 (XOAUTH2 or OAUTHBEARER).")


def _answerer(mechanism: str, *, user: str, token: str, host: str, port: int) -> Answerer:
    """What is said first, and then, to a server that tells why it refuses, that we have understood."""
    if mechanism == "XOAUTH2":
        words = iter([f"user={user}\1auth=Bearer {token}\1\1"])
        understood = ""
    else:
        name = user.replace("=", "=3D").replace(",", "=2C")
        words = iter([f"n,a={name},\1host={host}\1port={port}\1auth=Bearer {token}\1\1"])
        understood = "\1"
    return lambda _challenge=b"": next(words, understood)
