"""What an article is called in its address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from django.utils.translation import gettext as _

from regulars.lib.letters import without_accents
from regulars.lib.refusal import refusal

LONGEST = 120  # characters
SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "å": "a", "ł": "l"})


def slug_of(words: str, *, limit: int = LONGEST) -> str:
    """“Rückgabe & Umtausch” is “rueckgabe-umtausch”. Letters of other alphabets stay; "" when there are none."""
    folded = unicodedata.normalize("NFC", words).casefold().translate(SPELT)
    dashed = re.sub(r"[^\w]+|_", "-", unicodedata.normalize("NFC", without_accents(folded)))
    return re.sub(r"-{2,}", "-", dashed).strip("-")[:limit].strip("-")


def checked_slug(given: str) -> str:
    """What somebody chose as an address, as it will be. Raises ValidationError("slug")."""
    slug = slug_of(given)
    if not slug:
        raise refusal("slug", _("An address needs letters or digits."), "missing")
    return slug


def free_slug(wanted: str, *, is_taken: Callable[[str], bool], instead: str = "article") -> str:
    """The address, or the first of “address-2”, “address-3” … that is free."""
    wanted = wanted or instead
    slug, number = wanted, 1
    while is_taken(slug):
        number += 1
        slug = f"{wanted[: LONGEST - 7]}-{number}"
    return slug
