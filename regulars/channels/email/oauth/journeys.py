"""The way of an admin to a provider and back: nobody can be sent on it, or brought back from it, by somebody else."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core import signing
from django.urls import reverse
from oauthlib.oauth2 import WebApplicationClient

from regulars.channels.email.models import Grant
from regulars.channels.email.oauth.protocol import question

SALT = "the way to a mail provider"
LONGEST = 15 * 60  # seconds between going and coming back
MOST = 5  # ways that one browser may be on at once


class Lost(Exception):
    """Nobody went on this way in this browser, or it was too long ago, or they are back already."""


class Return(NamedTuple):
    mailbox_id: int
    verifier: str


def redirect_url() -> str:
    """Where providers send people back to: to be registered there."""
    return settings.BASE_URL + reverse("email:connected")


def begin(grant: Grant, session: SessionBase) -> str:
    """The address to go to. What proves that the same browser comes back stays in its session."""
    name = secrets.token_urlsafe(16)
    verifier = WebApplicationClient(grant.client_id).create_code_verifier(64)
    session["ways"] = [*session.get("ways", []), [name, verifier]][-MOST:]
    state = signing.dumps([grant.mailbox_id, name], salt=SALT)
    return question(grant, redirect_url=redirect_url(), state=state, verifier=verifier)


def end(state: str, session: SessionBase) -> Return:
    """Who is back, once. Raises Lost."""
    try:
        mailbox_id, name = signing.loads(state, salt=SALT, max_age=LONGEST)
    except (signing.BadSignature, ValueError, TypeError):
        raise Lost from None
    ways = dict(session.get("ways", []))
    verifier = ways.pop(name, None)
    if verifier is None:
        raise Lost
    session["ways"] = [list(each) for each in ways.items()]
    return Return(mailbox_id, verifier)
