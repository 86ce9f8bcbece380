"""`bin/regulars answer`: how well questions are answered from a folder of articles, without touching the house's own."""

from __future__ import annotations

import argparse
import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regulars.config.answer_files import articles_in, questions_in
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


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("articles", type=Path, help="a folder, or a .json or .jsonl file")
    parser.add_argument("questions", help="a .json, .jsonl or .txt file; - reads lines from standard input")
    parser.add_argument("--language", default="en", help="of articles and questions that name none (%(default)s)")
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="articles for each question (%(default)s)")
    parser.add_argument("--least", type=float, default=None, metavar="P", help="quote from this confidence on, 0 to 1")
    parser.add_argument("--words-alone", action="store_true", help="do not look for meaning")


def run(options: argparse.Namespace) -> int:
    from django.db import transaction

    articles, questions = list(articles_in(options.articles)), list(questions_in(options.questions))
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
