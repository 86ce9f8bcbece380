"""Drawing lots that anybody can draw again. Nothing here asks the database."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence

IN_ALL = 10_000
Chances = Sequence[Sequence[int]]  # (number of a prize, of 10,000)


def new_seed() -> str:
    return secrets.token_hex(16)


def ticket_of(seed: str) -> int:
    """From 0 to 9999, each as likely: 64 bytes of HMAC-SHA512 leave no digit more often than another by 10⁻¹⁵⁰."""
    return int.from_bytes(hmac.digest(bytes.fromhex(seed), b"regulars.surprises", "sha512")) % IN_ALL


def prize_of(ticket: int, chances: Chances) -> int | None:
    """The number of the prize on whose stretch the ticket lies; None: nothing. Raises ValueError when chances are more than all."""
    if sum(chance for _number, chance in chances) > IN_ALL or any(chance < 0 for _number, chance in chances):
        raise ValueError("chances are 10,000 in all at most")
    begins = 0
    for number, chance in chances:
        begins += chance
        if ticket < begins:
            return number
    return None
