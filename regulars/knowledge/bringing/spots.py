"""The files of a folder that are articles, and what the place of each says: its shelf, its name, its language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from django.conf.locale import LANG_INFO

from regulars.knowledge.bringing.pages import ENDINGS, LANDING
from regulars.lib.languages import CODE_BY_NAME

LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_](?:[A-Za-z]{2,4}|\d{3}))?")
AROUND = {"docs", "doc", "content", "src", "source", "pages", "articles", "_docs", "_articles", "_pages", "_posts"}  # fmt: skip
# Languages by whose names departments, countries and programs go, too.
WORDS_TOO = {"ar", "br", "ca", "hr", "ia", "id", "io", "is", "it", "ml", "ms", "my", "no", "os", "pa", "tt", "ug", "uk"}
NO_ARTICLES = {"node_modules", "vendor", "_site", "_includes", "_layouts", "_data", "_sass"}
ABOUT_THE_FOLDER = {"readme", "license", "changelog", "contributing", "code_of_conduct", "security", "404"}
LISTS = {"summary", "_sidebar", "_navbar", "_footer", "_coverpage"}  # of its pages, for readers of another kind


class Spot(NamedTuple):
    """A file, and what its place says: folders without those around all of them, its name, and its language."""

    file: Path
    parts: tuple[str, ...]
    stem: str
    language: str


def files_of(path: Path, root: Path) -> list[Path]:
    """Nothing outside of the folder, and nothing that is only for the program which makes pages of it."""
    if not path.is_dir():
        return [path]
    found = []
    for file in sorted(each for each in path.rglob("*") if each.suffix.lower() in ENDINGS and _is_within(each, root)):
        *folders, _name = file.relative_to(root).parts
        stem = file.stem.lower()
        is_apart = any(part.startswith(".") or part in NO_ARTICLES for part in (*folders, _name))
        is_part = stem in LISTS or (stem.startswith("_") and stem != "_index")
        if not (is_apart or is_part or (not folders and stem in ABOUT_THE_FOLDER - {"readme"})):
            found.append(file)
    return found


def _is_within(file: Path, root: Path) -> bool:
    return file.is_file() and file.resolve().is_relative_to(root.resolve())


def spots_of(root: Path, files: list[Path]) -> list[Spot]:
    places = [file.relative_to(root).parts for file in files]
    inner = [place for place in places if len(place) > 1 or Path(place[0]).stem.lower() != "readme"]
    around = {place[0] for place in inner if len(place) > 1}
    if len(around) == 1 and around <= AROUND and all(len(place) > 1 for place in inner):
        places = [place[1:] or place for place in places]
    languages = _languages(places)
    return [_spot(file, place, languages) for file, place in zip(files, places, strict=True)]


def _languages(places: Iterable[tuple[str, ...]]) -> set[str]:
    """Folders that are languages: those that may be something else only where nothing else is beside, or the same files."""
    within: dict[str, set[tuple[str, ...]]] = {}
    for place in places:
        if Path(place[-1]).stem.lower() not in LANDING:
            folder, rest = (place[0], place[1:]) if len(place) > 1 and _is_language(place[0]) else ("", place)
            within.setdefault(folder, set()).add(rest)
    others = within.pop("", set())
    if not others:
        return set(within)
    sure = within.keys() - WORDS_TOO
    known = others.union(*(within[folder] for folder in sure))
    return {folder for folder, rests in within.items() if folder in sure or rests & known}


def _is_language(name: str) -> bool:
    found = LANGUAGE.fullmatch(name)
    return bool(found) and found[1] in LANG_INFO


def language_of(said: str) -> str:
    """A language as a page names it, by its code or its name; "" for what is none that we know."""
    code = said.strip().replace("_", "-")
    return code if _is_language(code.lower().partition("-")[0]) else CODE_BY_NAME.get(code.casefold(), "")


def _spot(file: Path, place: tuple[str, ...], languages: set[str]) -> Spot:
    """`de/orders/late.md`, `orders/late.de.md`."""
    parts, stem, language = list(place[:-1]), Path(place[-1]).stem, ""
    name, _dot, end = stem.rpartition(".")
    if name and _is_language(end):
        stem, language = name, end
    elif parts and parts[0] in languages:
        language = parts.pop(0)
    return Spot(file, tuple(parts), stem, language)
