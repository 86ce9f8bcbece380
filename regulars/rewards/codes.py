"""Codes that nobody guesses, and that people can read out."""

from __future__ import annotations

import secrets

from regulars.lib.texts import storable

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without what looks alike on paper: 0 and O, 1 and I and L
LENGTH = (
    12  # 59 bits: at the five tries a second that we allow, hitting any of a million codes takes thousands of years
)


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _each in range(LENGTH))


def shown(code: str) -> str:
    """“KX7P-4M2T-9QWB”: as it is read out. A shop's own code stays as it is."""
    is_ours = len(code) == LENGTH and set(code) <= set(ALPHABET)
    return "-".join(code[place : place + 4] for place in range(0, LENGTH, 4)) if is_ours else code


def read(written: str) -> list[str]:
    """What somebody may have meant: a shop's own code to the letter, or one of ours however it was typed."""
    plain = storable(written).strip()[:80]
    ours = "".join(each for each in plain.upper() if each.isalnum())
    return list(dict.fromkeys([plain, ours]))
