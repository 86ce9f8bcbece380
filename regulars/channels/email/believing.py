"""How we know that a mail server is the one we mean, before it is told a password or a letter."""

from __future__ import annotations

import ssl
from functools import cache

import certifi


@cache
def believed() -> ssl.SSLContext:
    """Asks servers for a certificate of their name, by an authority that this machine knows (SSL_CERT_FILE names others) or that
    certifi brings: a bare Debian knows none.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def disbelief(error: Exception, host: str) -> str:
    """Why the certificate was not believed, in words; "" when something else went wrong."""
    if not isinstance(error, ssl.SSLCertVerificationError):
        return ""
    return f"{host} shows a certificate that cannot be believed: {error.verify_message}."
