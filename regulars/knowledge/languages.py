"""The languages of articles, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from regulars.lib.languages import base_of
from regulars.lib.refusal import refusal

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")


def written(given: str) -> str:
    """As we keep it: “PT_br” is “pt-BR”, “zh-hant” is “zh-Hant”."""
    first, *rest = given.strip().replace("_", "-").split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part.title() for part in rest)])


def kept_as(given: str, languages: Sequence[str]) -> str:
    """“en-us” is “en” where no American is spoken; nothing said is the first of these languages."""
    if not given:
        return languages[0]
    own = written(given)
    return own if own in languages or base_of(own) not in languages else base_of(own)


def checked_language(given: str, *, field: str = "language") -> str:
    """Raises ValidationError of this field."""
    language = written(given)
    if not LANGUAGE.fullmatch(language) or len(language) > 16:
        raise refusal(field, _("Languages look like en, or pt-BR."))
    return language


def checked_languages(given: Iterable[str]) -> list[str]:
    """Each once, in this order. Raises ValidationError("languages")."""
    languages = list(dict.fromkeys(checked_language(each, field="languages") for each in given if each.strip()))
    if not languages:
        raise refusal("languages", _("Name at least one language."), "missing")
    return languages
