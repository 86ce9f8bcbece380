"""The articles and the questions of `bin/regulars answer`, as files give them."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from regulars.config.environment import Problem
from regulars.lib.texts import storable

TEXTS = {"question", "title", "text", "html", "body", "content", "language"}
LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}")
ENDINGS = {".md", ".markdown", ".txt", ".html", ".htm"}


def articles_in(place: Path) -> Iterator[dict[str, Any]]:
    from regulars.knowledge.bringing.reading import export_of

    if place.exists() and (exported := export_of(place, [])):
        for article in exported.articles:
            for words in (each for each in article.words if each.is_published):
                facts = {"title": words.title, "html": words.html, "labels": article.labels}
                yield {"id": article.id.rpartition(":")[2], "language": words.language, **facts}
    elif place.is_file():
        yield from _objects(_decoded(place.read_bytes(), name=str(place)), name=str(place), needs="")
    else:
        yield from (_of_file(file, place) for file in sorted(place.rglob("*")) if file.suffix.lower() in ENDINGS)


def _of_file(file: Path, folder: Path) -> dict[str, Any]:
    from regulars.knowledge.bringing import front_matter
    from regulars.knowledge.bringing.pages import name_of, page_of
    from regulars.knowledge.bringing.spots import language_of

    try:
        page = page_of(file)
    except (OSError, ValueError) as error:
        raise Problem(f"{file}: {error}.") from None
    facts: dict[str, Any] = {"language": language_of(front_matter.line(page.facts, "language", "lang", "locale"))}
    facts |= {"labels": front_matter.several(page.facts, "labels", "tags", "keywords")}
    name = str(file.relative_to(folder).with_suffix(""))
    return {"id": name, "title": page.title or name_of(file.stem), "html": page.html, **facts}


def questions_in(place: str) -> Iterator[dict[str, Any]]:
    """All of them checked before the first is answered: half of a file is worse than none."""
    try:
        content = sys.stdin.buffer.read() if place == "-" else Path(place).read_bytes()
    except OSError as error:
        raise Problem(f"{place}: {error.strerror}.") from error
    text = _decoded(content, name=place)
    if place.endswith((".json", ".jsonl")):
        yield from list(_objects(text, name=place))
    else:
        yield from ({"question": storable(line.strip())} for line in text.splitlines() if line.strip())


def _decoded(content: bytes, *, name: str) -> str:
    try:
        return content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Problem(f"{name}, line {line}: this is not UTF-8.") from None


def _objects(text: str, *, name: str, needs: str = "question") -> Iterator[dict[str, Any]]:
    """Raises Problem with the line and the field of the first that is wrong."""
    from django.core.exceptions import ValidationError

    from regulars.assistant.reading_questions import values

    try:
        for line, row in values(text):
            row = {"question": row} if isinstance(row, str) else row
            if not isinstance(row, dict):
                raise Problem(f"{name}, line {line}: each must be an object, not {json.dumps(row)[:80]}.")
            _check(row, needs, f"{name}, line {line}")
            yield row
    except ValidationError as error:
        ((place, says),) = error.message_dict.items()
        raise Problem(f"{name}, line {place.partition('.')[0]}: {says[0]}") from None


def _check(row: dict[str, Any], needs: str, place: str) -> None:
    """The words that are answered, and texts where texts belong."""
    if needs and not str(row.get(needs) or "").strip():
        raise Problem(f"{place}, {needs}: there is nothing to answer.")
    for field in TEXTS & row.keys():
        value = str(row[field]) if field == "title" and isinstance(row[field], int) else row[field]
        if value is not None and not isinstance(value, str):
            raise Problem(f"{place}, {field}: this must be a text, not {json.dumps(value)[:80]}.")
        row[field] = storable(value) if value else value
    language = row.get("language")
    if language and not LANGUAGE.fullmatch(language):
        raise Problem(f"{place}, language: languages look like en, or pt-BR, not {language[:40]!r}.")
