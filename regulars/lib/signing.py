"""Short signatures that prove a name was given out by us: in Message-IDs, plus-addresses and links.

A token is the first 100 bits of an HMAC-SHA256, written as 20 lower-case base32 letters, so that it survives mail
servers which change the case of an address. The purpose separates uses: a token made for one never passes for another.
"""

import base64
import hmac

LENGTH = 20
ALPHABET = "a-z2-7"


def token(purpose: str, value: str, *, key: bytes) -> str:
    """The signature of a value for one purpose: 20 letters of `a-z2-7`, 100 bits."""
    signed = f"{purpose}\0{value}".encode("utf-8", "surrogatepass")
    digest = hmac.digest(key, signed, "sha256")
    return base64.b32encode(digest).decode("ascii").lower()[:LENGTH]


def verify(purpose: str, value: str, signature: str, *, key: bytes) -> bool:
    """Whether the signature is ours, in any case of letters, compared in constant time."""
    given = signature.lower().encode("utf-8", "surrogatepass")
    return hmac.compare_digest(given, token(purpose, value, key=key).encode("ascii"))
