from __future__ import annotations

from regulars.knowledge.models import Article, Asked


def note_opened(asked: Asked, *, article: Article) -> None:
    """Remember what somebody opened of what a search had found. Harmless twice; the last one counts."""
    Asked.objects.filter(pk=asked.pk, centre=article.centre_id).update(opened=article)
