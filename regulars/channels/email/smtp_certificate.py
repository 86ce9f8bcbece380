"""The certificate that our SMTP listener shows to those who want to encrypt."""

from __future__ import annotations

import logging
import os
import ssl

log = logging.getLogger(__name__)


class WrongCertificate(Exception):
    """These files are no certificate with its key. Says which, and why, in one line."""


def load(certificate: str, key: str) -> ssl.SSLContext:
    """The files (PEM, the certificate with its chain) as they are now. Raises WrongCertificate."""
    for path in (certificate, key):
        try:
            open(path, "rb").close()
        except OSError as error:
            raise WrongCertificate(f"{path} cannot be read: {error.strerror}") from None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key, password="")  # without one OpenSSL would ask at the terminal
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            raise WrongCertificate(f"the key {key} does not belong to the certificate {certificate}") from None
        both = certificate if certificate == key else f"{certificate} and {key}"
        raise WrongCertificate(f"{both}: no certificate with its key, in PEM and without a password") from None
    return context


class Certificate:
    """Read anew when the files change, so that a renewed certificate needs no restart."""

    def __init__(self, certificate: str, key: str) -> None:
        self._files = (certificate, key)
        self._seen = self._state()
        self._context = load(*self._files)

    def context(self) -> ssl.SSLContext:
        """For the next connection. Files that cannot be used leave it with what was there before."""
        state = self._state()
        if state != self._seen:
            self._seen = state
            try:
                self._context = load(*self._files)
            except WrongCertificate as wrong:
                log.error("SMTP goes on with the certificate it had: %s", wrong)
        return self._context

    def _state(self) -> list[tuple[int, int, int] | None]:
        return [_state_of(path) for path in self._files]


def _state_of(path: str) -> tuple[int, int, int] | None:
    """What changes when a file is written or, as renewals do, another one is put in its place."""
    try:
        facts = os.stat(path)
    except OSError:
        return None
    return facts.st_ino, facts.st_mtime_ns, facts.st_size
