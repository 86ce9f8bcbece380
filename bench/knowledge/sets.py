"""Articles and questions: our own set, or any folder. In a file `# Title`, its text, and `? a question that it answers` below."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
LANGUAGES = ("en", "de", "es", "fr", "ja")


class Article(NamedTuple):
    title: str
    text: str
    language: str


class Asked(NamedTuple):
    words: str
    title: str  # of the article that answers it; "" when none does
    kind: str  # a language; "across" languages; "nobody" answers it; in "plain" words of the article


def articles() -> list[Article]:
    found = []
    for language in LANGUAGES:
        texts: dict[str, list[str]] = {}
        for title, line in _lines(language):
            texts.setdefault(title, [])
            if line and not line.startswith("? "):
                texts[title].append(line)
        found += [Article(title, "\n".join(lines), language) for title, lines in texts.items()]
    return found


def questions() -> list[Asked]:
    kinds = (*LANGUAGES, "across", "plain", "nobody")
    return [Asked(line[2:], title, kind) for kind in kinds for title, line in _lines(kind) if line.startswith("? ")]


def _lines(name: str) -> Iterator[tuple[str, str]]:
    title = ""
    for line in (HERE / f"{name}.txt").read_text().splitlines():
        if line.startswith("# "):
            title, line = line[2:], ""
        yield title, line.strip()
