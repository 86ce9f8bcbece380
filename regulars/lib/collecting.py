"""How often Python looks through everything for what nobody holds any more. Nobody is answered meanwhile."""

from __future__ import annotations

import gc

# New objects until a look at the newest, of these until one at those that outlived it, of these until one at all. Measured with 2,500
# open chats on a busy machine: by Python's own numbers a look at all came seven times a minute, and each held up every chat for half
# a second to one and a half.
SELDOM = (2000, 10, 100)


def collect_seldom() -> None:
    """What is loaded by now stays for good and is looked through no more; all that comes later, seldom. For processes that serve."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
