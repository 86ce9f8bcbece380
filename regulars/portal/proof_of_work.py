"""What keeps machines from filling in forms: a small sum that a browser does while somebody writes. No third party looks on.

The challenge is signed and lasts two hours, so that nothing of it is kept; that one serves once, `actions.ask` sees to.
"""

from __future__ import annotations

import hashlib
import secrets

from django.core.signing import BadSignature, TimestampSigner

BITS = 15  # a second or so in a browser; a sender of thousands pays for each
LASTS = 2 * 3600  # seconds in which somebody writes a request
_signer = TimestampSigner(salt="regulars.portal.challenge")


def new_challenge() -> str:
    """Something that nobody has solved yet."""
    return _signer.sign(secrets.token_hex(8))


def is_solved(challenge: str, answer: str) -> bool:
    """Whether the hash of both begins with enough zeros, and the challenge is one of ours."""
    try:
        _signer.unsign(challenge[:200], max_age=LASTS)
    except BadSignature:
        return False
    if not (answer.isascii() and answer.isdecimal() and len(answer) < 16):
        return False
    digest = hashlib.sha256(f"{challenge}:{answer}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - BITS) == 0
