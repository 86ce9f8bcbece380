"""Links between articles that come together: where they led elsewhere, and where they lead here."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from regulars.knowledge.bringing.shape import Brought, BroughtWords, kept_id
from regulars.knowledge.languages import written
from regulars.knowledge.models import HelpCentre, Translation
from regulars.knowledge.slugs import slug_of

NUMBERED = re.compile(r"/articles/(\d{1,20})")


class Links:
    """An article stands beside the others of its language: the name of another is all that a link to it needs to say."""

    def __init__(self, centre: HelpCentre, brought: Brought) -> None:
        self.slugs: dict[tuple[str, str], str] = {}
        self.files: dict[Path, str] = {}
        for article in brought.articles:
            for words in reversed(article.words):
                language = written(words.language) if words.language else centre.language
                self.slugs[kept_id(article.id), language] = self.slugs[kept_id(article.id), ""] = _likely(words)
                if words.source and not urlsplit(words.source).scheme:
                    self.files[Path(words.source).resolve()] = kept_id(article.id)
        here = Translation.objects.filter(
            centre=centre, article__external_id__in=[kept_id(each.id) for each in brought.articles]
        )
        for key, language, slug in here.values_list("article__external_id", "language", "slug"):
            self.slugs[key, language] = slug

    def lead(self, address: str, *, folder: Path | None, language: str) -> str:
        """The link to use in place of this address; "" for what is no article that came along."""
        parts = urlsplit(address)
        found = NUMBERED.search(parts.path)
        keys = [f"{house}:{found[1]}" for house in ("zendesk", "intercom")] if found else []
        if not parts.scheme and not parts.netloc and folder is not None and parts.path:
            keys += [self.files.get((folder / unquote(parts.path)).resolve(), "")]
        language = written(language) if language else ""
        for key in keys:
            if slug := self.slugs.get((key, language)) or self.slugs.get((key, "")):
                return f"{slug}#{parts.fragment}" if parts.fragment else slug
        return ""


def _likely(words: BroughtWords) -> str:
    """What it will be called here, unless another article is called so already."""
    return slug_of(words.slug) if words.slug else slug_of(words.title, limit=80)
