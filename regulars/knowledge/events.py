"""What happens between customers and what we have written."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.customers.events import Event


@dataclass(frozen=True, kw_only=True)
class ArticleRated(Event):
    """A customer who has signed in said whether an article helped. Told the first time, of each article."""

    kind = "article.rated"
    says = "Found an article helpful"
    icon = "book"
    article: int
    is_helpful: bool

    @classmethod
    def sentence(cls, facts: dict[str, object], by: str) -> str:
        return cls.says if facts["is_helpful"] else "Found that an article did not help"
