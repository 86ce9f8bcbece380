"""What every way of bringing articles in comes down to."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

LONGEST_ID = 200  # characters


class NotReadable(ValueError):
    """Nothing here can be read as articles. Its words are for whoever asked."""


def kept_id(id: str) -> str:
    """An id from elsewhere as we keep it: whole, or if it is very long its beginning and what tells it from others."""
    return id if len(id) <= LONGEST_ID else f"{id[:150]}…{sha256(id.encode()).hexdigest()[:32]}"


@dataclass(frozen=True)
class BroughtCategory:
    id: str
    names: dict[str, tuple[str, str]]  # name and description by language; "": the first language of wherever it goes
    parent: str = ""  # the id of the one it is within
    position: int = 0
    slug: str = ""


@dataclass(frozen=True)
class BroughtWords:
    language: str  # "": the first language of wherever it goes
    title: str
    html: str
    slug: str = ""
    is_published: bool = True
    is_stale: bool = False  # the original has gone on since
    source: str = ""  # the address or file that others link to
    address: str = ""  # under which the page of a folder is read, where it says so


@dataclass(frozen=True)
class BroughtArticle:
    id: str
    words: list[BroughtWords]
    category: str = ""  # the id of a category
    visibility: str = "public"
    labels: list[str] = field(default_factory=list)
    is_promoted: bool = False
    position: int = 0
    folder: Path | None = None  # where its pictures are looked for first


@dataclass
class Brought:
    """All of it, and what could not be read."""

    categories: list[BroughtCategory] = field(default_factory=list)
    articles: list[BroughtArticle] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    root: Path | None = None  # pictures lie below it
    file_names: dict[str, str] = field(default_factory=dict)  # of files that addresses name by their number
