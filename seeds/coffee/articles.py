"""The help centre of Kettle & Crumb: what customers ask most, and what the team should know."""

from datetime import date, timedelta

from regulars.knowledge.actions.publish import publish
from regulars.knowledge.actions.save_article import save_article
from regulars.knowledge.actions.save_category import save_category
from regulars.knowledge.actions.save_centre import save_centre
from regulars.knowledge.actions.write import write
from regulars.knowledge.models import Article, Category, HelpCentre
from regulars.knowledge.models.article import Visibility
from regulars.team.models import Agent, Brand
from seeds.coffee.article_words import ARTICLES, CATEGORIES, LATER_WORDS


def write_articles(*, by: Agent, today: date) -> HelpCentre:
    """An open help centre in English and German: one translation is stale, one article a draft, one overdue for review."""
    brand = Brand.objects.get(name="Kettle & Crumb")
    intro = "Parcels, subscriptions, brewing: what people ask us most."
    centre = save_centre(
        HelpCentre(brand=brand), title="Kettle & Crumb help", intro=intro, languages=["en", "de"], is_open=True, by=by
    )
    shelves = {
        slug: save_category(None, centre=centre, slug=slug, icon=icon, names=names, by=by)
        for slug, icon, names in CATEGORIES
    }
    written = {slug: _write(centre, shelves[shelf], words, facts, by=by) for slug, shelf, words, facts in ARTICLES}
    late = written["descaling"]
    save_article(late, facts={"review_on": today - timedelta(days=9), "owner": by}, by=by)
    for slug, (title, html) in LATER_WORDS.items():
        publish(write(written[slug], language="en", title=title, html=html, by=by), by=by)
    return centre


def _write(
    centre: HelpCentre, shelf: Category, words: dict[str, tuple[str, str]], facts: dict[str, object], *, by: Agent
) -> Article:
    is_draft = facts.pop("is_draft", False) if (facts := dict(facts)) else False
    said = {"category": shelf, "visibility": Visibility.PUBLIC} | facts
    article = save_article(None, centre=centre, facts=said, by=by)  # type: ignore[arg-type]
    for language, (title, html) in words.items():
        translation = write(article, language=language, title=title, html=html, by=by)
        if not is_draft:
            publish(translation, by=by)
    return article
