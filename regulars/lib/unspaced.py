"""Writing without spaces between words: each two letters that stand together are taken for one word."""

from __future__ import annotations

import re
import unicodedata

# Kana, Han, Thai, Lao, Khmer, Burmese; with the marks that belong to a letter.
RUN = re.compile(
    "(?:[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\U00020000-\U0003134f]"
    "[\u0300-\u036f\u3099\u309a]*)+"
)


def pairs(run: str) -> list[str]:
    """Each letter with the next, and the last one alone."""
    letters: list[str] = []
    for letter in run:
        if letters and unicodedata.category(letter).startswith("M"):
            letters[-1] += letter
        else:
            letters.append(letter)
    return [*(first + second for first, second in zip(letters, letters[1:], strict=False)), letters[-1]]
