"""Links between articles that come together: where they led elsewhere, and where they lead here."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from regulars.knowledge.bringing.anchors import anchors
from regulars.knowledge.bringing.pages import ENDINGS, LANDING
from regulars.knowledge.bringing.shape import Brought, BroughtWords, kept_id
from regulars.knowledge.languages import kept_as
from regulars.knowledge.models import HelpCentre, Redirect, Translation
from regulars.knowledge.slugs import free_slug, slug_of

NUMBERED = re.compile(r"/articles/(\d{1,20})")
Place = tuple[str, str]  # an article, and a language; "" is the article's first


class Links:
    """An article stands beside the others of its language: the name of another is all that a link to it needs to say."""

    def __init__(self, centre: HelpCentre, brought: Brought) -> None:
        self.slugs: dict[Place, str] = {}
        self.words: dict[Place, BroughtWords] = {}
        self.spots: dict[str, Place] = {}  # where files lie and pages are read, without endings
        self.root = brought.root.resolve() if brought.root else None
        self.languages = centre.languages
        here = _here(centre, brought)
        taken = _taken(centre)
        for article in brought.articles:
            for words in reversed(article.words):
                place = (kept_id(article.id), kept_as(words.language, self.languages))
                self.slugs[place] = here.get(place) or _likely(words, place[1], taken)
                self.slugs[place[0], ""], self.words[place[0], ""], self.words[place] = self.slugs[place], words, words
                self._remember(words, place)

    def lead(self, address: str, *, folder: Path | None, language: str) -> str:
        """The link to use in place of this address; "" for what is no article that came along."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        found = NUMBERED.search(parts.path)
        keys = [f"{house}:{found[1]}" for house in ("zendesk", "intercom")] if found else []
        if not parts.scheme and not parts.netloc and folder is not None and parts.path:
            keys += [self._at(unquote(parts.path), folder)]
        for key in keys:
            for place in ((key, kept_as(language, self.languages)), (key, "")):
                if slug := self.slugs.get(place, ""):
                    return self._with_part(slug, parts.fragment, place)
        return ""

    def _with_part(self, slug: str, fragment: str, place: Place) -> str:
        if not fragment:
            return slug
        part = anchors(self.words[place].html).get(unquote(fragment), fragment) if place in self.words else fragment
        return f"{slug}#{part}" if part else slug

    def _remember(self, words: BroughtWords, place: Place) -> None:
        if self.root is None or not words.source or "://" in words.source:
            return
        if spot := self._spot(Path(words.source)):
            self.spots[spot] = place
        if words.address and ":" not in words.address:
            self.spots.setdefault(_bare(words.address), place)

    def _at(self, path: str, folder: Path) -> str:
        """The article whose file is meant: beside this one, beside the page that it becomes, or from the root of a site."""
        if path.startswith("/"):
            parts = _bare(path).split("/")
            spots = ["/".join(parts[at:]) for at in range(len(parts))]
        else:
            spots = [self._spot(start / path) for start in (folder, folder / "page")]
            spots += [spot.partition("/")[2] for spot in spots]  # below what stands around all of them
        return next((self.spots[each][0] for each in spots if each in self.spots), "")

    def _spot(self, file: Path) -> str:
        """Where it lies; "" for what is outside."""
        try:
            real = file.resolve()
        except (OSError, ValueError):
            return ""
        return _bare(real.relative_to(self.root).as_posix()) if self.root and real.is_relative_to(self.root) else ""


def _bare(path: str) -> str:
    """`/orders/late.md`, `orders/late/` and `orders/late/index.html` are one spot."""
    *folders, name = path.strip("/").split("/")
    stem = Path(name).stem if Path(name).suffix.lower() in ENDINGS else name
    return "/".join(folders if stem.lower() in LANDING else [*folders, stem]).removeprefix("./")


def _here(centre: HelpCentre, brought: Brought) -> dict[Place, str]:
    """What is here already of what comes."""
    ids = [kept_id(each.id) for each in brought.articles]
    here = Translation.objects.filter(centre=centre, article__external_id__in=ids)
    return {
        (key, language): slug for key, language, slug in here.values_list("article__external_id", "language", "slug")
    }


def _taken(centre: HelpCentre) -> set[Place]:
    known = [*Translation.objects.filter(centre=centre).values_list("slug", "language")]
    return {*known, *Redirect.objects.filter(centre=centre).values_list("slug", "language")}


def _likely(words: BroughtWords, language: str, taken: set[Place]) -> str:
    """What it will be called here."""
    wanted = slug_of(words.slug) if words.slug else ""
    if not wanted or (wanted, language) in taken:
        wanted = free_slug(slug_of(words.title, limit=80), is_taken=lambda slug: (slug, language) in taken)
    taken.add((wanted, language))
    return wanted
