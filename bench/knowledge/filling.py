"""A help centre with the articles of a set, written and published by the verbs, and made findable by meaning."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from bench.knowledge.sets import Article


def filled(articles: Iterable[Article], *, by: Any, name: str = "Bench") -> tuple[Any, dict[str, int]]:
    """The centre, and which article has which title."""
    from regulars.knowledge.actions.make_meanings import make_meanings
    from regulars.knowledge.actions.publish import publish
    from regulars.knowledge.actions.save_article import save_article
    from regulars.knowledge.actions.save_centre import save_centre
    from regulars.knowledge.actions.write import write
    from regulars.knowledge.models import HelpCentre
    from regulars.team.models import Brand

    articles = list(articles)
    languages = list(dict.fromkeys(each.language for each in articles))
    centre = HelpCentre(brand=Brand.objects.create(name=name))
    centre = save_centre(centre, title=name, languages=languages, is_open=True, by=by)
    numbers = {}
    for each in articles:
        article = save_article(None, centre=centre, facts={}, by=by)
        html = "".join(f"<p>{escape(line)}</p>" for line in each.text.split("\n"))
        publish(write(article, language=each.language, title=each.title, html=html, by=by), by=by)
        numbers[each.title] = article.pk
    while make_meanings():
        pass
    return centre, numbers
