"""Search: what agents type, and every message of all time that fits.

`reading.py` understands what was typed (words, “phrases”, operators, -not, OR); `operators.py` is the table of what may be
asked; `branches.py` compiles it to words for the index and to conditions; `hits.py` finds messages with these words, newest
first; `entries.py` keeps the index. `found.py`, one floor up, joins all of it to lists of conversations.
"""

from regulars.conversations.search.entries import remember_words, week_of
from regulars.conversations.search.hits import START, Hit

__all__ = ["START", "Hit", "remember_words", "week_of"]
