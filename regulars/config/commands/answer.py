"""`bin/regulars answer`: how well questions are answered from a folder of articles, without touching the house's own."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regulars.config.environment import Problem
from regulars.lib.texts import storable

if TYPE_CHECKING:
    from regulars.knowledge.models import HelpCentre

HELP = "Answer questions from a folder of articles: ranked articles, the quoted passage, how sure it is."
MORE = """\
articles: a folder of .md, .txt and .html files (the id is the path without its ending; the title the first heading), or a .json
  or .jsonl file of {"id", "title", "text" (Markdown) or "html", "language"}, those of one id being one article in several languages;
  or what Zendesk Guide or Intercom export as JSON.
questions: a .json or .jsonl file of {"question", "language"} or plain texts, or a .txt file with one a line; - reads standard input.
  What else stands beside a question, its id for example, is given back with its answer.
answers: one JSON object a line: {"question", "articles": [{"id", "score"}], "quote": {"id", "text", "confidence"} or null}

examples:
  bin/regulars answer articles/ questions.jsonl > answers.jsonl
  echo "can I send it back" | bin/regulars answer --language en --words-alone articles.json -

Everything is done in one transaction that is taken back at the end.
"""
TEXTS = {"question", "title", "text", "html", "body", "content", "language"}
LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}")
ENDINGS = {".md", ".markdown", ".txt", ".html", ".htm"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("articles", type=Path, help="a folder, or a .json or .jsonl file")
    parser.add_argument("questions", help="a .json, .jsonl or .txt file; - reads lines from standard input")
    parser.add_argument("--language", default="en", help="of articles and questions that name none (%(default)s)")
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="articles for each question (%(default)s)")
    parser.add_argument("--least", type=float, default=None, metavar="P", help="quote from this confidence on, 0 to 1")
    parser.add_argument("--words-alone", action="store_true", help="do not look for meaning")


def run(options: argparse.Namespace) -> int:
    from django.db import transaction

    articles, questions = list(_articles(options.articles)), list(_questions(options.questions))
    if not articles:
        raise Problem(
            f"There are no articles in {options.articles}. `bin/regulars answer --help` says what they look like."
        )
    with transaction.atomic():
        centre, names = _centre(articles, options)
        for question in questions:
            print(storable(json.dumps(_answer(question, centre, names, options), ensure_ascii=False)), flush=True)
        transaction.set_rollback(True)
    return 0


def _answer(
    question: dict[str, Any], centre: HelpCentre, names: dict[int, str], options: argparse.Namespace
) -> dict[str, Any]:
    from regulars.knowledge.finding import find
    from regulars.knowledge.quoting import LOOKED_AT, SURE, quoted

    language, words = str(question.get("language") or options.language), str(question["question"])
    limit = max(LOOKED_AT, options.limit)
    found = find(words, centre=centre, language=language, reader=None, limit=limit, by_meaning=not options.words_alone)
    said = quoted(found, least=SURE if options.least is None else options.least)
    several = [{"id": names[hit.article_id], "score": round(hit.score, 4)} for hit in found[: options.limit]]
    quote = said and {"id": names[said.hit.article_id], "text": said.text, "confidence": round(said.confidence, 3)}
    return question | {"articles": several, "quote": quote}


def _centre(articles: list[dict[str, Any]], options: argparse.Namespace) -> tuple[HelpCentre, dict[int, str]]:
    """A help centre of these articles, and what each of them is called outside."""
    from django.core.exceptions import ValidationError

    from regulars.knowledge.actions.make_meanings import make_all_meanings
    from regulars.knowledge.actions.publish import publish
    from regulars.knowledge.actions.save_article import save_article
    from regulars.knowledge.actions.save_centre import save_centre
    from regulars.knowledge.actions.write import write
    from regulars.knowledge.languages import written
    from regulars.knowledge.models import Article, HelpCentre
    from regulars.team.models import Brand

    def language_of(each: dict[str, Any]) -> str:
        return written(str(each.get("language") or options.language))

    languages = list(dict.fromkeys([written(options.language), *map(language_of, articles)]))
    brand = Brand.objects.create(name="Answers")
    centre = save_centre(HelpCentre(brand=brand), title="Answers", languages=languages, is_open=True, by=None)
    names: dict[int, str] = {}
    known: dict[str, Article] = {}
    for number, each in enumerate(articles):
        name, language = str(each.get("id", number)), language_of(each)
        title = str(each.get("title") or each.get("id") or number)[:200]
        try:
            if name not in known or known[name].in_language(language):
                known[name] = save_article(None, centre=centre, facts={"labels": each.get("labels") or []}, by=None)
            publish(write(known[name], language=language, title=title, html=_html(each), by=None), by=None)
        except ValidationError as error:
            raise Problem(f"The article {title!r} cannot be taken: {' '.join(error.messages)}") from None
        names[known[name].pk] = name
    if not options.words_alone:
        make_all_meanings(centre)
    return centre, names


def _html(article: dict[str, Any]) -> str:
    from regulars.knowledge.bringing.markdown import html_of

    html = str(article.get("html") or article.get("body") or "")
    text = str(article.get("text") or article.get("content") or "")
    return html or html_of(text) or f"<p>{escape(str(article.get('title', '')))}</p>"


def _articles(place: Path) -> Iterator[dict[str, Any]]:
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


def _questions(place: str) -> Iterator[dict[str, Any]]:
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
