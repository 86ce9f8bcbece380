"""Which article is meant by what others write: its number, its id where it came from, its address, or its title."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from regulars.knowledge.models import Article, HelpCentre, Redirect, Translation

NOBODY = {"nobody", "none", "-"}
_SEVERAL = ("|", ";", ",", "\n")
_ENDING = re.compile(r"\.(md|markdown|html?|txt)$", re.I)


class NotNamed(Exception):
    """No article is called so, or more than one."""

    def __init__(self, said: str, many: int) -> None:
        self.said, self.many = said, many
        super().__init__(said)


class Names:
    """Everything that the articles of a help centre are called, most telling first."""

    def __init__(self, centre: HelpCentre) -> None:
        self._ways: list[dict[str, set[int]]] = [defaultdict(set) for _way in range(5)]
        ids, titles, addresses, numbers, files = self._ways
        for article, external in Article.objects.filter(centre=centre).values_list("pk", "external_id"):
            numbers[str(article)].add(article)
            for name in _ids(external or ""):
                ids[name].add(article)
                files[PurePosixPath(name).name].add(article)
        words = Translation.objects.filter(centre=centre).values_list("article_id", "slug", "title", "draft_title")
        for article, slug, title, draft in words:
            addresses[slug.casefold()].add(article)
            for name in {title, draft} - {""}:
                titles[_flat(name)].add(article)
        for article, slug in Redirect.objects.filter(centre=centre).values_list("article_id", "slug"):
            addresses.setdefault(slug.casefold(), {article})

    def one(self, said: str) -> int:
        """Raises NotNamed."""
        for way, name in zip(self._ways, _asked(said), strict=True):
            if len(found := way.get(name, set())) == 1:
                return next(iter(found))
            if found:
                raise NotNamed(said, len(found))
        raise NotNamed(said, 0)

    def several(self, said: str) -> list[int]:
        """Those of a cell: one, or some with a mark between them. Raises NotNamed of the first that is not here."""
        try:
            return [self.one(said)]
        except NotNamed as whole:
            for mark in _SEVERAL:
                parts = [part.strip() for part in said.split(mark) if part.strip()]
                if mark in said and (mark != "," or whole.many == 0):
                    try:
                        return list(dict.fromkeys(self.one(part) for part in parts))
                    except NotNamed as problem:
                        whole = problem if mark in "|;" else whole
            raise whole from None


def _ids(external: str) -> Iterator[str]:
    """An id as it is kept, and as it was there: “folder:returns/refunds” was “returns/refunds”."""
    if external:
        yield external
        yield external.partition(":")[2] or external


def _asked(said: str) -> tuple[str, str, str, str, str]:
    """One thing said, as it would stand among ids, titles, addresses, numbers and names of files."""
    said = said.strip()
    is_address = "://" in said or said.startswith("/")
    path = PurePosixPath(unquote(urlsplit(said).path) if is_address else _ENDING.sub("", said))
    return str(path) if not is_address else said, _flat(said), path.name.casefold(), said.removeprefix("#"), path.name


def _flat(title: str) -> str:
    return " ".join(title.split()).casefold()
