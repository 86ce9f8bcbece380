"""Letters as they are compared: without case, and without the accents that people in a hurry leave out."""

import re
import unicodedata

ACCENTS = "\u0300-\u036f"  # a range of characters, for Python and PostgreSQL
# Letters that no accent makes different, but that people type without their stroke.
STROKED, PLAIN = "øłđħıς", "oldhiσ"
_ACCENT = re.compile(f"[{ACCENTS}]")
_PLAINLY = str.maketrans(STROKED, PLAIN)


def without_accents(text: str) -> str:
    return _ACCENT.sub("", unicodedata.normalize("NFKD", text))


def folded(text: str) -> str:
    """As `lib.conditions.sql.folded` has it in the database: ß is ss."""
    return without_accents(text).lower().translate(_PLAINLY).replace("ß", "ss")
