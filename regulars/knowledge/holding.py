"""Rows that a verb changes, held until it is through: the article first, so that two verbs never wait for each other."""

from regulars.knowledge.models import Article, Translation


def held(translation: Translation) -> Translation:
    """The translation as it is now, with its article and centre."""
    held_article(translation.article)
    rows = Translation.objects.select_for_update(of=("self",), no_key=True).select_related("article", "centre")
    return rows.get(pk=translation.pk)


def held_article(article: Article) -> Article:
    """The article as it is now, with its centre."""
    rows = Article.objects.select_for_update(of=("self",), no_key=True).select_related("centre", "category")
    return rows.get(pk=article.pk)
