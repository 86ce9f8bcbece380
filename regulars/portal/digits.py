"""The digits of a code: made when it is mailed, and never kept as they are."""

import re
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

LENGTH = 8  # with five tries a code and five codes an hour, a year of guessing at one address finds it once in 450
FOR_ALL = 16  # of a code that any number of browsers may try at


def new_digits(length: int = LENGTH) -> str:
    """Digits that nobody can foresee."""
    return "".join(secrets.choice("0123456789") for _ in range(length))


def in_fours(digits: str) -> str:
    """As people read and type them: "4821 0937"."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def hash_of(digits: str, *, code: int) -> str:
    """What is kept of them. It is worth nothing for another code, or without our secret key."""
    return salted_hmac("regulars.portal.code", f"{code}:{digits}", algorithm="sha256").hexdigest()


def fits(typed: str, *, code: int, kept: str) -> bool:
    """Whether these are the digits, however they were grouped; compared in constant time."""
    return bool(kept) and constant_time_compare(hash_of(re.sub(r"\D", "", typed[:40]), code=code), kept)
